// Sets a point by pointing on the picture itself: a handle over the video of a source, for mouse, finger and arrow keys.
// Used by <rtc-effect-controls>.
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import type { ParamDescriptor, Point } from '../../effects/effect.ts'
import { icon } from './icon.ts'
import type { Localize } from './localize.ts'

/** Where a video's picture is on the screen, in pixels of the viewport: without the bars beside it. */
interface PictureBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** The left of the picture is shown on the right. */
  readonly isMirrored: boolean
}

/** Where the picture of a video is, as `object-fit` puts it into the element, in the element's middle. */
function pictureBox(video: HTMLVideoElement): PictureBox {
  const { left, top, width, height } = video.getBoundingClientRect()
  const { objectFit, transform } = getComputedStyle(video)
  const isMirrored = transform !== 'none' && new DOMMatrix(transform).a < 0
  const { videoWidth, videoHeight } = video
  if (!videoWidth || !videoHeight || objectFit === 'fill') return { left, top, width, height, isMirrored }
  const [across, up] = [width / videoWidth, height / videoHeight]
  const scale = objectFit === 'none' ? 1 : objectFit === 'cover' ? Math.max(across, up) : Math.min(across, up)
  const [shownWidth, shownHeight] = [videoWidth * scale, videoHeight * scale]
  return {
    left: left + (width - shownWidth) / 2,
    top: top + (height - shownHeight) / 2,
    width: shownWidth,
    height: shownHeight,
    isMirrored,
  }
}

/** The corners of the element that shows the picture; square ones where the picture does not fill it. */
function cornersOf(video: HTMLVideoElement, { width, height }: PictureBox): string {
  const root = video.getRootNode()
  const frame = root instanceof ShadowRoot ? root.host : video
  const around = frame.getBoundingClientRect()
  const isFull = Math.abs(around.width - width) < 1 && Math.abs(around.height - height) < 1
  return isFull ? getComputedStyle(frame).borderRadius : '0px'
}

/** The video that shows a source's stream. */
function pictureOf(source: HTMLElement | null): HTMLVideoElement | null {
  const root = source?.shadowRoot ?? source
  const videos = root ? [...root.querySelectorAll('video')] : []
  const stream = source && 'stream' in source ? source.stream : undefined
  return videos.find(({ srcObject }) => srcObject === stream && srcObject !== null) ?? null
}

/** What is pointed at. */
interface Pointing {
  /** Of the card. */
  readonly key: number
  readonly param: ParamDescriptor
  readonly video: HTMLVideoElement
}

/** How far an arrow key goes, as a share of the picture; with Shift ten times as far. */
const step = 0.01

/** One point at a time. */
export class PointOnPicture implements ReactiveController {
  readonly #host: LitElement
  readonly #localize: Localize
  #pointing: Pointing | null = null
  #frame = 0

  constructor(host: LitElement, localize: Localize) {
    this.#host = host
    this.#localize = localize
    host.addController(this)
  }

  /** The card and the parameter whose point is set now. */
  get current(): { readonly key: number; readonly param: ParamDescriptor } | null {
    return this.#pointing
  }

