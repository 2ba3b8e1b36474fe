// Lets a person try a speaker before a call. Used by <rtc-devices>.

/** Seconds and hertz of the speaker's tone, and its amplitude: clearly there, and gentle. */
const toneLength = 0.6
const toneFrequency = 440
const toneAmplitude = 0.2

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
