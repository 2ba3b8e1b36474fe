// What a gallery shows: each effect on the picture of the source as it is now, of those tiles that are in sight, and never
// at the expense of the frames that flow.
import { html, LitElement } from 'lit'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { LiveThumbnails } from '../../components/internal/live-thumbnails.ts'
import { readPattern } from '../../components/read-pattern.ts'
import type { Effect } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import type { Backend } from '../../workers/backend.ts'
import type { BackendChoice } from '../../workers/pipeline-api.ts'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import type { ThumbnailRequest } from '../../workers/thumbnail-api.ts'
import { Thumbnails } from '../../workers/thumbnails.ts'
import { coloursUntil, green, inverted, invertStage, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

/** A gallery in the document, with a tile for each name. */
class TestGallery extends LitElement {
  source: HTMLElement | null = null
  effects: readonly string[] = []
  readonly thumbnails = new LiveThumbnails(this, () => this.source)

  protected override updated(): void {
    this.thumbnails.watch(this.canvases)
  }

  get canvases(): HTMLCanvasElement[] {
    return [...this.renderRoot.querySelectorAll('canvas')]
  }

  override render() {
    return html`<style>
        :host {
          display: block;
          height: 100px;
          overflow: auto;
        }
        canvas {
          display: block;
          width: 40px;
          height: 30px;
        }
      </style>
      ${this.effects.map((name) => html`<canvas data-effect=${name}></canvas>`)}`
  }
}
customElements.define('test-gallery', TestGallery)

const cleanups: (() => unknown)[] = []
afterEach(() => {
  document.body.replaceChildren()
  for (const cleanup of cleanups.splice(0)) cleanup()
  vi.restoreAllMocks()
})

/** What most tests look at: a worker takes its time to start. */
let shared: ReturnType<typeof startPipeline> | null = null
afterAll(() => shared?.stop())

async function useShared() {
  const { pipeline, camera } = (shared ??= startPipeline())
  camera.set(green)
  await pipeline.setStages([])
  return shared
}

/** What an `<rtc-camera>` is to the gallery. */
function sourceOf(track: MediaStreamTrack | null): HTMLElement {
  const stream = track && new MediaStream([track])
  return Object.assign(document.createElement('div'), { stream })
}

/** A pipeline of a green camera without effects. */
function startPipeline(backend: BackendChoice = 'auto') {
  const pipeline = new VideoPipeline({ width: 64, height: 48, backend })
  const camera = solidTrack(green)
  const stop = () => {
    pipeline.close()
    camera.stop()
  }
  pipeline.setRawAllowed(true)
  pipeline.setSource(camera.track)
  return { pipeline, camera, source: sourceOf(pipeline.track), stop }
}

async function show(source: HTMLElement | null, ...effects: string[]): Promise<HTMLCanvasElement[]> {
  const gallery = new TestGallery()
  gallery.source = source
  gallery.effects = effects
  document.body.append(gallery)
  await gallery.updateComplete
  return gallery.canvases
}

function middleOf(canvas: HTMLCanvasElement): Rgb {
  const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1)
  return [data[0]!, data[1]!, data[2]!]
}

function untilColour(canvas: HTMLCanvasElement | undefined, colour: Rgb): Promise<void> {
  return expect.poll(() => isNear(middleOf(canvas!), colour), { interval: 20, timeout: 5000 }).toBe(true)
}

/** Counts the pictures that any gallery gets from now on. */
function countPictures() {
  return vi.spyOn(CanvasRenderingContext2D.prototype, 'putImageData').mock.calls
}

/** An effect of the catalogue is this one for now. */
function replace(name: string, effect: Effect): void {
  vi.spyOn(videoEffects.get(name)!, 'load').mockResolvedValue({ ...effect, name })
}

const blank: Rgb = [0, 0, 0]
const gray: Rgb = [114, 114, 114]

it.each(['wasm', 'webgl2'] as const)('shows what each effect makes of the live picture, on %s', async (backend) => {
  const { camera, source, stop } = startPipeline(backend)
  cleanups.push(stop)
  const [first, second] = await show(source, 'invert', 'grayscale')
  await untilColour(first, inverted)
  await untilColour(second, gray)
  expect([first!.width, first!.height]).toEqual([160, 120])
  camera.set([200, 0, 0])
  await untilColour(first, [55, 255, 255])
})

