// Joins an element to others of the same tree, as <label for> does: `for` names them by id, `source` hands one over.
// Used by every element that takes a stream, a camera or a call from somewhere else.
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** An element whose stream others can use; it dispatches `streamchange`. */
export interface SourceElement extends HTMLElement {
  readonly stream: MediaStream | null
  /** Of one whose stream outlives what it shows: what is behind it now, null where nothing is. */
  readonly rawStream?: MediaStream | null
  /** It dispatches `statechange`; `idle` is one that was stopped. */
  readonly state?: string
}

/** An element with the attribute `for` and the property `source`. */
export interface JoiningElement extends ReactiveControllerHost, HTMLElement {
  /** Ids, separated by spaces. */
  readonly for: string
  /** Wins over `for`. */
  readonly source: unknown
}

/** What makes an element one that can be joined. */
export interface Joinable {
  /** A property it has, such as `stream`; where several are named, one of them. */
  readonly member: string | readonly string[]
  /** The event, or the events, that it dispatches when that changes, such as `streamchange`. */
  readonly event: string | readonly string[]
  /** What it should be, in words for the person who named something else. */
  readonly wanted: string
}

/** Finds the elements, and goes on looking: for ones that come later, are upgraded later, are replaced or leave. */
export class JoinedElements<E extends HTMLElement> implements ReactiveController {
  readonly #host: JoiningElement
  readonly #joinable: Joinable
  readonly #onchange: (elements: readonly E[]) => void
  readonly #warned = new Set<string>()
  readonly #awaited = new Set<string>()
  readonly #observer = new MutationObserver(() => this.#host.isConnected && this.#resolve())
  #root: Node | null = null
  #source: unknown = null
  #elements: readonly E[] = []

  /** @param onchange called after the joined elements became others, or one of them dispatched the event */
  constructor(host: JoiningElement, joinable: Joinable, onchange: (elements: readonly E[]) => void) {
    this.#host = host
    this.#joinable = joinable
    this.#onchange = onchange
    host.addController(this)
  }

  /** In the order in which `for` names them; those that are not there yet are left out. */
  get elements(): readonly E[] {
    return this.#elements
  }

  /** What is in `source`, if that is no element. */
  get source(): unknown {
    return this.#source instanceof HTMLElement ? null : this.#source
  }

  hostUpdate(): void {
    if (this.#host.isConnected) this.#resolve()
  }

  hostConnected(): void {
    this.#resolve()
  }

  hostDisconnected(): void {
    // A host that was only moved is connected again by then.
    queueMicrotask(() => {
      if (this.#host.isConnected) return
      this.#observe(null)
      this.#join([], null)
    })
  }

  #resolve(): void {
    const { source } = this.#host
    const ids = source ? [] : this.#host.for.split(/\s+/).filter(Boolean)
    const root = this.#host.getRootNode()
    this.#observe(ids.length > 0 ? root : null)
    const named = source instanceof HTMLElement ? [source] : ids.map((id) => this.#find(root, id))
    this.#join(
      named.filter((element): element is E => element !== null && this.#isJoinable(element)),
      source,
    )
  }

  #find(root: Node, id: string): HTMLElement | null {
    const element = 'getElementById' in root ? (root as Document | ShadowRoot).getElementById(id) : null
    // One that was there and has left is no mistake.
    if (element) this.#warned.add(id)
    // While the page is still being parsed, what is missing may be further down.
    if (!element && document.readyState !== 'loading')
      this.#warn(id, `for="${id}" names nothing. It connects when ${this.#joinable.wanted} with id="${id}" appears.`)
    return element
  }

  #isJoinable(element: HTMLElement): boolean {
    if ([this.#joinable.member].flat().some((member) => member in element)) return true
    const { localName } = element
    if (localName.includes('-') && !customElements.get(localName)) this.#await(localName)
    else
      this.#warn(`#${element.id}`, `<${localName} id="${element.id}"> cannot be used. Name ${this.#joinable.wanted}.`)
    return false
  }

  #await(localName: string): void {
    if (this.#awaited.has(localName)) return
    this.#awaited.add(localName)
    void customElements.whenDefined(localName).then(() => this.#host.isConnected && this.#resolve())
  }

  #warn(id: string, sentence: string): void {
    if (this.#warned.has(id)) return
    this.#warned.add(id)
    console.warn(`${this.#host.localName}: ${sentence}`)
  }

  #observe(root: Node | null): void {
    if (root === this.#root) return
    this.#root = root
    this.#observer.disconnect()
    if (root)
      this.#observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] })
  }

  #join(elements: readonly E[], source: unknown): void {
    const same = elements.length === this.#elements.length && elements.every((e, index) => e === this.#elements[index])
    if (same && source === this.#source) return
    for (const event of [this.#joinable.event].flat()) {
      for (const element of this.#elements) element.removeEventListener(event, this.#onEvent)
      for (const element of elements) element.addEventListener(event, this.#onEvent)
    }
    this.#elements = elements
    this.#source = source
    this.#onEvent()
  }

  readonly #onEvent = (): void => {
    this.#onchange(this.#elements)
    this.#host.requestUpdate()
  }
}

/** Joins sources: elements with a stream, or a stream itself. */
export class JoinedSource extends JoinedElements<SourceElement> {
  /** @param event what says that a stream may be another one, or what stands behind it */
  constructor(host: JoiningElement, onchange: () => void, event: Joinable['event'] = 'streamchange') {
    super(host, { member: 'stream', event, wanted: 'an element with a stream' }, onchange)
  }

  /** What there is of streams now, in the order of the elements. */
  get streams(): readonly MediaStream[] {
    const { source } = this
    if (source instanceof MediaStream) return [source]
    return this.elements.map(({ stream }) => stream).filter((stream) => stream !== null)
  }
}
