// What is in a recorded file, read back with another decoder than a <video>: which test cards when, and when it beeps. For
// tests that run in a page.
import { readPattern } from '../../../components/read-pattern.ts'
import { ALL_FORMATS, AudioSampleSink, BlobSource, Input, type Track, VideoSampleSink } from './demuxer.mjs'

/** Times are in seconds of the file. */
export interface RecordedFile {
  readonly mimeType: string
  readonly codecs: readonly string[]
  /** What the file says of itself. */
  readonly seconds: number
  readonly video: { readonly start: number; readonly end: number } | null
  readonly audio: { readonly start: number; readonly end: number } | null
  /** Pictures that are none are left out. `second` is when the second of the card's timeline began that it is in. */
  readonly cards: readonly { readonly at: number; readonly frame: number; readonly second: number }[]
  readonly sizes: readonly string[]
  readonly samples: Float32Array
  readonly sampleRate: number
}

/** Rejects where the file cannot be read. */
export async function readRecorded(file: Blob): Promise<RecordedFile> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  const videoTrack = await input.getPrimaryVideoTrack()
  const audioTrack = await input.getPrimaryAudioTrack()
  const cards: { at: number; frame: number; second: number }[] = []
  const sizes = new Set<string>()
  if (videoTrack) {
    for await (const sample of new VideoSampleSink(videoTrack).samples()) {
      sizes.add(`${sample.displayWidth}x${sample.displayHeight}`)
      const context = new OffscreenCanvas(sample.displayWidth, sample.displayHeight).getContext('2d')!
      sample.draw(context, 0, 0)
      const card = readPattern(context.getImageData(0, 0, sample.displayWidth, sample.displayHeight))
      const at = sample.timestamp
      if (card) cards.push({ at, frame: card.frame, second: at - (card.timestamp % 1e6) / 1e6 })
      sample.close()
    }
  }
  const blocks: Float32Array[] = []
  let sampleRate = NaN
  if (audioTrack) {
    for await (const sample of new AudioSampleSink(audioTrack).samples()) {
      const block = new Float32Array(sample.numberOfFrames)
      sample.copyTo(block, { planeIndex: 0, format: 'f32-planar' })
      blocks.push(block)
      sampleRate = sample.sampleRate
      sample.close()
    }
  }
  const samples = new Float32Array(blocks.reduce((length, block) => length + block.length, 0))
  let at = 0
  for (const block of blocks) {
    samples.set(block, at)
    at += block.length
  }
  const tracks = [videoTrack, audioTrack].filter((track) => track !== null)
  const span = async (track: Track | null) =>
    track && { start: await track.getFirstTimestamp(), end: await track.computeDuration() }
  return {
    mimeType: await input.getMimeType(),
    codecs: await Promise.all(tracks.map(async (track) => (await track.getCodec()) ?? '')),
    seconds: await input.computeDuration(),
    video: await span(videoTrack),
    audio: await span(audioTrack),
    cards,
    sizes: [...sizes],
    samples,
    sampleRate,
  }
}

/** Hertz: between the pattern's tone and its beep. */
const lowestBeep = 700
/** So many waves on end are no crackling. */
const wavesOfBeep = 30
/** Less is the noise of a codec in silence. The tone has 0.25. */
const leastPeak = 0.1

/** When each beep of the pattern begins. */
export function beepsOf({ samples, sampleRate }: RecordedFile): number[] {
  const beeps: number[] = []
  let waves: number[] = []
  let roseAt = -Infinity
  let peak = 0
  for (let index = 1; index < samples.length; index++) {
    peak = Math.max(peak, samples[index]!)
    if (samples[index - 1]! >= 0 || samples[index]! < 0) continue
    const time = index / sampleRate
    waves = time - roseAt < 1 / lowestBeep && peak > leastPeak ? [...waves, roseAt] : []
    if (waves.length === wavesOfBeep) beeps.push(waves[0]!)
    roseAt = time
    peak = 0
  }
  return beeps
}

/** Where the pattern's tone is missing for more than 10 ms: when that begins, and for how long it is quiet, in seconds. */
export function silencesOf({ samples, sampleRate }: RecordedFile): { readonly at: number; readonly seconds: number }[] {
  const silences: { at: number; seconds: number }[] = []
  let heardAt = 0
  for (const [index, sample] of samples.entries()) {
    if (Math.abs(sample) < leastPeak) continue
    const seconds = (index - heardAt) / sampleRate
    if (seconds > 0.01) silences.push({ at: heardAt / sampleRate, seconds })
    heardAt = index
  }
  return silences
}
