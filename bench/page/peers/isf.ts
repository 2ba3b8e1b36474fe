// interactive-shader-format: the ISF files of the catalogue as they are, on WebGL.
import { type Draw, momentOf, type Size } from '../frames.ts'

/** What the bench uses of the package. */
interface Renderer {
  /** False after a source that it does not take. */
  readonly valid: boolean
  setDateUniforms: () => void
  loadSource(fragment: string): void
  setValue(name: string, value: unknown): void
  draw(canvas: HTMLCanvasElement): void
}

const files = import.meta.glob<string>('../../node_modules/interactive-shader-format/{lib,vendor}/*.js', {
  query: '?raw',
  import: 'default',
  eager: true,
  exhaustive: true,
})
const loaded = new Map<string, { exports: unknown }>()

/** Runs a file of the package. It is CommonJS that does not bear strict mode, so it cannot be made a module of. */
function load(path: string): unknown {
  const name = path.replace(/^.*\/|\.js$/g, '')
  const before = loaded.get(name)
  if (before) return before.exports
  const module = { exports: {} }
  loaded.set(name, module)
  const source = Object.entries(files).find(([file]) => file.endsWith(`/${name}.js`))?.[1] ?? ''
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'exports', 'require', source)(module, module.exports, load)
  return module.exports
}

const sources = import.meta.glob<string>('../../../effects/video/*.fs', { query: '?raw', import: 'default' })

/** An effect of the catalogue at its defaults but for `values`. Its clock is the bench's.
 *  @returns null where the renderer does not take the file */
export async function createIsf(
  { width, height }: Size,
  name: string,
  values: Readonly<Record<string, unknown>>,
): Promise<{ draw: Draw; delete(): void } | null> {
  const source = await sources[`../../../effects/video/${name}.fs`]!()
  const canvas = createCanvas(width, height)
  const gl = canvas.getContext('webgl')!
  const free = () => gl.getExtension('WEBGL_lose_context')?.loseContext()
  const { Renderer } = load('main') as { Renderer: new (gl: WebGLRenderingContext) => Renderer }
  const renderer = new Renderer(gl)
  renderer.loadSource(source)
  if (!renderer.valid) {
    free()
    return null
  }
  const given = Object.entries(values).map(([input, value]): [string, unknown] => [
    input,
    value instanceof ImageBitmap ? drawn(value) : value,
  ])
  const input = createCanvas(width, height)
  const context = input.getContext('2d')!
  const draw = (frame: VideoFrame, index: number) => {
    const { time, timeDelta, frameIndex } = momentOf(index)
    renderer.setDateUniforms = () => {
      renderer.setValue('TIME', time)
      renderer.setValue('TIMEDELTA', timeDelta)
      renderer.setValue('FRAMEINDEX', frameIndex)
    }
    context.drawImage(frame, 0, 0)
    for (const [name, value] of given) renderer.setValue(name, value)
    renderer.setValue('inputImage', input)
    renderer.draw(canvas)
    return new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
  return { draw, delete: () => free() }
}

/** The renderer takes pictures from elements only. */
function drawn(image: ImageBitmap): HTMLCanvasElement {
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d')!.drawImage(image, 0, 0)
  return canvas
}

function createCanvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height })
}
