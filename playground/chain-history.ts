// Undo and redo of the effects of a camera, whoever set them: by buttons, and by the keys that everybody knows.
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain } from '../effects/effect.ts'
import { mayFlash } from '../effects/flashing.ts'
import { changedValue } from './chain-change.ts'
import { History } from './history.ts'

/** Fields in which these keys undo what was written. */
const textTypes = ['text', 'search', 'password', 'url', 'email', 'tel', 'number']

/** Follows the camera from when it is made. */
export class ChainHistory {
  readonly #camera: RtcCamera
  #history: History<string | Chain>
  readonly #onChange: () => void
  /** When a finger or a mouse went down that is still down; in milliseconds. */
  #heldSince: number | undefined

  /** @param onChange `canUndo` or `canRedo` may be something else now */
  constructor(camera: RtcCamera, onChange: () => void) {
    this.#camera = camera
    this.#onChange = onChange
    this.#history = new History(camera.effects)
    camera.addEventListener('effectschange', () => this.#record())
    // A drag is one step, however long it rests, and none with the one before.
    document.addEventListener('pointerdown', () => {
      this.#history.endStep()
      this.#heldSince = performance.now()
    })
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => (this.#heldSince = undefined))
    }
  }

  get canUndo(): boolean {
    return this.#history.canUndo
  }

  get canRedo(): boolean {
    return this.#history.canRedo
  }

  /** Nothing that was before can be undone: what is on now was not chosen here, but by a link. */
  begin(): void {
    this.#history = new History(this.#camera.effects)
    this.#onChange()
  }

  /** At once, but for what may flash: that is asked first.
   *  @returns whether it was done */
  async step(to: 'undo' | 'redo'): Promise<boolean> {
    const { present } = this.#history
    const next = this.#history.peek(to)
    if (next === present) return false
    const chain = chainOf(next)
    if (mayFlash(chain).length > 0) {
      const isAllowed = await allowsFlashing(document.body, chain, chainOf(this.#camera.effects))
      if (!isAllowed || present !== this.#history.present) return false
    }
    this.#camera.effects = this.#history[to]()
    this.#onChange()
    return true
  }

  #record(): void {
    const { effects } = this.#camera
    const before = this.#history.present
    if (effects === before) return
    const now = this.#heldSince ?? performance.now()
    this.#history.record(effects, changedValue(chainOf(before), chainOf(effects)), now)
    this.#onChange()
  }
}

/** Listens for the keys for it anywhere on the page, but where they undo what was written. */
export function onStepKeys(step: (to: 'undo' | 'redo') => void): void {
  const written = new WeakSet<EventTarget>()
  document.addEventListener('input', (event) => written.add(event.composedPath()[0]!))
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0]!
    // An empty field that nobody wrote in has nothing to undo.
    const isEmpty = target instanceof HTMLInputElement && target.value === '' && !written.has(target)
    const to = isText(target) && !isEmpty ? null : stepOfKeys(event)
    if (!to) return
    event.preventDefault()
    step(to)
  })
}

/** What keys mean: Ctrl or Command with Z, with Shift and Z, with Y; null for all else. */
function stepOfKeys(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
  return key === 'y' && !event.shiftKey ? 'redo' : null
}

function isText(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) return textTypes.includes(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}

/** Text that cannot be read is a chain of nothing: it changes as a whole. */
function chainOf(effects: string | Chain): Chain {
  if (typeof effects !== 'string') return effects
  try {
    return parseChain(effects)
  } catch {
    return []
  }
}
