// Effects that are changed from elsewhere: what this side offers to the others in a call, and what they offer. Used by
// <rtc-call>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Participant } from '../../call/seat.ts'
import type { Topic } from '../../call/topics.ts'
import type { Chain, ChainValue } from '../../effects/effect.ts'
import type { JoinedSource } from './joined-source.ts'
import {
  type Change,
  leavesOf,
  type OfferedStage,
  readChange,
  readOffer,
  settingOf,
  withValue,
  writeChange,
  writeOffer,
} from './offered-stages.ts'
import { chainOf } from './resolve-chain.ts'
import { ToldState } from './told-state.ts'
import { type ChainSource, WatchedSource } from './watched-source.ts'

/** The call. */
export interface OfferingHost extends ReactiveControllerHost, HTMLElement {
  readonly offerControls: boolean
  readonly participants: readonly Participant[]
}

/** An `<rtc-effect>`. */
interface StageChild extends Element {
  readonly stage: Chain[number] | 'pending' | null
  setValue(name: string, value: ChainValue): void
}

/** How often the chain is set to what the others want: of what comes faster, the newest counts. */
const intervalMs = 1000 / 60

/** Changes nothing, and tells nobody, while the host has no `offer-controls`. */
export class RemoteControls implements ReactiveController {
  readonly #host: OfferingHost
  readonly #joined: JoinedSource
  readonly #topic: Topic
  readonly #onchange: () => void
  readonly #told: ToldState
  readonly #watched = new WatchedSource(() => this.#follow())
  readonly #offers = new Map<string, readonly OfferedStage[]>()
  /** The newest for each parameter. */
  readonly #wanted = new Map<string, Change>()
  #appliedAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param onchange what one of the others offers is something else now */
  constructor(host: OfferingHost, joined: JoinedSource, topic: Topic, onchange: () => void) {
    this.#host = host
    this.#joined = joined
    this.#topic = topic
    this.#onchange = onchange
    this.#told = new ToldState(topic, () => host.participants, writeOffer(null))
    topic.onmessage = (data, from) => this.#onMessage(data, from)
    host.addController(this)
    host.addEventListener('participantchange', () => this.#onParticipants(host.participants.map(({ id }) => id)))
  }

  hostUpdate(): void {
    this.#follow()
  }

  /** What a participant offers; null for nothing. */
  of(id: string): readonly OfferedStage[] | null {
    return this.#offers.get(id) ?? null
  }

  /** Asks a participant to set one parameter. Throws a DOMException NotFoundError where they offer no such parameter, a
   *  TypeError or ChainError where it does not take the value, and what the call's `send` throws. */
  set(id: string, stage: number, name: string, value: ChainValue): void {
    const offered = this.#offers.get(id)?.[stage]
    const param = offered?.params.find((one) => one.name === name)
    if (!offered || !param)
      throw new DOMException(`This participant offers no "${name}" of an effect number ${stage}.`, 'NotFoundError')
    this.#topic.send(writeChange(offered, param, value), { to: id })
  }

  /** The chain that may be changed now; null for none. */
  get #chain(): Chain | null {
    const chain = this.#host.offerControls ? this.#watched.source?.chain : null
    try {
      return chain === null || chain === undefined ? null : chainOf(chain)
    } catch {
      return null
    }
  }

  #follow(): void {
    this.#watched.watch(this.#host.offerControls ? this.#joined.elements[0] : undefined)
    // While an effect is loading, what was told before stays: it comes back in a moment.
    if (this.#watched.source?.chain === null) return
    this.#told.set(writeOffer(this.#chain))
  }

  #onParticipants(ids: readonly string[]): void {
    this.#told.tell()
    for (const id of this.#offers.keys()) if (!ids.includes(id)) this.#offers.delete(id)
  }

  #onMessage(data: unknown, from: string): void {
    const change = readChange(data)
    if (change) {
      this.#onChange(change)
      return
    }
    const offer = readOffer(data)
    if (offer === undefined) return
    if (offer) this.#offers.set(from, offer)
    else this.#offers.delete(from)
    this.#onchange()
  }

  #onChange(change: Change): void {
    const chain = this.#chain
    // What is refused waits for nothing: no more waits than the chain has parameters.
    if (!chain || settingOf(chain, change) === undefined) return
    this.#wanted.set(`${change.stage} ${change.name}`, change)
    if (this.#timer !== undefined) return
    const waitMs = this.#appliedAt + intervalMs - performance.now()
    if (waitMs > 0) this.#timer = setTimeout(() => this.#apply(), waitMs)
    else this.#apply()
  }

  #apply(): void {
    this.#timer = undefined
    this.#appliedAt = performance.now()
    const changes = [...this.#wanted.values()]
    this.#wanted.clear()
    for (const change of changes) {
      // The chain may be another one by now, or no longer on offer.
      const { source } = this.#watched
      const chain = this.#chain
      const value = chain ? settingOf(chain, change) : undefined
      if (source && value !== undefined) setIn(source, change, value)
    }
  }
}

/** The stages of `effects` come first, then those of the children. */
function setIn(source: ChainSource, { stage, name }: Change, value: ChainValue): void {
  const own = chainOf(source.effects)
  const count = leavesOf(own).length
  if (stage < count) source.effects = withValue(own, stage, name, value)
  else childrenIn(source)[stage - count]?.setValue(name, value)
}

function childrenIn(parent: Element): readonly StageChild[] {
  const children = [...parent.children].filter((child): child is StageChild => 'stage' in child)
  return children.flatMap((child) => {
    if (child.stage === null || child.stage === 'pending') return []
    return 'stages' in child.stage ? childrenIn(child) : [child]
  })
}
