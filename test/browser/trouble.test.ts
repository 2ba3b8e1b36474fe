// What goes out of a pipeline, and what its owner is told, while its source is live and gives no frames, or while its chain is
// too slow: the governor at work, whose rules are tested by themselves in test/node/governor.test.ts. Each promise waits for
// seconds, with a pipeline of its own, so they wait side by side.
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import { loadModule } from '../../components/load-module.ts'
import '../../components/rtc-camera.ts'
import type { GovernorStep } from '../../workers/pipeline-api.ts'
import { PipelineStepEvent, VideoPipeline } from '../../workers/pipeline-client.ts'
import {
  black,
  coloursUntil,
  dimmed,
  green,
  inverted,
  invertStage,
  isNear,
  type Rgb,
  solidTrack,
} from '../support/page/frames.ts'

describe.concurrent('a chain that is too slow', () => {
  const patience = { timeout: 15_000 }
  /** Somebody hides behind it. */
  const invert = { ...invertStage, effect: { ...invertStage.effect, private: true } }

  /** A pipeline with a source, what the governor has done in it so far, and a stage that takes its time and changes nothing. */
  async function start({ onTestFinished }: TestContext) {
    const pipeline = new VideoPipeline({ width: 64, height: 48 })
    const source = solidTrack(green)
    const steps: GovernorStep[] = []
    pipeline.addEventListener('step', (event) => event instanceof PipelineStepEvent && steps.push(event.step))
    // It waits, so that the pipelines of the other tests have the processor.
    const script = `export default {
      name: 'slow',
      params: [{ name: 'ms', defaultValue: 0, minValue: 0, maxValue: 1000 }],
      process: (image, { ms }) => ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined,
    }`
    const effect = await loadModule(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })))
    const slow = async (ms: number) => (await resolveVideo([{ name: '', effect, values: { ms } }]))[0]!
    pipeline.setSource(source.track)
    onTestFinished(() => {
      pipeline.close()
      source.stop()
    })
    return { pipeline, steps, slow }
  }

  it('is drawn smaller, step by step, says so with numbers, leaves nothing out, and draws all of it again when there is time, and when another chain runs', async (test) => {
    const { pipeline, steps, slow } = await start(test)
    await pipeline.setStages([await slow(100), invert])
    await vi.waitFor(() => expect(steps.length).toBe(2), patience)
    expect(steps.map(({ scale }) => scale)).toEqual([0.75, 0.5])
    for (const { ms, budgetMs, reason } of steps) {
      expect(ms).toBeGreaterThan(95)
      expect(budgetMs).toBeCloseTo(1000 / 30)
      expect(reason).toContain('of the 33.3 ms from one to the next, too much')
    }
    await vi.waitFor(() => expect(pipeline.stats).toMatchObject({ scale: 0.5, bypassed: [] }), patience)
    // More judgements, none of which leads anywhere.
    const { dropped } = pipeline.stats
    await vi.waitFor(() => expect(pipeline.stats.dropped).toBeGreaterThan(dropped + 50), patience)
    expect(steps.length).toBe(2)

    await pipeline.setStages([await slow(0), invert])
    await vi.waitFor(() => expect(steps.at(-1)!.scale).toBe(0.75), patience)
    expect(steps.at(-1)!.reason).toContain('only')
    await pipeline.setStages([invert])
    await vi.waitFor(() => expect(steps.at(-1)).toMatchObject({ scale: 1, reason: 'Another chain runs.' }), patience)
  })

  it('leaves out what nobody hides behind where that is allowed, and then only, and never shows a raw frame', async (test) => {
    const { pipeline, steps, slow } = await start(test)
    pipeline.setBypassAllowed(true)
    const seen: Rgb[] = []
    const colours = coloursUntil(pipeline.track, (colour) => {
      seen.push(colour)
      return steps.some(({ bypassed }) => bypassed.length > 0) && pipeline.stats.fps > 25
    })
    await pipeline.setStages([await slow(100), invert])
    await vi.waitFor(() => expect(steps.at(-1)?.bypassed).toEqual(['slow']), patience)
    await colours
    const isRight = (colour: Rgb) => isNear(colour, inverted) || isNear(colour, black)
    expect(seen.filter((colour) => !isRight(colour))).toEqual([])
    expect(steps.at(-1)).toMatchObject({ scale: 0.5, bypassed: ['slow'] })
    pipeline.setBypassAllowed(false)
    await vi.waitFor(() => expect(pipeline.stats.bypassed).toEqual([]), patience)
  })
})

