// Pictures of what effects would make of a source, for galleries to choose from. Used by <rtc-effect-controls>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { videoEffects } from '../../effects/video/index.ts'
import { pipelineOf, type VideoPipeline } from '../../workers/pipeline-client.ts'
import { ThumbnailClient } from '../../workers/thumbnail-client.ts'
import { resolveVideo } from './resolve-chain.ts'
import { patternPicture, TrackPictures } from './thumbnail-pictures.ts'

/** Where pictures come from: the frames of the source's pipeline, its track where no pipeline runs, or for want of both the
 *  test card. */
type Origin = VideoPipeline | MediaStreamTrack | 'card'

/** So long a worker is kept that is not asked for anything: scrolling on needs it again. */
const idleMs = 5000

/** Controller: keeps canvases filled with what the source's own picture looks like through an effect, as it comes from the
 *  camera, or as a participant sends it. Each becomes as many pixels large as its picture. It costs nothing while none of
 *  them can be seen. Whoever prefers reduced motion sees one picture that stays. */
export class LiveThumbnails implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #source: () => HTMLElement | null
  readonly #client = new ThumbnailClient({
    onpicture: (name, picture) => this.#onPicture(name, picture),
    onfailure: (name, error) => this.#onFailure(name, error),
  })
  readonly #canvases = new Set<HTMLCanvasElement>()
  readonly #inSight = new Set<Element>()
  /** Which effect a canvas shows, and on what. */
  readonly #shown = new WeakMap<HTMLCanvasElement, { readonly effect: string; readonly origin: Origin | null }>()
  /** Effects that cannot be drawn: they are not tried again. */
  readonly #broken = new Set<string>()
  /** Effects whose source is being loaded. */
  readonly #loading = new Set<string>()
  #observer: IntersectionObserver | null = null
  #stillness: MediaQueryList | null = null
  #life = new AbortController()
  #element: HTMLElement | null = null
  #elementLife = new AbortController()
  #pipeline: VideoPipeline | null = null
  #pipelineLife = new AbortController()
  #origin: Origin | null = null
  #pictures: TrackPictures | null = null
  #idleTimer: ReturnType<typeof setTimeout> | undefined

  /** @param source gives the element whose picture it is (an <rtc-camera> or <rtc-participant>), or null */
  constructor(host: ReactiveControllerHost & HTMLElement, source: () => HTMLElement | null) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  /** Fills every `<canvas data-effect="NAME">` among these from now on, those that can be seen only; call it after each
   *  render. */
  watch(canvases: Iterable<HTMLCanvasElement>): void {
    const watched = new Set(canvases)
    for (const canvas of this.#canvases) {
      if (watched.has(canvas)) continue
      this.#canvases.delete(canvas)
      this.#inSight.delete(canvas)
      this.#observer?.unobserve(canvas)
    }
    for (const canvas of watched) {
      this.#clearOther(canvas)
      if (this.#canvases.has(canvas)) continue
      this.#canvases.add(canvas)
      this.#observer?.observe(canvas)
    }
    this.#update()
  }

  hostConnected(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.#inSight.add(target)
        else this.#inSight.delete(target)
      }
      this.#update()
    })
    for (const canvas of this.#canvases) this.#observer.observe(canvas)
    this.#stillness = matchMedia('(prefers-reduced-motion: reduce)')
    this.#stillness.addEventListener('change', this.#update, { signal })
    document.addEventListener('visibilitychange', this.#update, { signal })
  }

  hostUpdated(): void {
    this.#update()
  }

  hostDisconnected(): void {
    this.#life.abort()
    this.#observer?.disconnect()
    this.#observer = null
    this.#inSight.clear()
    this.#update()
    this.#close()
  }

  /** Asks for what is to be seen now, of what there is now. */
  readonly #update = (): void => {
    this.#follow(this.#host.isConnected ? this.#source() : null)
    const origin = this.#currentOrigin
    const needed = this.#neededOf(origin)
    for (const name of this.#client.wanted) if (!needed.has(name)) this.#client.leave(name)
    if (needed.size === 0) {
      this.#pause()
      return
    }
    this.#open(origin)
    for (const name of needed) void this.#want(name)
  }

  /** Effects of the canvases in sight that are to get a picture, or the next one. */
  #neededOf(origin: Origin): Set<string> {
    const names = new Set<string>()
    if (document.hidden) return names
    const isStill = origin === 'card' || this.#isStill
    for (const canvas of this.#canvases) {
      const { effect = '' } = canvas.dataset
      if (!this.#inSight.has(canvas) || !videoEffects.has(effect) || this.#broken.has(effect)) continue
      if (!isStill || this.#shown.get(canvas)?.origin !== origin) names.add(effect)
    }
    return names
  }

  get #isStill(): boolean {
    return this.#stillness?.matches === true
  }

  async #want(name: string): Promise<void> {
    if (this.#client.wanted.has(name) || this.#loading.has(name)) return
    this.#loading.add(name)
    try {
      const stages = await resolveVideo([{ name, values: {} }])
      if (this.#neededOf(this.#currentOrigin).has(name)) this.#client.want(name, stages)
    } catch {
      // The network may be back at the next look.
    } finally {
      this.#loading.delete(name)
    }
  }

  #onPicture(name: string, picture: ImageData): void {
    const { width, height } = picture
    for (const canvas of this.#canvases) {
      if (canvas.dataset.effect !== name || !this.#inSight.has(canvas)) continue
      if (canvas.width !== width) canvas.width = width
      if (canvas.height !== height) canvas.height = height
      canvas.getContext('2d')!.putImageData(picture, 0, 0)
      this.#shown.set(canvas, { effect: name, origin: this.#origin })
    }
    // What has its one picture is not needed any more.
    if (this.#origin === 'card' || this.#isStill) this.#update()
  }

  #onFailure(name: string, error: Error): void {
    this.#broken.add(name)
    console.warn(`${this.#host.localName}: there is no picture of "${name}". ${error.message}`)
  }

  /** A canvas that is used again shows nothing of its former effect. */
  #clearOther(canvas: HTMLCanvasElement): void {
    const shown = this.#shown.get(canvas)
    if (!shown || shown.effect === canvas.dataset.effect) return
    canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height)
    this.#shown.delete(canvas)
  }

  // Where pictures come from

  /** Told when the element has another stream, and when that has another source. */
  #follow(element: HTMLElement | null): void {
    if (element !== this.#element) {
      this.#elementLife.abort()
      this.#elementLife = new AbortController()
      this.#element = element
      element?.addEventListener('streamchange', this.#update, { signal: this.#elementLife.signal })
    }
    const track = this.#track
    const pipeline = (track && pipelineOf(track)) ?? null
    if (pipeline === this.#pipeline) return
    this.#pipelineLife.abort()
    this.#pipelineLife = new AbortController()
    this.#pipeline = pipeline
    pipeline?.addEventListener('sourcechange', this.#update, { signal: this.#pipelineLife.signal })
  }

  get #track(): MediaStreamTrack | undefined {
    const { stream } = (this.#element ?? {}) as { readonly stream?: MediaStream | null }
    return stream?.getVideoTracks()[0]
  }

  get #currentOrigin(): Origin {
    if (this.#pipeline) return this.#pipeline.hasSource ? this.#pipeline : 'card'
    const track = this.#track
    return track?.readyState === 'live' ? track : 'card'
  }

  #open(origin: Origin): void {
    clearTimeout(this.#idleTimer)
    this.#idleTimer = undefined
    if (origin !== this.#origin) {
      this.#close()
      this.#origin = origin
      if (origin === 'card') void this.#showCard()
      else if (!(origin instanceof MediaStreamTrack)) this.#client.follow(origin)
    }
    if (origin instanceof MediaStreamTrack) {
      this.#pictures ??= new TrackPictures(origin, (picture, width) => this.#client.feed(picture, width))
    }
  }

  async #showCard(): Promise<void> {
    const card = await patternPicture()
    if (this.#origin === 'card' && card) this.#client.feed(card.picture, card.width)
    else card?.picture.close()
  }

  /** Nothing is needed now. */
  #pause(): void {
    this.#pictures?.stop()
    this.#pictures = null
    this.#idleTimer ??= setTimeout(() => this.#close(), idleMs)
  }

  #close(): void {
    clearTimeout(this.#idleTimer)
    this.#idleTimer = undefined
    this.#pictures?.stop()
    this.#pictures = null
    this.#origin = null
    this.#client.close()
  }
}
