// What one frame costs in every video effect of the catalogue at three sizes, and in the effects of that kind that a
// canvas and glfx have. Driven by bench/effects.mjs.
import glfxUrl from 'glfx/glfx.js?url'
import { videoEffects } from '../../effects/video/index.ts'
import type { Moment, Sound } from '../../workers/backend.ts'
import type { RenderStage, StageValue } from '../../workers/pipeline-api.ts'
import { drawPattern, patternSize } from '../../workers/pattern.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

const sizes = [
  [640, 360],
  [1280, 720],
  [1920, 1080],
] as const
/** The others are measured at this size only. */
const [width, height] = sizes[1]
const warmUpFrames = 5
const measuredFrames = 9
/** Slow effects get fewer frames, but one and three: so long in all, in milliseconds, is enough. */
const enoughMs = 200

/** Milliseconds. */
interface Row {
  readonly name: string
  readonly category: string
  /** One for each of `sizes`. */
  readonly ms: readonly number[]
  readonly canvas: number | null
  readonly glfx: number | null
}

/** Turns a frame into another one. Both are closed by the caller. */
type Draw = (frame: VideoFrame, index: number) => VideoFrame | Promise<VideoFrame>

/** What the others call the effect, with values that give about the picture of our defaults. */
interface Rival {
  /** For a 2D context's `filter`. */
  readonly canvas?: string
  /** A method of glfx's canvas and its arguments. */
  readonly glfx?: readonly [method: string, ...values: unknown[]]
}

const rivals: Readonly<Record<string, Rival>> = {
  blur: { canvas: 'blur(8px)', glfx: ['triangleBlur', 20] },
  'brightness-contrast': { canvas: 'contrast(1.2) brightness(1.2)', glfx: ['brightnessContrast', 0.1, 0.17] },
  bulge: { glfx: ['bulgePinch', width / 2, height / 2, 0.45 * height, 0.6] },
  curves: { glfx: ['curves', [[0, 0], [0.25, 0.15], [0.75, 0.85], [1, 1]]] }, // prettier-ignore
  'film-grain': { glfx: ['noise', 0.35] },
  grayscale: { canvas: 'grayscale(1)', glfx: ['hueSaturation', 0, -1] },
  halftone: { glfx: ['colorHalftone', width / 2, height / 2, 0.25, 6] },
  hexagons: { glfx: ['hexagonalPixelate', width / 2, height / 2, 14] },
  'hue-rotate': { canvas: 'hue-rotate(90deg)', glfx: ['hueSaturation', 0.5, 0] },
  invert: { canvas: 'invert(1)' },
  saturation: { canvas: 'saturate(1.5)', glfx: ['hueSaturation', 0, 0.33] },
  sepia: { canvas: 'sepia(1)', glfx: ['sepia', 1] },
  swirl: { glfx: ['swirl', width / 2, height / 2, 0.5 * height, -Math.PI] },
  'tilt-shift': { glfx: ['tiltShift', 0, height / 2, width, height / 2, 15, 0.4 * height] },
  'unsharp-mask': { glfx: ['unsharpMask', 5, 1.2] },
  vibrance: { glfx: ['vibrance', 0.7] },
  vignette: { glfx: ['vignette', 0.4, 0.7] },
  'zoom-blur': { glfx: ['zoomBlur', width / 2, height / 2, 0.2] },
}

/** What this bench uses of glfx. Its canvas has the effects as methods too. */
interface Glfx {
  canvas(): GlfxCanvas
}
interface GlfxCanvas extends HTMLCanvasElement {
  texture(source: OffscreenCanvas): GlfxTexture
  draw(texture: GlfxTexture): this
  update(): this
}
interface GlfxTexture {
  loadContentsOf(source: OffscreenCanvas): void
}

declare global {
  interface Window {
    runBench: () => Promise<unknown>
    fx: Glfx
  }
}

window.runBench = async () => {
  const backend = new WebGL2Backend()
  const ours: Row[] = []
  for (const [name, listed] of videoEffects) {
    const effect = await listed.load()
    const images = effect.params.filter(({ type, name }) => type === 'image' && name !== 'inputImage')
    const values = Object.fromEntries(images.map((param): [string, StageValue] => [param.name, picture()]))
    const ms = await measureOurs(backend, [{ effect, values, mix: 1, blend: 'normal' }])
    ours.push({ name, category: effect.categories[0]!, ms, canvas: null, glfx: null })
  }
  const nothing: Row = {
    name: '(no effect)',
    category: '',
    ms: await measureOurs(backend, []),
    canvas: null,
    glfx: null,
  }
  backend.delete()
  // glfx patches WebGL as it is loaded.
  const drawGlfx = await loadGlfx()
  const effects: Row[] = []
  for (const row of ours) {
    const { canvas, glfx } = rivals[row.name] ?? {}
    effects.push({
      ...row,
      canvas: canvas ? await measureRival(canvasFilter(canvas)) : null,
      glfx: glfx ? await measureRival(drawGlfx(...glfx)) : null,
    })
  }
  return { renderer: renderer(), frames: measuredFrames, nothing, effects }
}

