// What backends say of themselves: how often pixels are copied, how much memory is held, how long stages take.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { videoEffects } from '../../effects/video/index.ts'
import type { Backend, Program } from '../../workers/backend.ts'
import type { RenderStage } from '../../workers/pipeline-api.ts'
import { PipelineMeter } from '../../workers/pipeline-meter.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

const backends: Backend[] = []
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  for (const backend of backends.splice(0)) backend.delete()
})

const created = <B extends Backend>(backend: B): B => {
  backends.push(backend)
  return backend
}
const moment = (frameIndex = 0) => ({ time: frameIndex / 30, timeDelta: 1 / 30, frameIndex, date: 0, sound: null })
const stagesOf = (names: string, values: Record<string, ImageBitmap> = {}): Promise<RenderStage[]> =>
  Promise.all(
    names.split(' ').map(async (name) => {
      const effect = await videoEffects.get(name)!.load()
      return { effect, values, mix: 1, blend: 'normal' as const }
    }),
  )

/** Grey. */
function frameOf(format: 'I420' | 'NV12' | 'RGBA', width = 1280, height = 720, turn = {}): VideoFrame {
  const pixels = new Uint8Array(width * height * (format === 'RGBA' ? 4 : 1.5)).fill(128)
  return new VideoFrame(pixels, { format, codedWidth: width, codedHeight: height, timestamp: 0, ...turn })
}

async function drawOn(backend: Backend, program: Program, frame: VideoFrame, index = 0): Promise<void> {
  const drawn = await backend.drawFrame(program, frame, moment(index))
  frame.close()
  drawn.close()
}

const roads = {
  bytes: () => new WebGL2Backend({ software: true }),
  gpu: () => new WebGL2Backend({ software: false }),
  wasm: () => new WasmBackend(),
}

it.each([
  // To rows from the top, to rows from the bottom, into a texture, and back.
  ['bytes', 'I420', {}, 6],
  // GL turns it itself: into a texture, and back as before.
  ['bytes', 'I420', { rotation: 90 }, 4],
  ['gpu', 'I420', {}, 2],
  ['wasm', 'I420', {}, 2],
  // U and V are taken apart.
  ['wasm', 'NV12', {}, 3],
  ['wasm', 'RGBA', {}, 2],
  // Onto a canvas, out of it, into the kernels' memory.
  ['wasm', 'I420', { rotation: 90 }, 4],
] as const)(
  '%s: a frame of %s %j (%i copies) is copied as often as it says, in a part of the time',
  async (road, format, turn, count) => {
    const backend = created(roads[road]())
    const program = await backend.compile(await stagesOf('invert'), null)
    // One copy may take less than the clock tells; ten frames of them do not.
    let [copying, elapsed] = [0, 0]
    for (let index = 0; index < 10; index++) {
      const frame = frameOf(format, 1280, 720, turn)
      const started = performance.now()
      await drawOn(backend, program, frame, index)
      elapsed += performance.now() - started
      copying += backend.copies.ms
      expect(backend.copies.count).toBe(count)
    }
    expect(copying).toBeGreaterThan(0)
    expect(copying).toBeLessThan(elapsed)
    program.delete()
  },
)

describe('memory', () => {
  it('of textures is that of the input, of what is drawn, and of one pixel that stands for what is absent', async () => {
    const picture = 64 * 48 * 4
    for (const road of ['bytes', 'gpu'] as const) {
      const backend = created(roads[road]())
      const canvas = road === 'gpu' ? 0 : 4
      const program = await backend.compile(await stagesOf('invert'), null)
      await drawOn(backend, program, frameOf('RGBA', 64, 48))
      expect(backend.memory).toEqual({ textures: 2 * picture + 4 + canvas, wasm: 0 })
    }
  })

  it('of WebAssembly is whole pages, and holds the frame in and out', async () => {
    const backend = created(roads.wasm())
    const program = await backend.compile(await stagesOf('invert'), null)
    await drawOn(backend, program, frameOf('RGBA', 640, 480))
    expect(backend.memory.textures).toBe(0)
    expect(backend.memory.wasm % 65_536).toBe(0)
    expect(backend.memory.wasm).toBeGreaterThan(2 * 640 * 480 * 4)
    expect(backend.memory.wasm).toBeLessThan(4 * 640 * 480 * 4)
  })

  it.each(Object.entries(roads))('does not grow with a hundred chains (%s)', async (_name, create) => {
    const backend = created(create())
    const image = await createImageBitmap(new ImageData(32, 16))
    const chains = await Promise.all(
      ['blur', 'trails invert', 'pixelate', 'watermark', 'ghost', 'bloom sepia crop'].map((names) =>
        stagesOf(names, { image }),
      ),
    )
    let program: Program | null = null
    const held: number[] = []
    for (let change = 0; change < 100; change++) {
      const next: Program = await backend.compile(chains[change % chains.length]!, program)
      program?.delete()
      program = next
      await drawOn(backend, program, frameOf(change % 4 === 3 ? 'RGBA' : 'I420', 64, 48), change)
      held.push(backend.memory.textures + backend.memory.wasm)
    }
    program?.delete()
    expect(Math.max(...held.slice(50))).toBeLessThanOrEqual(Math.max(...held.slice(0, 50)))
    backend.delete()
    expect(backend.memory.textures).toBe(0)
  })

  it('of a chain is given back with it', async () => {
    const backend = created(roads.gpu())
    const base = await backend.compile(await stagesOf('invert'), null)
    await drawOn(backend, base, frameOf('RGBA', 64, 48))
    const { textures } = backend.memory
    const image = await createImageBitmap(new ImageData(32, 16))
    const program = await backend.compile(await stagesOf('watermark ghost', { image }), null)
    await drawOn(backend, program, frameOf('RGBA', 64, 48))
    expect(backend.memory.textures).toBeGreaterThan(textures + 32 * 16 * 4)
    program.delete()
    // A change of size lets go of what lies ready to be used again.
    await drawOn(backend, base, frameOf('RGBA', 32, 32))
    await drawOn(backend, base, frameOf('RGBA', 64, 48))
    expect(backend.memory.textures).toBe(textures)
  })
})

