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

  /** @param onChange `canUndo` or `canRedo` may be something else now */
  constructor(camera: RtcCamera, onChange: () => void) {
    this.#camera = camera
    this.#onChange = onChange
    this.#history = new History(camera.effects)
    camera.addEventListener('effectschange', () => this.#record())
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
    this.#history.record(effects, changedValue(chainOf(before), chainOf(effects)), performance.now())
    this.#onChange()
  }
}

/** What keys mean: Ctrl or Command with Z, with Shift and Z, with Y. null for all else, and where text is written. */
export function stepOfKeys(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.composedPath()[0])) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
  return key === 'y' && !event.shiftKey ? 'redo' : null
}

function isText(target: EventTarget | undefined): boolean {
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
