// Looks that a person saved by name, kept in this browser. A browser may keep nothing for a page, or have no room left.
import { parseChain } from '../effects/chain.ts'

/** A saved look. */
export interface OwnPreset {
  readonly name: string
  /** Chain text. */
  readonly effects: string
}

/** Why a look could not be kept: a term of translations/en.ts. */
export type StorageProblem = 'storageBlocked' | 'storageFull'

const key = 'rtc-elements.presets'

/** Reads and writes them. Whatever else may have been written there, such as by a newer page, is passed over and stays. */
export class OwnPresets {
  readonly #storage: () => Storage
  #presets: readonly OwnPreset[]
  /** What there was no room for. */
  #unkept: readonly OwnPreset[] = []

  /** @param storage such as `() => localStorage`, which throws where it is blocked */
  constructor(storage: () => Storage) {
    this.#storage = storage
    this.#presets = this.#read().filter(isPreset)
  }

  /** In the order in which they were saved. */
  get all(): readonly OwnPreset[] {
    return this.#presets
  }

  /** One of that name is replaced.
   *  @returns why it is gone when the page is closed; null where it was kept */
  save(preset: OwnPreset): StorageProblem | null {
    return this.#replace(preset.name, [preset])
  }

  /** @returns why it is there again when the page is opened again; null where it is not */
  remove(name: string): StorageProblem | null {
    return this.#replace(name, [])
  }

  #read(): unknown[] {
    try {
      const found: unknown = JSON.parse(this.#storage().getItem(key) ?? '[]')
      return Array.isArray(found) ? found : []
    } catch {
      return []
    }
  }

  /** Of what is there now: another tab may have written since. */
  #replace(name: string, by: readonly OwnPreset[]): StorageProblem | null {
    const rest = this.#unkept.filter((one) => one.name !== name)
    const names = [name, ...rest.map((one) => one.name)]
    const entries = [...this.#read().filter((one) => !names.includes(nameOf(one))), ...rest, ...by]
    this.#presets = entries.filter(isPreset)
    try {
      this.#storage().setItem(key, JSON.stringify(entries))
      this.#unkept = []
      return null
    } catch (error) {
      this.#unkept = [...rest, ...by]
      return (error as Error).name === 'QuotaExceededError' ? 'storageFull' : 'storageBlocked'
    }
  }
}

function nameOf(found: unknown): string {
  const { name } = (found ?? {}) as { name?: unknown }
  return typeof name === 'string' ? name : ''
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
