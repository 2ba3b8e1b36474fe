// Files that are broken in random ways, in a pipeline that runs: an EffectError or a running effect, and frames go on
// either way. What the front end alone makes of such files is tested in test/node/glsl-fuzz.test.ts.
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import { edit, edited } from '../node/fixtures/glsl/edits.ts'
import { solidTrack } from '../support/page/frames.ts'

const numRuns = import.meta.env.LONG ? 2000 : 40
/** The watchdog lets nothing stand for longer than this, so that a lost track is no slow one. */
const frameTimeoutMs = 5000

const files = Object.values(
  import.meta.glob<string>('../../effects/video/*.fs', { query: '?raw', import: 'default', eager: true }),
)

/** Puts another number where one stands: mistakes that still compile, such as loops of a billion rounds. */
const number = fc.record({
  kind: fc.constant('number' as const),
  at: fc.nat(),
  piece: fc.constantFrom('0', '0.0', '-1', '1e9', '99999', '2147483647', '1e-9'),
})
const change = fc.oneof(edit, number)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(text: string, one: Change): string {
  if (one.kind !== 'number') return edited(text, one)
  const numbers = [...text.matchAll(/(?<![\w.])\d+(?:\.\d*)?/g)]
  const found = numbers[one.at % Math.max(1, numbers.length)]
  if (!found) return text
  return text.slice(0, found.index) + one.piece + text.slice(found.index + found[0].length)
}

const cleanups: (() => void)[] = []
afterEach(() => cleanups.splice(0).forEach((clean) => clean()))

it('go on with EffectErrors or with effects, and with the same worker', { timeout: 600_000 }, async () => {
  const workers: string[] = []
  const OriginalWorker = Worker
  vi.stubGlobal(
    'Worker',
    class extends OriginalWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        if (options?.name?.includes('pipeline')) workers.push(options.name)
      }
    },
  )
  const pipeline = new VideoPipeline({ width: 32, height: 24 })
  const source = solidTrack([0, 160, 0], { width: 32, height: 24 })
  const reader = new MediaStreamTrackProcessor({ track: pipeline.track }).readable.getReader()
  cleanups.push(() => {
    pipeline.close()
    source.stop()
    vi.unstubAllGlobals()
  })
  pipeline.setSource(source.track)

  let running = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (file, changes) => {
        const text = changes.reduce(changed, file)
        try {
          const effect = { ...parseEffect(text), name: 'broken' }
          await pipeline.setStages([{ effect, values: {}, mix: 1, blend: 'normal' }])
          running++
        } catch (error) {
          if (!(error instanceof EffectError)) throw error
          expect(error.reason).toMatch(/\S/)
          refused++
        }
        // The second of them is newer than the chain.
        for (let count = 0; count < 2; count++) await nextFrame(reader)
      },
    ),
    { numRuns, endOnFailure: true },
  )
  expect(workers).toHaveLength(1)
  expect(Math.min(running, refused)).toBeGreaterThan(numRuns / 20)
})

async function nextFrame(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
  let timer = 0
  const late = new Promise<never>((_resolve, reject) => {
    timer = window.setTimeout(() => reject(new Error('The track stands still.')), frameTimeoutMs)
  })
  const { value: frame } = await Promise.race([reader.read(), late])
  window.clearTimeout(timer)
  if (!frame) throw new Error('The track ended.')
  frame.close()
}