it('shows the source as it comes, whatever effects are on', async () => {
  const { pipeline, source } = await useShared()
  await pipeline.setStages([invertStage])
  const [canvas] = await show(source, 'invert')
  await untilColour(canvas, inverted)
})

it('shows what is received where no effect runs', async () => {
  const camera = solidTrack(green)
  cleanups.push(() => camera.stop())
  const source = sourceOf(null)
  const [canvas] = await show(source, 'invert')
  // The test card until then.
  await expect.poll(() => middleOf(canvas!)).not.toEqual(blank)
  Object.assign(source, { stream: new MediaStream([camera.track]) })
  source.dispatchEvent(new Event('streamchange'))
  await untilColour(canvas, inverted)
  camera.set([200, 0, 0])
  await untilColour(canvas, [55, 255, 255])
})

it('shows the test card while the source gives nothing, and the picture as soon as it gives one', async () => {
  const { pipeline, camera, source } = await useShared()
  pipeline.setSource(null)
  const [canvas] = await show(source, 'invert')
  const card = () => readPattern(canvas!.getContext('2d')!.getImageData(0, 0, canvas!.width, canvas!.height))
  await expect.poll(card).not.toBe(null)
  // Inverted, the first bar is darker than the last.
  const { data } = canvas!.getContext('2d')!.getImageData(0, 10, canvas!.width, 1)
  expect(data[20]!).toBeLessThan(data[4 * canvas!.width - 20]!)
  pipeline.setSource(camera.track)
  await untilColour(canvas, inverted)
})

it('draws those in sight only', async () => {
  const { source } = await useShared()
  const messages = vi.spyOn(MessagePort.prototype, 'postMessage').mock.calls
  const asked = () => messages.map(([request]) => (request as { readonly name?: string } | null)?.name)
  const [first, second, , , , last] = await show(source, 'invert', 'grayscale', 'sepia', 'blur', 'swirl', 'invert')
  const pictures = countPictures()
  await untilColour(first, inverted)
  await untilColour(second, gray)
  await expect.poll(() => pictures.length).toBeGreaterThan(3)
  expect(middleOf(last!)).toEqual(blank)
  // Each is asked for once its file is there.
  await expect.poll(asked).toContain('blur')
  expect(asked()).not.toContain('swirl')
  last!.scrollIntoView()
  await untilColour(last, inverted)
  expect(asked()).toContain('swirl')
})

it('draws nothing while the page is hidden', async () => {
  const { pipeline, camera, source } = await useShared()
  const [canvas] = await show(source, 'invert')
  await untilColour(canvas, inverted)
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  camera.set([200, 0, 0])
  const pictures = countPictures()
  let frames = 0
  await coloursUntil(pipeline.track, (colour) => isNear(colour, [200, 0, 0]) && ++frames > 12)
  expect(pictures.length).toBe(0)
  hidden.mockReturnValue(false)
  document.dispatchEvent(new Event('visibilitychange'))
  await untilColour(canvas, [55, 255, 255])
})

it('shows one picture that stays to whoever prefers reduced motion', async () => {
  const still = Object.assign(new EventTarget(), { matches: true }) as MediaQueryList
  vi.spyOn(window, 'matchMedia').mockReturnValue(still)
  const { pipeline, camera, source } = await useShared()
  const pictures = countPictures()
  const [canvas] = await show(source, 'invert')
  await untilColour(canvas, inverted)
  camera.set([200, 0, 0])
  let frames = 0
  await coloursUntil(pipeline.track, (colour) => isNear(colour, [200, 0, 0]) && ++frames > 12)
  expect(pictures.length).toBe(1)
  // Until they do no more.
  Object.assign(still, { matches: false })
  still.dispatchEvent(new Event('change'))
  await untilColour(canvas, [55, 255, 255])
})

