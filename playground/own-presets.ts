// Looks that a person saved by name, kept in this browser. A browser may keep nothing for a page, or have no room left.
import { parseChain } from '../effects/chain.ts'

/** A saved look. */
export interface OwnPreset {
  readonly name: string
  /** Chain text. */
  readonly effects: string
}

/** Why a look could not be kept: a term of page-text.ts. */
export type StorageProblem = 'storageBlocked' | 'storageFull'

const key = 'rtc-elements.presets'

/** Reads and writes them. Whatever else may have been written there is passed over. */
export class OwnPresets {
  readonly #storage: () => Storage
  #presets: readonly OwnPreset[]

  /** @param storage such as `() => localStorage`, which throws where it is blocked */
  constructor(storage: () => Storage) {
    this.#storage = storage
    this.#presets = this.#read()
  }

  /** In the order in which they were saved. */
  get all(): readonly OwnPreset[] {
    return this.#presets
  }

  /** One of that name is replaced.
   *  @returns why it is gone when the page is closed; null where it was kept */
  save(preset: OwnPreset): StorageProblem | null {
    return this.#write([...this.#presets.filter(({ name }) => name !== preset.name), preset])
  }

  /** @returns why it is there again when the page is opened again; null where it is not */
  remove(name: string): StorageProblem | null {
    return this.#write(this.#presets.filter((one) => one.name !== name))
  }

  #read(): OwnPreset[] {
    try {
      const found: unknown = JSON.parse(this.#storage().getItem(key) ?? '[]')
      return Array.isArray(found) ? found.filter(isPreset) : []
    } catch {
      return []
    }
  }

  #write(presets: readonly OwnPreset[]): StorageProblem | null {
    this.#presets = presets
    try {
      this.#storage().setItem(key, JSON.stringify(presets))
      return null
    } catch (error) {
      return (error as Error).name === 'QuotaExceededError' ? 'storageFull' : 'storageBlocked'
    }
  }
}

function isPreset(found: unknown): found is OwnPreset {
  const { name, effects } = (found ?? {}) as Partial<Record<keyof OwnPreset, unknown>>
  return typeof name === 'string' && name !== '' && typeof effects === 'string' && isChain(effects)
}

function isChain(text: string): boolean {
  try {
    parseChain(text)
    return true
  } catch {
    return false
  }
}
