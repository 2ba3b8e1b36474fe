// The video effects: every ISF file of this folder, by its name. What sliders and chain text need is here at once; a
// source is loaded when its effect is first used.
import type { BriefInfo, Effect, EffectInfo } from '../effect.ts'
import { inPlainWords } from '../spelling.ts'

/** A built-in video effect: what is known at once, and the way to the rest. */
export interface VideoEffect {
  readonly info: EffectInfo
  /** Loads the rest, once. Rejects with NetworkError where that cannot be had; the next call tries again. */
  load(): Promise<Effect>
}

const infos = import.meta.glob<BriefInfo>('./*.fs', { query: '?info', import: 'default', eager: true })
const effects = import.meta.glob<Effect>('./*.fs', { query: '?effect', import: 'default' })

/** The built-in video effects by name. */
export const videoEffects: ReadonlyMap<string, VideoEffect> = new Map(
  Object.entries(infos).map(([path, brief]) => {
    const params = brief.params.map((param) => ({ label: inPlainWords(param.name), ...param }))
    return [brief.name, { info: { ...brief, params }, load: loadOnce(brief.name, effects[path]!) }]
  }),
)

/** @returns what loads it once, and anew after a failure, which is a NetworkError with a sentence */
export function loadOnce(name: string, load: () => Promise<Effect>): () => Promise<Effect> {
  let loading: Promise<Effect> | undefined
  return () =>
    (loading ??= load().catch(() => {
      // The network may be back at the next try.
      loading = undefined
      // Each browser has its own words for that.
      throw new DOMException(
        `The effect "${name}" could not be loaded. Check the connection, then take it out and choose it again.`,
        'NetworkError',
      )
    }))
}