it('leaves the others as they are where an effect is broken', async () => {
  const warnings = vi.spyOn(console, 'warn').mockReturnValue()
  replace('sepia', parseEffect('/*{ "INPUTS": [] }*/\nvoid main() { gl_FragColor = vec4(nothing); }'))
  const { source } = await useShared()
  const [broken, canvas] = await show(source, 'sepia', 'invert')
  await untilColour(canvas, inverted)
  await expect.poll(() => warnings.mock.calls.flat().join()).toContain('no picture of "sepia"')
  expect(middleOf(broken!)).toEqual(blank)
  // A canvas that is used again shows nothing of its former effect.
  const gallery = document.querySelector<TestGallery>('test-gallery')!
  gallery.effects = ['sepia', 'sepia']
  gallery.requestUpdate()
  await gallery.updateComplete
  expect(middleOf(canvas!)).toEqual(blank)
})

it('gives effects with a memory each picture once, in order', async () => {
  const counting = parseEffect(`/*{
    "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }],
    "PASSES": [{ "TARGET": "count", "PERSISTENT": true }, {}]
  }*/
  void main() {
    vec4 before = IMG_THIS_PIXEL(count);
    if (PASSINDEX == 0) gl_FragColor = vec4(FRAMEINDEX == 0 ? 0.0 : before.r + 16.0 / 255.0, 0.0, 0.0, 1.0);
    else gl_FragColor = vec4(before.r, float(FRAMEINDEX) * 16.0 / 255.0, 0.0, 1.0);
  }`)
  replace('trails', counting)
  const { source } = await useShared()
  const [canvas] = await show(source, 'trails')
  await expect.poll(() => middleOf(canvas!)).toEqual([32, 32, 0])
})

it('keeps the rate of the live picture', async () => {
  const { pipeline, source } = await useShared()
  await pipeline.setStages([invertStage])
  const droppedOf30 = async () => {
    const { dropped } = pipeline.stats
    let frames = 0
    await coloursUntil(pipeline.track, () => ++frames > 30)
    return pipeline.stats.dropped - dropped
  }
  // What a busy machine drops all the same is not theirs: they would drop as much in every second.
  const before = await droppedOf30()
  const canvases = await show(source, 'blur', 'swirl', 'sepia')
  await expect.poll(() => canvases.every(({ width }) => width === 160)).toBe(true)
  await expect.poll(droppedOf30, { timeout: 10_000 }).toBeLessThan(before + 4)
  expect(pipeline.stats.scale).toBe(1)
})

it('draws in the time that frames leave over, and now and then where they leave none', async () => {
  let drawn = 0
  const backend = {
    lost: false,
    compile: () => Promise.resolve({ names: [], delete: () => undefined }),
    drawImage: (_program: unknown, image: ImageData) => {
      drawn++
      const begun = performance.now()
      while (performance.now() < begun + 2);
      return Promise.resolve(new ImageData(image.width, image.height))
    },
    delete: () => undefined,
  } as unknown as Backend
  const { port1, port2 } = new MessageChannel()
  const owner = { choice: 'auto', during: <T>(task: () => Promise<T>) => task(), onend: vi.fn() } as const
  const thumbnails = new Thumbnails(() => backend, port2, owner)
  cleanups.push(() => thumbnails.delete())
  const names = Array.from({ length: 20 }, (_, at) => `effect ${at}`)
  for (const name of names) port1.postMessage({ name, stages: [] } satisfies ThumbnailRequest)
  const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0 })
  cleanups.push(() => frame.close())
  /** After each frame there is this long for them. */
  const pass = async (ms: number): Promise<number> => {
    const before = drawn
    thumbnails.look(frame)
    await thumbnails.draw(performance.now() + ms)
    return drawn - before
  }
  await expect.poll(() => pass(10)).toBe(1)
  // What is compiled is drawn by itself.
  while (drawn < names.length) expect(await pass(10)).toBe(1)
  await expect.poll(() => pass(10), { interval: 10 }).toBeGreaterThan(1)
  expect(await pass(1000)).toBeLessThan(4)
  const perFrame: number[] = []
  for (let count = 0; count < 32; count++) perFrame.push(await pass(0))
  expect(perFrame.filter((count) => count > 0)).toEqual([1, 1])
})
