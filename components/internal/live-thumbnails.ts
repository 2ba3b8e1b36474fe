// Pictures of what effects would make of a source, for galleries to choose from. Used by <rtc-effect-controls>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Controller: keeps canvases filled with what the source's own picture looks like through an effect. */
export class LiveThumbnails implements ReactiveController {
  readonly #source: () => HTMLElement | null
  #canvases: ReadonlySet<HTMLCanvasElement> = new Set()

  /** @param source gives the element whose picture it is (an <rtc-camera> or <rtc-participant>), or null */
  constructor(host: ReactiveControllerHost & HTMLElement, source: () => HTMLElement | null) {
    this.#source = source
    host.addController(this)
  }

  /** Fills every `<canvas data-effect="NAME">` among these from now on, those that can be seen only; call it after each
   *  render. */
  watch(canvases: Iterable<HTMLCanvasElement>): void {
    this.#canvases = new Set(canvases)
  }

  hostDisconnected(): void {
    this.#canvases = new Set()
  }

  protected get isNeeded(): boolean {
    return this.#canvases.size > 0 && this.#source() !== null
  }
}
