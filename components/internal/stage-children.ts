// How a source hears of the effects among its children: each child says which stage it stands for, and announces when
// that changes. Used by <rtc-camera>, <rtc-participant> and groups; fulfilled by <rtc-effect>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { parseChain } from '../../effects/chain.ts'
import type { Chain, Stage } from '../../effects/effect.ts'

/** A child that stands for a stage. */
export interface StageElement extends HTMLElement {
  /** null while it is disabled; `pending` while it is loading, or broken, and never ran: no raw frame may pass then. */
  readonly stage: Stage | 'pending' | null
}

/** A child's `stage` changed. Bubbles, so that the source hears it. */
export class StageChangeEvent extends Event {
  constructor() {
    super('stagechange', { bubbles: true })
  }
}

/** After that its module will not come by itself, in milliseconds. */
const patience = 5000

/** Calls `onChange` when a child with a stage comes, goes, moves or changes. */
export class StageChildren implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #onChange: () => void
  #observer: MutationObserver | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  /** In the order of the children, without the pending ones. */
  get stages(): Stage[] {
    return this.#all.filter((stage) => stage !== null && stage !== 'pending')
  }

  /** True if a child's stage is not known yet: the chain is to stay what it was, and nothing raw may pass. */
  get pending(): boolean {
    return this.#all.includes('pending')
  }

  /** The whole chain of a source: the stages of its attribute or property `effects`, then the children's. null while it
   *  is not known yet. Text that cannot be read is given back as it is: the chain runner says what is wrong with it.
   *  @param own null, as frameworks write it, for none */
  chainAfter(own: string | Chain | null): string | Chain | null {
    const { stages, pending } = this
    const effects = own ?? ''
    if (pending) return null
    if (stages.length === 0) return effects
    try {
      return [...(typeof effects === 'string' ? parseChain(effects) : effects), ...stages]
    } catch {
      return effects
    }
  }

  get #all(): StageElement['stage'][] {
    return [...this.#host.children].flatMap((child) => {
      if ('stage' in child) return [(child as StageElement).stage]
      // The module that makes this element one has not been loaded.
      return child.localName === 'rtc-effect' ? ['pending' as const] : []
    })
  }

  hostConnected(): void {
    this.#host.addEventListener('stagechange', this.#onStageChange)
    this.#observer = new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes])
      if (nodes.some((node) => 'stage' in node || node.nodeName === 'RTC-EFFECT')) this.#onChange()
    })
    this.#observer.observe(this.#host, { childList: true })
    setTimeout(() => {
      if (this.#host.querySelector('rtc-effect:not(:defined)'))
        console.warn('<rtc-effect> is not defined: import rtc-elements/rtc-effect.js.')
    }, patience)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('stagechange', this.#onStageChange)
    this.#observer?.disconnect()
  }

  /** A group is a host and a child: what it says of itself is for its own host. */
  readonly #onStageChange = (event: Event): void => {
    if (event.target === this.#host) return
    event.stopPropagation()
    this.#onChange()
  }
}
