// How far sound and picture of the test pattern are apart in a stream. For tests that run in a page.
import { readPattern } from '../../../components/read-pattern.ts'

/** What shows cards: a <video> when they are on the screen, as it plays them with their sound; a track when it gives them. */
export type Pictures = HTMLVideoElement | MediaStreamTrack

/** Says of each picture when the second that its card is in began for whoever saw it, on the clock of performance.now.
 *  @returns what ends that */
function watchCards(pictures: Pictures, onCard: (begunAt: number) => void): () => void {
  let isWatching = true
  const see = (picture: CanvasImageSource, at: number) => {
    const passed = passedIn(picture)
    if (passed !== null && isWatching) onCard(at - passed)
  }
  if (pictures instanceof HTMLVideoElement) {
    const look: VideoFrameRequestCallback = (_, { expectedDisplayTime }) => {
      if (isWatching) pictures.requestVideoFrameCallback(look)
      see(pictures, expectedDisplayTime)
    }
    pictures.requestVideoFrameCallback(look)
    return () => (isWatching = false)
  }
  const reader = new MediaStreamTrackProcessor({ track: pictures }).readable.getReader()
  const read = async () => {
    for (;;) {
      const { value: frame } = await reader.read()
      if (!frame) return
      see(frame, performance.now())
      frame.close()
    }
  }
  void read()
  return () => {
    isWatching = false
    void reader.cancel()
  }
}

const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })!

/** Milliseconds of its second that have passed for a card; null if the picture is none. */
function passedIn(picture: CanvasImageSource): number | null {
  context.drawImage(picture, 0, 0, 320, 240)
  const card = readPattern(context.getImageData(0, 0, 320, 240))
  return card && (card.timestamp % 1e6) / 1000
}

/** Enough for two beeps. */
const windowSeconds = 2

/** By how many milliseconds sound comes before its picture, negative where it comes after it: the median over the time.
 *  NaN where there was no beep or no picture. */
export async function soundLead(pictures: Pictures, sound: MediaStreamTrack, seconds: number): Promise<number> {
  const cards: number[] = []
  const stop = watchCards(pictures, (begunAt) => cards.push(begunAt))
  const beeps = await hearBeeps(sound, seconds)
  stop()
  const [first = NaN] = beeps
  const fromFirst = (times: readonly number[]) => median(times.map((time) => sinceNearest(time - first)))
  return fromFirst(cards) - fromFirst(beeps)
}

/** `soundLead` when it does not change any more: two times in a row it was the same within 10 ms. */
export async function settledSoundLead(pictures: Pictures, sound: MediaStreamTrack): Promise<number> {
  let former = NaN
  for (;;) {
    const lead = await soundLead(pictures, sound, windowSeconds)
    if (Math.abs(lead - former) < 10) return lead
    former = lead
  }
}

/** Hertz: between the tone's pitch and the beep's. */
const lowestBeep = 700
/** So many waves on end are no crackling. */
const wavesOfBeep = 30

/** When each beep begins for whoever takes the sound from the track, on the clock of performance.now. */
async function hearBeeps(track: MediaStreamTrack, seconds: number): Promise<number[]> {
  const processor = new MediaStreamTrackProcessor({ track }) as unknown as { readable: ReadableStream<AudioData> }
  const reader = processor.readable.getReader()
  const end = performance.now() + seconds * 1000
  /** Times in the sound's own clock, which counts its samples. */
  const beeps: number[] = []
  /** From that clock to ours, as each block says. */
  const offsets: number[] = []
  let time = 0
  let former = 0
  let roseAt = -Infinity
  let waves: number[] = []
  while (performance.now() < end) {
    const { value: block } = await reader.read()
    if (!block) break
    offsets.push(performance.now() - time)
    const samples = new Float32Array(block.numberOfFrames)
    block.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
    for (const sample of samples) {
      time += 1000 / block.sampleRate
      if (former < 0 && sample >= 0) {
        waves = time - roseAt < 1000 / lowestBeep ? [...waves, roseAt] : []
        if (waves.length === wavesOfBeep) beeps.push(waves[0]!)
        roseAt = time
      }
      former = sample
    }
    block.close()
  }
  await reader.cancel()
  return beeps.map((at) => at + median(offsets))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** Since the nearest beginning of a second: -500..500. */
function sinceNearest(ms: number): number {
  return ((((ms + 500) % 1000) + 1000) % 1000) - 500
}
