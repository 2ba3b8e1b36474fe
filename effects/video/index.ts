// The video effects: every ISF file of this folder, by its name. What sliders and chain text need is here at once; a
// source is loaded when its effect is first used.
import type { BriefInfo, Effect, EffectInfo } from '../effect.ts'
import { inPlainWords } from '../spelling.ts'

/** A built-in video effect: what is known at once, and the way to the rest. */
export interface VideoEffect {
  readonly info: EffectInfo
  /** Loads the rest, once. Rejects where the network fails; the next call tries again. */
  load(): Promise<Effect>
}

const infos = import.meta.glob<BriefInfo>('./*.fs', { query: '?info', import: 'default', eager: true })
const effects = import.meta.glob<Effect>('./*.fs', { query: '?effect', import: 'default' })

/** The built-in video effects by name. */
export const videoEffects: ReadonlyMap<string, VideoEffect> = new Map(
  Object.entries(infos).map(([path, brief]) => {
    const params = brief.params.map((param) => ({ label: inPlainWords(param.name), ...param }))
    return [brief.name, { info: { ...brief, params }, load: loadOnce(effects[path]!) }]
  }),
)

function loadOnce(load: () => Promise<Effect>): () => Promise<Effect> {
  let loading: Promise<Effect> | undefined
  return () =>
    (loading ??= load().catch((error: unknown) => {
      // The network may be back at the next try.
      loading = undefined
      throw error
    }))
}
