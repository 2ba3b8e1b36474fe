// Lets a person try a microphone and a speaker before a call: a level to look at, a tone to hear. Used by <rtc-devices>.

/** Decibels below full scale at which the level reads 0. */
const quietest = -60
/** Seconds and hertz of the speaker's tone, and its amplitude: clearly there, and gentle. */
const toneLength = 0.6
const toneFrequency = 440
const toneAmplitude = 0.2

/** Measures the stream's sound once per frame of the screen until `signal` aborts.
 *  @param onLevel gets 0 (silent) to 1 (as loud as can be), linear in decibels */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void, signal: AbortSignal): void {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const measure = () => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    const decibels = 10 * Math.log10(power)
    onLevel(Math.min(1, Math.max(0, 1 - decibels / quietest)))
    request = requestAnimationFrame(measure)
  }
  let request = requestAnimationFrame(measure)
  signal.addEventListener('abort', () => {
    cancelAnimationFrame(request)
    void context.close()
    onLevel(0)
  })
}

/** Plays a short tone; resolves when it is over. Rejects if the speaker cannot be used.
 *  @param sinkId a deviceId of kind audiooutput, or '' for the default */
export async function playTone(sinkId: string): Promise<void> {
  const context = new AudioContext()
  try {
    const oscillator = new OscillatorNode(context, { frequency: toneFrequency })
    const gain = new GainNode(context, { gain: 0 })
    const destination = context.createMediaStreamDestination()
    oscillator.connect(gain).connect(destination)
    // An element can be sent to a speaker in more browsers than a context can.
    const audio = new Audio()
    audio.srcObject = destination.stream
    if (sinkId && 'setSinkId' in audio) await audio.setSinkId(sinkId)
    await audio.play()
    const now = context.currentTime
    gain.gain.setTargetAtTime(toneAmplitude, now, 0.02)
    gain.gain.setTargetAtTime(0, now + toneLength - 0.1, 0.02)
    oscillator.start(now)
    oscillator.stop(now + toneLength)
    await new Promise((resolve) => oscillator.addEventListener('ended', resolve))
    audio.srcObject = null
  } finally {
    await context.close()
  }
}