async function measureOurs(backend: WebGL2Backend, stages: readonly RenderStage[]): Promise<number[]> {
  const ms: number[] = []
  for (const [width, height] of sizes) {
    const program = await backend.compile(stages, null)
    ms.push(await measure(width, height, (frame, index) => backend.drawFrame(program, frame, momentOf(index))))
    program.delete()
  }
  return ms
}

/** @returns null where the effect leaves the picture as it is, as `filter` does in browsers that do not know it */
async function measureRival(draw: Draw): Promise<number | null> {
  const [before, after] = await Promise.all([pixelsOf((frame) => frame.clone()), pixelsOf(draw)])
  const apart = before.reduce((sum, value, at) => sum + Math.abs(value - after[at]!), 0) / before.length
  return apart < 0.1 ? null : measure(width, height, draw)
}

async function measure(width: number, height: number, draw: Draw): Promise<number> {
  let index = 0
  const timesOf = async (least: number, most: number) => {
    const times: number[] = []
    let sum = 0
    while (times.length < most && (times.length < least || sum < enoughMs)) {
      const ms = await timeOf(cameraFrame(width, height, index), index++, draw)
      times.push(ms)
      sum += ms
    }
    return times.sort((a, b) => a - b)
  }
  await timesOf(1, warmUpFrames)
  const times = await timesOf(3, measuredFrames)
  return times[times.length >> 1]!
}

async function timeOf(frame: VideoFrame, index: number, draw: Draw): Promise<number> {
  const started = performance.now()
  const drawn = await draw(frame, index)
  // Some frames are promises: only what can be read is finished.
  await drawn.copyTo(new Uint8Array(16), { rect: { x: 0, y: 0, width: 2, height: 2 }, format: 'RGBA' })
  const ms = performance.now() - started
  frame.close()
  drawn.close()
  return ms
}

function canvasFilter(filter: string): Draw {
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  context.filter = filter
  return (frame) => {
    context.drawImage(frame, 0, 0)
    return new VideoFrame(context.canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
}

/** glfx takes no frames, so a 2D canvas is between. */
async function loadGlfx(): Promise<(method: string, ...values: unknown[]) => Draw> {
  const script = document.createElement('script')
  script.src = glfxUrl
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve)
    script.addEventListener('error', reject)
    document.head.append(script)
  })
  const canvas = window.fx.canvas()
  const methods = canvas as unknown as Record<string, (...values: unknown[]) => void>
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  const texture = canvas.texture(context.canvas)
  return (method, ...values) =>
    (frame) => {
      context.drawImage(frame, 0, 0)
      texture.loadContentsOf(context.canvas)
      canvas.draw(texture)
      methods[method]!(...values)
      canvas.update()
      return new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: 'discard' })
    }
}

const timestampOf = (index: number) => Math.round((index * 1_000_000) / 30)

/** The test card, whose disc moves, as cameras deliver pictures. */
function cameraFrame(width: number, height: number, index: number): VideoFrame {
  const timestamp = timestampOf(index)
  const data = new Uint8Array(patternSize(width, height))
  drawPattern(index, timestamp, width, height, data)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp })
}

async function pixelsOf(draw: Draw): Promise<Uint8Array> {
  const frame = cameraFrame(width, height, 0)
  const drawn = await draw(frame, 0)
  const pixels = new Uint8Array(drawn.allocationSize({ format: 'RGBA' }))
  await drawn.copyTo(pixels, { format: 'RGBA' })
  frame.close()
  drawn.close()
  return pixels
}

/** For effects that want another image: colours in the shape of a look-up table of 17 slices. */
function picture(): ImageBitmap {
  const context = new OffscreenCanvas(17 * 17, 17).getContext('2d')!
  for (let slice = 0; slice < 17; slice++) {
    context.fillStyle = `hsl(${slice * 20} 80% 50%)`
    context.fillRect(slice * 17, 0, 17, 17)
  }
  return context.canvas.transferToImageBitmap()
}

const sound: Sound = {
  waveform: Float32Array.from({ length: 1024 }, (_, at) => 0.6 * Math.sin(at / 20)),
  spectrum: Float32Array.from({ length: 512 }, (_, at) => Math.exp(-at / 100)),
  levels: { bass: 0.8, mid: 0.5, treble: 0.3, level: 0.6 },
}

function momentOf(frameIndex: number): Moment {
  return { time: timestampOf(frameIndex) / 1_000_000, timeDelta: 1 / 30, frameIndex, date: 0, sound }
}

function renderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const names = gl?.getExtension('WEBGL_debug_renderer_info')
  return names ? String(gl?.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none'
}