  /** Puts the handle over the picture, which comes into view. */
  start(key: number, param: ParamDescriptor, source: HTMLElement | null): boolean {
    const video = pictureOf(source)
    if (!video) return false
    this.#pointing = { key, param, video }
    video.scrollIntoView({ block: 'nearest' })
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(() => this.#handle?.focus({ preventScroll: true }))
    return true
  }

  /** Takes the handle away. */
  end(): void {
    if (!this.#pointing) return
    this.#pointing = null
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    cancelAnimationFrame(this.#frame)
    const layer = this.#layer
    if (!layer) return
    // In the top layer nothing of the page lies over it, and no ancestor clips it.
    if (!layer.matches(':popover-open')) layer.showPopover()
    this.#follow()
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame)
    this.#pointing = null
  }

  /** @param value where the point is
   *  @param onSet called at every move */
  render(value: Point, onSet: (value: Point) => void): TemplateResult | typeof nothing {
    if (!this.#pointing) return nothing
    const { param, video } = this.#pointing
    const [x, y] = shareOf(value, param, video)
    const set = (to: Point) => onSet(valueOf(to, param, video))
    const percent = (share: number) => Math.round(share * 100)
    const place = this.#localize.term('pointPlace', percent(x), percent(y))
    const shownX = pictureBox(video).isMirrored ? 1 - x : x
    return html`<div
      part="picture"
      popover="manual"
      @pointerdown=${(event: PointerEvent) => this.#onPoint(event, set)}
      @pointermove=${(event: PointerEvent) => this.#onPoint(event, set)}
    >
      <button
        part="point"
        aria-label="${param.label}: ${place}"
        aria-description=${this.#localize.term('pointHint')}
        .style=${`inset: ${(1 - y) * 100}% auto auto ${shownX * 100}%`}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event, [x, y], set)}
      >
        ${icon('M8 0v5M8 11v5M0 8h5M11 8h5')}
      </button>
      <button class="done" @click=${() => this.#finish()}>${this.#localize.term('pointDone')}</button>
      <span class="unseen" role="status">${place}</span>
    </div>`
  }

  #onPoint(event: PointerEvent, set: (to: Point) => void): void {
    const layer = event.currentTarget as HTMLElement
    if ((event.target as HTMLElement).closest('.done')) return
    if (event.type === 'pointerdown') {
      event.preventDefault()
      layer.setPointerCapture(event.pointerId)
      this.#handle?.focus({ preventScroll: true })
    } else if (!layer.hasPointerCapture(event.pointerId)) return
    const { left, top, width, height, isMirrored } = pictureBox(this.#pointing!.video)
    const across = (event.clientX - left) / width
    set([isMirrored ? 1 - across : across, 1 - (event.clientY - top) / height])
  }

  #onKey(event: KeyboardEvent, [x, y]: Point, set: (to: Point) => void): void {
    const far = event.shiftKey ? step * 10 : step
    const { isMirrored } = pictureBox(this.#pointing!.video)
    const right = isMirrored ? -far : far
    const moves: Record<string, Point> = {
      ArrowLeft: [x - right, y],
      ArrowRight: [x + right, y],
      ArrowUp: [x, y + far],
      ArrowDown: [x, y - far],
    }
    const to = moves[event.key]
    if (to) set(to)
    else if (['Escape', 'Enter', ' '].includes(event.key)) this.#finish()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The focus goes back to the button that began it. */
  #finish(): void {
    const { key } = this.#pointing!
    this.end()
    void this.#host.updateComplete.then(() => {
      this.#host.renderRoot.querySelector<HTMLElement>(`[data-key="${key}"] .wide[aria-pressed]`)?.focus()
    })
  }

  /** The page may scroll, and the picture change its size. */
  #follow(): void {
    const layer = this.#layer
    if (!layer || !this.#pointing) return
    const { video } = this.#pointing
    const box = pictureBox(video)
    // The source was stopped, or is gone.
    if (box.width === 0) {
      if (layer.matches(':focus-within')) this.#finish()
      else this.end()
      return
    }
    for (const side of ['left', 'top', 'width', 'height'] as const) layer.style[side] = `${box[side]}px`
    layer.style.borderRadius = cornersOf(video, box)
    this.#frame = requestAnimationFrame(() => this.#follow())
  }

  get #layer(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('[part=picture]')
  }

  get #handle(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('[part=point]')
  }
}

/** The place as a share of the picture, from the bottom left. */
function shareOf([x, y]: Point, param: ParamDescriptor, video: HTMLVideoElement): Point {
  const [[left, bottom], [right, top]] = endsOf(param, video)
  return [clamp((x - left) / (right - left)), clamp((y - bottom) / (top - bottom))]
}

function valueOf([x, y]: Point, param: ParamDescriptor, video: HTMLVideoElement): Point {
  const [[left, bottom], [right, top]] = endsOf(param, video)
  const digits = param.unit === 'px' ? 0 : 3
  const [across, up] = [left + clamp(x) * (right - left), bottom + clamp(y) * (top - bottom)]
  const [low, high] = [param.minValue as Point | undefined, param.maxValue as Point | undefined]
  const within = (value: number, at: 0 | 1) =>
    Number(Math.min(Math.max(value, low?.[at] ?? -Infinity), high?.[at] ?? Infinity).toFixed(digits))
  return [within(across, 0), within(up, 1)]
}

/** What the bottom left and the top right of the picture are called: pixels, or the ends of a range of shares. */
function endsOf({ unit, minValue, maxValue }: ParamDescriptor, video: HTMLVideoElement): readonly [Point, Point] {
  if (unit === 'px') {
    return [
      [0, 0],
      [video.videoWidth || 1, video.videoHeight || 1],
    ]
  }
  return [(minValue as Point | undefined) ?? [0, 0], (maxValue as Point | undefined) ?? [1, 1]]
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1)
}
