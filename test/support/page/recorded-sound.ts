// Every sample that a track gives, as whoever receives it gets them, and what can be measured of tones in them. For tests that
// run in a page.
import { amplitudeAt } from './sound.ts'

/** Sound of a track. */
export interface Recording {
  /** One for each channel. */
  readonly channels: readonly Float32Array[]
  readonly sampleRate: number
}

/** Blocks of 10 ms that wait while the page is busy. Of its own a browser keeps ten, and drops what comes after them. */
const maxBufferSize = 1000

/** Records from now on, until `stop` is called. Times are on the track's own clock. */
export function startRecording(track: MediaStreamTrack) {
  const processor = new MediaStreamTrackProcessor({ track, maxBufferSize }) as unknown as {
    readable: ReadableStream<AudioData>
  }
  const reader = processor.readable.getReader()
  const blocks: Float32Array[][] = []
  let [samples, sampleRate] = [0, NaN]
  const read = async () => {
    for (;;) {
      const { value: block } = await reader.read()
      if (!block) return
      const { numberOfFrames, numberOfChannels } = block
      sampleRate = block.sampleRate
      samples += numberOfFrames
      blocks.push(
        Array.from({ length: numberOfChannels }, (_, planeIndex) => {
          const channel = new Float32Array(numberOfFrames)
          block.copyTo(channel, { planeIndex, format: 'f32-planar' })
          return channel
        }),
      )
      block.close()
    }
  }
  const reading = read()
  return {
    get seconds(): number {
      return samples / sampleRate || 0
    },
    async until(seconds: number): Promise<void> {
      while (this.seconds < seconds) await new Promise(requestAnimationFrame)
    },
    async stop(): Promise<Recording> {
      await reader.cancel()
      await reading
      const count = Math.min(...blocks.map(({ length }) => length))
      const channels = Array.from({ length: count }, (_, channel) => {
        const whole = new Float32Array(samples)
        let at = 0
        for (const block of blocks) {
          whole.set(block[channel]!, at)
          at += block[channel]!.length
        }
        return whole
      })
      return { channels, sampleRate }
    },
  }
}

export async function record(track: MediaStreamTrack, seconds: number): Promise<Recording> {
  const recording = startRecording(track)
  await recording.until(seconds)
  return recording.stop()
}

/** What was recorded between two times, in seconds. */
export function slice({ channels, sampleRate }: Recording, from: number, to: number): Recording {
  return { channels: channels.map((channel) => channel.slice(from * sampleRate, to * sampleRate)), sampleRate }
}

/** Amplitude of one frequency in one channel, whether or not whole periods fit in (a Hann window, which tells tones
 *  apart that are four periods of the recording's length away). */
export function levelAt(frequency: number, { channels, sampleRate }: Recording, channel = 0): number {
  const samples = channels[channel]!
  const windowed = samples.map((sample, at) => sample * (1 - Math.cos((2 * Math.PI * at) / samples.length)))
  return amplitudeAt(frequency, windowed, sampleRate)
}

/** Hertz of the loudest tone in the first channel: the median over stretches of 20 waves, so that a gap in the sound does
 *  not count. NaN where there are fewer. */
export function frequencyOf({ channels, sampleRate }: Recording): number {
  const samples = channels[0]!
  const rises: number[] = []
  for (let at = 1; at < samples.length; at++) {
    const [former, sample] = [samples[at - 1]!, samples[at]!]
    if (former < 0 && sample >= 0) rises.push(at - sample / (sample - former))
  }
  const waves = 20
  const stretches = rises.slice(waves).map((rise, index) => rise - rises[index]!)
  return (waves * sampleRate) / (stretches.sort((a, b) => a - b)[stretches.length >> 1] ?? NaN)
}
