// Puts cards into another order: dragged by a handle with mouse or finger, or lifted and moved by the keyboard. Until a card
// is dropped the others make room where it would land, and nothing is written. Used by <rtc-effect-controls>.
import type { LitElement, ReactiveController } from 'lit'

/** What is told of a card that is moved: its key, its place from 1, and of how many. */
export type OrderStep = 'lifted' | 'moved' | 'dropped' | 'putBack'

/** What the owner of the cards does. */
export interface OrderOwner {
  /** Cards are in this order from now on. */
  drop(keys: readonly number[], moved: number): void
  tell(step: OrderStep, key: number, place: number, count: number): void
}

interface Lift {
  readonly key: number
  /** Where it came from. */
  readonly before: readonly number[]
  /** Where it would land. */
  readonly keys: readonly number[]
  /** Of a pointer: where on the card it holds it. */
  readonly grip?: { readonly x: number; readonly y: number }
}

/** Pixels that a pointer moves before it drags: less is a click. */
const slack = 4

/** The cards are the children of the `[part=chain]` in the host, with their keys in `data-key`. While one is moved, the
 *  order is CSS alone: elements that move in the document lose the pointer and the focus. */
export class CardOrder implements ReactiveController {
  readonly #host: LitElement
  readonly #owner: OrderOwner
  #lift: Lift | null = null
  #dragging = new AbortController()

  constructor(host: LitElement, owner: OrderOwner) {
    this.#host = host
    this.#owner = owner
    host.addController(this)
  }

  /** The key of the card that is moved. */
  get lifted(): number | null {
    return this.#lift?.key ?? null
  }