it('a report tells the copies of the newest frame, and the memory while frames pass untouched, too', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const backend = created(roads.wasm())
  const meter = new PipelineMeter()
  const program = await backend.compile(await stagesOf('invert'), null)
  await drawOn(backend, program, frameOf('I420', 64, 48))
  meter.count(0, 1, backend)
  vi.advanceTimersByTime(1000)
  const report = meter.report(program.names, 1, [])
  expect(report?.copies.count).toBe(2)
  expect(report?.memory).toEqual({ textures: 0, wasm: backend.memory.wasm })
  meter.count(1, 1, null)
  vi.advanceTimersByTime(1000)
  expect(meter.report([], 1, [])).toMatchObject({ copies: { count: 0, ms: 0 }, memory: { wasm: backend.memory.wasm } })
  // Not the backend's own object, which counts on.
  expect(report?.copies).not.toBe(backend.copies)
})

describe('milliseconds of stages on the GPU', () => {
  const getExtension = Reflect.get(WebGL2RenderingContext.prototype, 'getExtension')
  it('are what passed until GL had finished, where the browser has no timer queries', async () => {
    const lacking = function (this: WebGL2RenderingContext, name: string): unknown {
      return name.startsWith('EXT_disjoint_timer_query') ? null : getExtension.call(this, name)
    }
    vi.spyOn(WebGL2RenderingContext.prototype, 'getExtension').mockImplementation(lacking as typeof getExtension)
    const finish = vi.spyOn(WebGL2RenderingContext.prototype, 'finish')
    const backend = created(roads.gpu())
    const program = await backend.compile(await stagesOf('blur pixelate'), null)
    const started = performance.now()
    await drawOn(backend, program, frameOf('I420', 640, 480))
    const elapsed = performance.now() - started
    expect(finish).toHaveBeenCalledTimes(4)
    expect(backend.timings).toHaveLength(2)
    const [blur = 0, pixelate = 0] = backend.timings
    // The clock goes in steps of 0.1 ms, which one stage alone may take less than.
    expect(blur + pixelate).toBeGreaterThan(0)
    expect(blur + pixelate).toBeLessThan(elapsed)
  })

  it('are those of timer queries where there are some, 0 until one has been answered, and of the newest chain', async () => {
    let answer = 0
    const { prototype } = WebGL2RenderingContext
    const timer = { TIME_ELAPSED_EXT: 0x88bf, GPU_DISJOINT_EXT: 0x8fbb }
    const having = function (this: WebGL2RenderingContext, name: string): unknown {
      return name === 'EXT_disjoint_timer_query_webgl2' ? timer : getExtension.call(this, name)
    }
    vi.spyOn(prototype, 'getExtension').mockImplementation(having as typeof getExtension)
    const begin = vi.spyOn(prototype, 'beginQuery').mockReturnValue()
    vi.spyOn(prototype, 'endQuery').mockReturnValue()
    vi.spyOn(prototype, 'getQueryParameter').mockImplementation((_query, name) =>
      name === prototype.QUERY_RESULT_AVAILABLE ? answer > 0 : answer,
    )
    const finish = vi.spyOn(prototype, 'finish')
    const backend = created(roads.gpu())
    const program = await backend.compile(await stagesOf('blur pixelate'), null)
    for (const index of [0, 1, 2]) await drawOn(backend, program, frameOf('I420', 64, 48), index)
    expect(backend.timings).toEqual([0, 0])
    expect(begin).toHaveBeenCalledTimes(2)
    answer = 4_000_000
    await drawOn(backend, program, frameOf('I420', 64, 48), 3)
    expect(backend.timings).toEqual([4, 4])
    const other = await backend.compile(await stagesOf('crop'), program)
    program.delete()
    answer = 0
    await drawOn(backend, other, frameOf('I420', 64, 48), 4)
    expect(backend.timings).toEqual([0])
    expect(begin).toHaveBeenCalledTimes(3)
    expect(finish).not.toHaveBeenCalled()
  })
})