describe.concurrent('a source', () => {
  /** Of each track, how often its frames began to be read. */
  const reads = new Map<MediaStreamTrack, number>()
  beforeAll(() => {
    const Original = MediaStreamTrackProcessor
    vi.stubGlobal(
      'MediaStreamTrackProcessor',
      class extends Original {
        constructor(init: ConstructorParameters<typeof Original>[0]) {
          super(init)
          reads.set(init.track, (reads.get(init.track) ?? 0) + 1)
        }
      },
    )
  })
  afterAll(() => vi.unstubAllGlobals())

  /** A pipeline that inverts its source, from the moment that it does. */
  async function start({ onTestFinished }: TestContext) {
    const pipeline = new VideoPipeline({ width: 64, height: 48 })
    const source = solidTrack(green)
    onTestFinished(() => {
      pipeline.close()
      source.stop()
    })
    const onstall = vi.fn()
    pipeline.addEventListener('stall', onstall)
    pipeline.setSource(source.track)
    await pipeline.setStages([invertStage])
    const untilSeen = (wanted: Rgb) => coloursUntil(pipeline.track, (colour) => isNear(colour, wanted))
    await untilSeen(inverted)
    return { pipeline, source, onstall, untilSeen }
  }

  it('that has stalled is read anew, dimmed meanwhile, and its owner is told if that does not help', async (test) => {
    const { pipeline, source, onstall, untilSeen } = await start(test)
    source.pause(true)
    await untilSeen(dimmed)
    await vi.waitFor(() => expect(onstall).toHaveBeenCalledTimes(1), 5000)
    const output = watch(pipeline.track)
    // Two judgements later there is still one event.
    await vi.waitFor(() => expect(output.frames).toBeGreaterThan(4), 5000)
    output.stop()
    expect(onstall).toHaveBeenCalledTimes(1)
    expect(pipeline.stats.fps).toBe(0)
    source.pause(false)
    await untilSeen(inverted)
    source.pause(true)
    await vi.waitFor(() => expect(onstall).toHaveBeenCalledTimes(2), 5000)
  })

  it('that was just opened is given longer for its first frame than one that has given some', async (test) => {
    const { pipeline, onstall, untilSeen } = await start(test)
    const other = solidTrack([200, 0, 0])
    test.onTestFinished(() => other.stop())
    other.pause(true)
    pipeline.setSource(other.track)
    expect(reads.get(other.track)).toBe(1)
    const output = watch(pipeline.track)
    // More than three seconds, in each of which one that had given a frame before would have been read anew.
    await vi.waitFor(() => expect(output.frames).toBeGreaterThan(7), 8000)
    output.stop()
    expect(onstall).not.toHaveBeenCalled()
    expect(reads.get(other.track)).toBe(1)
    other.pause(false)
    await untilSeen([55, 255, 255])
  })

  it('that is muted shows black until it gives frames again, and is not taken for a fault', async (test) => {
    const { pipeline, source, onstall, untilSeen } = await start(test)
    let muted = true
    Object.defineProperty(source.track, 'muted', { get: () => muted })
    source.pause(true)
    source.track.dispatchEvent(new Event('mute'))
    await untilSeen(black)
    const output = watch(pipeline.track)
    await vi.waitFor(() => expect(output.frames).toBeGreaterThan(6), 8000)
    output.stop()
    expect(onstall).not.toHaveBeenCalled()
    muted = false
    source.track.dispatchEvent(new Event('unmute'))
    source.pause(false)
    await untilSeen(inverted)
  })

  it('that is a screen on which nothing moves keeps its last picture as it is', async (test) => {
    const { pipeline, source, onstall } = await start(test)
    source.track.getSettings = () => ({ displaySurface: 'monitor' })
    source.pause(true)
    let count = 0
    const seen = await coloursUntil(pipeline.track, () => ++count > 8)
    expect(seen.every((colour) => isNear(colour, inverted))).toBe(true)
    expect(onstall).not.toHaveBeenCalled()
  })

  it('that is a camera is opened again, and given up after the third time', async (test) => {
    const opened: ReturnType<typeof solidTrack>[] = []
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(() => {
      const source = solidTrack([240, 240, 240])
      opened.push(source)
      test.onTestFinished(() => source.stop())
      return Promise.resolve(new MediaStream([source.track]))
    })
    const camera = Object.assign(document.createElement('rtc-camera'), { noAudio: true })
    document.body.append(camera)
    test.onTestFinished(() => camera.remove())
    await camera.start()
    const [track] = camera.stream!.getVideoTracks()
    for (let times = 1; times <= 3; times++) {
      await coloursUntil(track!, (colour) => isNear(colour, [240, 240, 240]))
      opened.at(-1)!.pause(true)
      await vi.waitFor(() => expect(opened).toHaveLength(1 + times), 8000)
    }
    await coloursUntil(track!, (colour) => isNear(colour, [240, 240, 240]))
    opened.at(-1)!.pause(true)
    await vi.waitFor(() => expect(camera.state).toBe('failed'), 8000)
    expect(camera.error!.name).toBe('NotReadableError')
    expect(camera.error!.message).toMatch(/^The camera gives no picture\./)
    expect(camera.stream!.getVideoTracks()).toEqual([track])
    expect(track!.readyState).toBe('live')
  })
})

/** Counts the frames that go out: two a second while nothing new comes. */
function watch(track: MediaStreamTrack): { frames: number; stop(): void } {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const output = { frames: 0, stop: () => void reader.cancel() }
  const read = async (): Promise<void> => {
    const { value: frame } = await reader.read()
    if (!frame) return
    frame.close()
    output.frames++
    return read()
  }
  void read()
  return output
}
