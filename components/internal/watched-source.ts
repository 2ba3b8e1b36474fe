// The source whose effects a call tells the others about: the first one that the call's `for` names. Used by RemoteControls
// and RecipeSender, which must know of each change before it is applied.
import type { ReactiveControllerHost } from 'lit'
import type { Chain } from '../../effects/effect.ts'
import type { SourceElement } from './joined-source.ts'

/** A source that says which effects it has: `<rtc-camera>`. */
export interface ChainSource extends SourceElement, ReactiveControllerHost {
  effects: string | Chain
  /** The whole chain, with the stages of its children; null while it is not known yet. */
  readonly chain: string | Chain | null
  /** As the device gives it; null while nothing runs. */
  readonly rawStream: MediaStream | null
}

/** Calls `onchange` in each update of the source: whichever property is another one now, it has not been drawn yet. */
export class WatchedSource {
  readonly #controller: { hostUpdate(): void }
  #source: ChainSource | null = null

  constructor(onchange: () => void) {
    this.#controller = { hostUpdate: onchange }
  }

  /** null where there is none, or it has no effects. */
  get source(): ChainSource | null {
    return this.#source
  }

  /** @param element what is named now */
  watch(element: SourceElement | undefined): void {
    const source = element && 'chain' in element && 'addController' in element ? (element as ChainSource) : null
    if (source === this.#source) return
    this.#source?.removeController(this.#controller)
    this.#source = source
    source?.addController(this.#controller)
  }
}
