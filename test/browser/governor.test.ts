// The governor at work: what becomes of a live source whose chain is too slow for it. Its rules are tested by themselves
// in test/node/governor.test.ts.
import { expect, it, type TestContext, vi } from 'vitest'
import { loadModule } from '../../components/load-module.ts'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import { parseEffect } from '../../effects/isf.ts'
import type { GovernorStep, RenderStage } from '../../workers/pipeline-api.ts'
import { PipelineStepEvent, VideoPipeline } from '../../workers/pipeline-client.ts'
import { coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
const patience = { timeout: 15_000 }

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

const invert: RenderStage = {
  effect: parseEffect(
    '/*{ "PRIVATE": true, "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/\n' +
      'void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a); }',
    { file: 'invert.fs' },
  ),
  values: {},
  mix: 1,
  blend: 'normal',
}

it.concurrent(
  'draws a chain that is too slow smaller, step by step, says so with numbers, leaves nothing out, and draws all of it again when there is time, and when another chain runs',
  async (test) => {
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
  },
)

it.concurrent(
  'leaves out what nobody hides behind where that is allowed, and then only, and never shows a raw frame',
  async (test) => {
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
    const isRight = (colour: Rgb) => isNear(colour, inverted) || isNear(colour, [0, 0, 0])
    expect(seen.filter((colour) => !isRight(colour))).toEqual([])
    expect(steps.at(-1)).toMatchObject({ scale: 0.5, bypassed: ['slow'] })
    pipeline.setBypassAllowed(false)
    await vi.waitFor(() => expect(pipeline.stats.bypassed).toEqual([]), patience)
  },
)
