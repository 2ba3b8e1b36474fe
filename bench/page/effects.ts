// What one frame costs in every video effect of the catalogue at three sizes, how long the effect takes to compile, and
// what one frame costs in the effects of that kind that others have. Driven by bench/effects.mjs.
import type { Effect } from '../../effects/effect.ts'
import { videoEffects } from '../../effects/video/index.ts'
import type { Backend } from '../../workers/backend.ts'
import type { RenderStage, StageValue } from '../../workers/pipeline-api.ts'
import { createBackends, drawWith } from './backends.ts'
import { isDrawn, isEffect } from './compare.ts'
import { type Draw, median, pixelsOf, renderer, type Size, timeOf } from './frames.ts'
import { canvasFilter } from './peers/canvas.ts'
import { loadGlfx } from './peers/glfx.ts'
import { createIsf } from './peers/isf.ts'
import { createPixi } from './peers/pixi.ts'
import { rivals } from './rivals.ts'

const sizes: readonly Size[] = [
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
]
/** The others are measured at this size only, and pictures compared. */
const size = sizes[1]!
const warmUpFrames = 4
const measuredFrames = 9
/** Slow effects get fewer frames, but one and three: so long in all, in milliseconds, is enough. */
const enoughMs = 120
/** Those whose first frame takes so long get one and one. */
const verySlowMs = 400

/** Milliseconds. 'wrong' where the picture is not the effect's, 'fails' where there is none. */
type Cell = number | 'wrong' | 'fails'

interface Row {
  readonly name: string
  readonly category: string
  /** For each backend, one for each of `sizes`. */
  readonly ms: readonly (readonly Cell[])[]
  /** For each backend; null where it does not. */
  readonly compileMs: readonly (number | null)[]
  /** By library; those that have no such effect are missing. */
  readonly others: Readonly<Record<string, Cell>>
}

type Pixels = Uint8ClampedArray<ArrayBuffer>

declare global {
  interface Window {
    runBench: (argument?: unknown) => Promise<unknown>
  }
}

window.runBench = async () => {
  const backends = createBackends()
  const glfx = await loadGlfx(size)
  const pixi = await createPixi(size)
  const before = await pixelsOf(size, (frame) => frame.clone())
  // What a backend makes once is made here.
  const nothing = await measureOurs(backends, [], before)
  const effects: Row[] = []
  for (const [name, listed] of videoEffects) {
    const effect = await listed.load()
    const rival = rivals[name]
    const values = { ...picturesFor(effect), ...rival?.values }
    const stages: RenderStage[] = [{ effect, values: values as Record<string, StageValue>, mix: 1, blend: 'normal' }]
    const { drawn, ...ours } = await measureOurs(backends, stages, before)
    const same = (pixels: Pixels) => isEffect(pixels, drawn, before)
    const alike = rival?.isLoose ? (pixels: Pixels) => isDrawn(pixels, before) : same
    const others: Record<string, Cell> = {}
    // What a transition begins with comes from the chain in ours.
    if (!effect.params.some((param) => param.name === 'startImage')) others.isf = await measureIsf(name, values, same)
    if (rival?.canvas) others['canvas filter'] = await measureOne(canvasFilter(size, rival.canvas), same)
    if (rival?.glfx) others.glfx = await measureOne(glfx(rival.glfx), alike)
    if (rival?.pixi) others.pixi = await measureOne(pixi(rival.pixi()), alike)
    effects.push({ name, category: effect.categories[0]!, ...ours, others })
  }
  const names = backends.map(({ name }) => name)
  const { ms } = nothing
  return {
    renderer: renderer(),
    frames: measuredFrames,
    sizes: sizes.map(({ width, height }) => `${width}x${height}`),
    backends: names,
    nothing: { name: '(no effect)', ms, others: {} },
    effects,
  }
}

/** The first backend says what the effect looks like, and the others are held to it. */
async function measureOurs(
  backends: readonly Backend[],
  stages: readonly RenderStage[],
  before: Pixels,
): Promise<Pick<Row, 'ms' | 'compileMs'> & { drawn: Pixels }> {
  const ms: Cell[][] = []
  const compileMs: (number | null)[] = []
  let drawn: Pixels | null = null
  const isRight = (pixels: Pixels) => isEffect(pixels, (drawn ??= pixels), before)
  for (const backend of backends) {
    const started = performance.now()
    const program = await backend.compile(stages, null).catch(() => null)
    compileMs.push(program && performance.now() - started)
    ms.push(program ? await measureRight(drawWith(backend, program), isRight, sizes) : sizes.map(() => 'fails'))
    program?.delete()
  }
  return { ms, compileMs, drawn: drawn! }
}

async function measureIsf(
  name: string,
  values: Readonly<Record<string, unknown>>,
  isRight: (pixels: Pixels) => boolean,
): Promise<Cell> {
  const isf = await createIsf(size, name, values)
  if (!isf) return 'fails'
  const cell = await measureOne(isf.draw, isRight)
  isf.delete()
  return cell
}

async function measureOne(draw: Draw, isRight: (pixels: Pixels) => boolean): Promise<Cell> {
  return (await measureRight(draw, isRight, [size]))[0]!
}

/** Nothing is timed that does not draw the effect. */
async function measureRight(draw: Draw, isRight: (pixels: Pixels) => boolean, at: readonly Size[]): Promise<Cell[]> {
  try {
    if (!isRight(await pixelsOf(size, draw))) return at.map(() => 'wrong')
    const ms: number[] = []
    for (const one of at) ms.push(await measure(one, draw))
    return ms
  } catch {
    return at.map(() => 'fails')
  }
}

async function measure(size: Size, draw: Draw): Promise<number> {
  let index = 0
  const timesOf = async (least: number, most: number) => {
    const times: number[] = []
    let sum = 0
    while (times.length < most && (times.length < least || sum < enoughMs)) {
      const ms = await timeOf(size, index++, draw)
      times.push(ms)
      sum += ms
    }
    return times
  }
  const [first] = await timesOf(1, warmUpFrames)
  return median(await timesOf(first! > verySlowMs ? 1 : 3, measuredFrames))
}

/** For effects that want another image: colours in the shape of a look-up table of 17 slices, the same upside down. */
function picturesFor(effect: Effect): Record<string, ImageBitmap> {
  const images = effect.params.filter(({ type, name }) => type === 'image' && name !== 'inputImage')
  return Object.fromEntries(images.map(({ name }) => [name, picture()]))
}

function picture(): ImageBitmap {
  const context = new OffscreenCanvas(17 * 17, 17).getContext('2d')!
  for (let slice = 0; slice < 17; slice++) {
    context.fillStyle = `hsl(${slice * 20} 80% 50%)`
    context.fillRect(slice * 17, 0, 17, 17)
  }
  return context.canvas.transferToImageBitmap()
}
