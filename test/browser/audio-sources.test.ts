// Sound of whatever rate and channels becomes the pipeline's output as it is, and changes over without a click.
import { expect, it, vi } from 'vitest'
import { AudioPipeline } from '../../components/internal/audio-pipeline.ts'
import { frequencyOf, levelAt, record, slice, startRecording } from '../support/page/recorded-sound.ts'
import { largestJump } from '../support/page/sound.ts'

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
function createMicrophone({ sampleRate, channels }: Device) {
  const context = new AudioContext({ sampleRate })
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: channels })
  const merger = new ChannelMergerNode(context, { numberOfInputs: channels })
  const tone = new OscillatorNode(context, { frequency })
  for (let channel = 0; channel < channels; channel++) {
    tone.connect(new GainNode(context, { gain: amplitude / (1 + channel) })).connect(merger, 0, channel)
  }
  merger.connect(destination)
  tone.start()
  return { track: destination.stream.getAudioTracks()[0]!, close: () => context.close() }
}

/** How long the pipeline may take to change over, and what is measured before and after. */
const changeSeconds = 0.4
const measuredSeconds = 0.2
/** What a browser has to give of a track in its first moments is not whole, as the pipeline knows. */
const startSeconds = 0.15
const click = 0.001

/** Records what the browser gives a pipeline of each track that becomes its source: where it is too busy, now and then 10 ms
 *  of silence. */
function recordGiven({ context }: AudioPipeline) {
  const given: ReturnType<typeof startRecording>[] = []
  const createSource = context.createMediaStreamSource.bind(context)
  context.createMediaStreamSource = (stream) => {
    const source = createSource(stream)
    const ear = new MediaStreamAudioDestinationNode(context)
    source.connect(ear)
    given.push(startRecording(ear.stream.getAudioTracks()[0]!))
    return source
  }
  return given
}

/** Is there no gap in it from some second on? Ends the recording. */
async function isWhole(recording: ReturnType<typeof startRecording>, from: number): Promise<boolean> {
  return largestJump(slice(await recording.stop(), from, Infinity).channels[0]!) < click
}

/** What is heard of a pipeline that changes from one device to another.
 *  @returns `wasWhole` where the browser gave the pipeline both of them without a gap */
async function changeOver(first: Device, second: Device) {
  const pipeline = new AudioPipeline()
  const { track } = pipeline
  const [former, next] = [createMicrophone(first), createMicrophone(second)]
  const given = recordGiven(pipeline)
  pipeline.setSource(former.track)
  await vi.waitFor(async () => {
    const heard = await record(track, measuredSeconds)
    expect(levelAt(frequency, heard)).toBeCloseTo(amplitude, 3)
  }, soon)

  const recording = startRecording(track)
  const measuredFrom = given[0]!.seconds
  await recording.until(measuredSeconds)
  pipeline.setSource(next.track)
  const changedAt = recording.seconds
  await recording.until(changedAt + changeSeconds + measuredSeconds)
  const heard = await recording.stop()
  const wasWhole = (await isWhole(given[0]!, measuredFrom)) && (await isWhole(given[1]!, startSeconds))
  const isSameTrack = pipeline.track === track && track.readyState === 'live'
  pipeline.close()
  await Promise.all([former.close(), next.close()])
  return { heard, changedAt, isSameTrack, wasWhole }
}

it.concurrent.each(devices.map((first, index) => ({ first, second: devices[(index + 1) % devices.length]! })))(
  'changes from $first.channels channels at $first.sampleRate Hz to $second.channels at $second.sampleRate without a click, pitch and level exact',
  async ({ first, second }) => {
    let change = await changeOver(first, second)
    for (let tries = 1; !change.wasWhole && tries < 8; tries++) change = await changeOver(first, second)
    const { heard, changedAt, isSameTrack } = change

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
    for (const channel of heard.channels) expect(largestJump(channel)).toBeLessThan(click)
    expect(isSameTrack).toBe(true)
  },
)