  hostUpdated(): void {
    const shown = this.#items.map(keyOf)
    const isSame = shown.length === this.#lift?.keys.length && shown.every((key) => this.#lift?.keys.includes(key))
    if (this.#lift && !isSame) this.#end()
  }

  hostDisconnected(): void {
    this.#end()
  }

  /** For the handle's pointerdown. */
  onPointerDown(event: PointerEvent, key: number): void {
    if (event.button !== 0 || this.#lift) return
    const handle = event.currentTarget as HTMLElement
    const { clientX, clientY, pointerId } = event
    const box = this.#item(key)!.getBoundingClientRect()
    const grip = { x: clientX - box.left, y: clientY - box.top }
    this.#dragging.abort()
    this.#dragging = new AbortController()
    const { signal } = this.#dragging
    handle.setPointerCapture(pointerId)
    handle.addEventListener(
      'pointermove',
      (move) => {
        if (!this.#lift && Math.hypot(move.clientX - clientX, move.clientY - clientY) < slack) return
        if (!this.#lift) this.#start(key, grip)
        this.#dragTo(move.clientX, move.clientY)
      },
      { signal },
    )
    handle.addEventListener('pointerup', () => this.#drop(), { signal })
    handle.addEventListener('pointercancel', () => this.#putBack(), { signal })
    const onKey = (press: KeyboardEvent) => {
      if (press.key !== 'Escape') return
      press.preventDefault()
      press.stopPropagation()
      this.#putBack()
    }
    addEventListener('keydown', onKey, { signal, capture: true })
  }

  /** For the handle's click, which Space and Enter make too. */
  onClick(event: MouseEvent, key: number): void {
    // That of a pointer ends what was no drag.
    if (event.detail > 0) return
    if (this.#lift) this.#drop()
    else this.#start(key)
  }

  /** For the handle's keydown. */
  onKeyDown(event: KeyboardEvent): void {
    if (!this.#lift || this.#lift.grip) return
    const { key, keys } = this.#lift
    const isBackwards = getComputedStyle(this.#host).direction === 'rtl'
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      ArrowLeft: isBackwards ? 1 : -1,
      ArrowRight: isBackwards ? -1 : 1,
      Home: -keys.length,
      End: keys.length,
    }
    const step = steps[event.key]
    if (event.key === 'Escape') this.#putBack()
    else if (step !== undefined) this.#place(keys.indexOf(key) + step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** For the handle's blur: whoever goes away leaves all as it was. */
  onBlur(): void {
    if (this.#lift && !this.#lift.grip) this.#putBack()
  }

  #start(key: number, grip?: Lift['grip']): void {
    const keys = this.#items.map(keyOf)
    this.#lift = { key, before: keys, keys, grip }
    this.#item(key)?.toggleAttribute('data-lifted', true)
    this.#tell('lifted')
    this.#host.requestUpdate()
  }

  /** The card hangs on the pointer; the place it leaves in the row is where it lands. */
  #dragTo(clientX: number, clientY: number): void {
    const { key, grip } = this.#lift!
    const chain = this.#chain!.getBoundingClientRect()
    this.#place(this.#placeAt(clientX - chain.left, clientY - chain.top))
    const item = this.#item(key)!
    // Beyond the sides of the row it would make the page wider.
    const left = Math.min(Math.max(clientX - chain.left - grip!.x, 0), chain.width - item.offsetWidth)
    const [x, y] = [left - item.offsetLeft, clientY - chain.top - grip!.y - item.offsetTop]
    faceOf(item).style.translate = `${x}px ${y}px`
  }

  /** How many of the others come before this point of the chain, row by row. */
  #placeAt(x: number, y: number): number {
    const chain = this.#chain!
    const isBackwards = getComputedStyle(chain).direction === 'rtl'
    const others = this.#items.filter((item) => keyOf(item) !== this.#lift!.key)
    return others.filter((item) => {
      const [dx, dy] = [x - item.offsetLeft - item.offsetWidth / 2, y - item.offsetTop - item.offsetHeight / 2]
      // A card with a row of its own is passed by its middle.
      if (item.offsetWidth > chain.offsetWidth * 0.6) return dy > 0
      if (Math.abs(dy) > item.offsetHeight / 2) return dy > 0
      return isBackwards ? dx < 0 : dx > 0
    }).length
  }

  #place(wanted: number): void {
    const { key, keys } = this.#lift!
    const place = Math.min(Math.max(wanted, 0), keys.length - 1)
    if (place === keys.indexOf(key)) return
    const others = keys.filter((one) => one !== key)
    this.#lift = { ...this.#lift!, keys: others.toSpliced(place, 0, key) }
    this.#glide(() => {
      for (const item of this.#items) item.style.order = String(this.#lift!.keys.indexOf(keyOf(item)))
    })
    this.#tell('moved')
  }

  /** Cards that make room do so visibly. */
  #glide(change: () => void): void {
    const items = this.#items
    const before = items.map(({ offsetLeft, offsetTop }) => [offsetLeft, offsetTop] as const)
    change()
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    for (const [index, item] of items.entries()) {
      const [x, y] = [before[index]![0] - item.offsetLeft, before[index]![1] - item.offsetTop]
      const isHeld = keyOf(item) === this.#lift?.key && this.#lift.grip
      if ((x || y) && !isHeld)
        item.animate({ translate: [`${x}px ${y}px`, '0 0'] }, { duration: 150, easing: 'ease-out' })
    }
  }

  #drop(): void {
    const lift = this.#lift
    if (lift) this.#tell('dropped')
    this.#end()
    if (lift && lift.keys !== lift.before) this.#owner.drop(lift.keys, lift.key)
  }

  #putBack(): void {
    if (this.#lift) {
      this.#lift = { ...this.#lift, keys: this.#lift.before }
      this.#tell('putBack')
    }
    this.#end()
  }

  #end(): void {
    this.#dragging.abort()
    if (!this.#lift) return
    this.#lift = null
    for (const item of this.#items) {
      item.style.order = ''
      faceOf(item).style.translate = ''
      item.toggleAttribute('data-lifted', false)
    }
    this.#host.requestUpdate()
  }

  #tell(step: OrderStep): void {
    const { key, keys } = this.#lift!
    this.#owner.tell(step, key, keys.indexOf(key) + 1, keys.length)
  }

  get #chain(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('[part=chain]')
  }

  get #items(): HTMLElement[] {
    return [...(this.#chain?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
  }

  #item(key: number): HTMLElement | undefined {
    return this.#items.find((item) => keyOf(item) === key)
  }
}

function keyOf(item: HTMLElement): number {
  return Number(item.dataset.key)
}

function faceOf(item: HTMLElement): HTMLElement {
  return item.firstElementChild as HTMLElement
}
