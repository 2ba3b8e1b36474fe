// Sound of whatever rate and channels becomes the pipeline's output as it is, and changes over without a click.
import { afterEach, expect, it, vi } from 'vitest'
import { AudioPipeline } from '../../components/internal/audio-pipeline.ts'
import { frequencyOf, levelAt, record, slice, startRecording } from '../support/page/recorded-sound.ts'
import { largestJump } from '../support/page/sound.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const frequency = 440
const amplitude = 0.25
const soon = { timeout: 8000, interval: 0 }

interface Device {
  readonly sampleRate: number
  readonly channels: number
}
const devices: readonly Device[] = [16_000, 44_100, 48_000].flatMap((sampleRate) =>
  [1, 2].map((channels) => ({ sampleRate, channels })),
)

/** A microphone of that rate that hears a tone; of two channels, the right one at half the amplitude. */
function createMicrophone({ sampleRate, channels }: Device): MediaStreamTrack {
  const context = new AudioContext({ sampleRate })
  cleanups.push(() => context.close())
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: channels })
  const merger = new ChannelMergerNode(context, { numberOfInputs: channels })
  const tone = new OscillatorNode(context, { frequency })
  for (let channel = 0; channel < channels; channel++) {
    tone.connect(new GainNode(context, { gain: amplitude / (1 + channel) })).connect(merger, 0, channel)
  }
  merger.connect(destination)
  tone.start()
  return destination.stream.getAudioTracks()[0]!
}

/** How long the pipeline may take to change over, and what is measured before and after. */
const changeSeconds = 0.4
const measuredSeconds = 0.3

// A browser that is too busy leaves a gap of 10 ms by itself.
it.each(devices.map((first, index) => ({ first, second: devices[(index + 1) % devices.length]! })))(
  'changes from $first.channels channels at $first.sampleRate Hz to $second.channels at $second.sampleRate without a click, pitch and level exact',
  { retry: 2 },
  async ({ first, second }) => {
    const pipeline = new AudioPipeline()
    cleanups.push(() => pipeline.close())
    const { track } = pipeline
    pipeline.setSource(createMicrophone(first))
    const next = createMicrophone(second)
    await vi.waitFor(async () => {
      const heard = await record(track, measuredSeconds)
      expect(levelAt(frequency, heard)).toBeCloseTo(amplitude, 3)
    }, soon)

    const recording = startRecording(track)
    await recording.until(measuredSeconds)
    pipeline.setSource(next)
    const changedAt = recording.seconds
    await recording.until(changedAt + changeSeconds + measuredSeconds)
    const heard = await recording.stop()

    expect(heard.channels).toHaveLength(2)
    for (const [device, from] of [
      [first, 0],
      [second, changedAt + changeSeconds],
    ] as const) {
      const part = slice(heard, from, from + measuredSeconds)
      expect(Math.abs(frequencyOf(part) / frequency - 1)).toBeLessThan(0.0001)
      expect(levelAt(frequency, part, 0)).toBeCloseTo(amplitude, 3)
      // One channel is heard on both sides.
      expect(levelAt(frequency, part, 1)).toBeCloseTo(amplitude / device.channels, 3)
    }
    for (const channel of heard.channels) expect(largestJump(channel)).toBeLessThan(0.001)
    expect(pipeline.track).toBe(track)
    expect(track.readyState).toBe('live')
  },
)
