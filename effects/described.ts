// The built-in effects with what people read of them. Galleries, the docs and tests look things up here; a running chain does
// not need it.
import { audioEffects } from './audio/index.ts'
import type { EffectInfo, EffectText } from './effect.ts'
import { videoEffects } from './video/index.ts'

/** An effect as menus show it. */
export type DescribedEffect = EffectInfo & EffectText

const texts = import.meta.glob<EffectText>('./video/*.fs', { query: '?text', import: 'default', eager: true })
/** Files that hold no effect give null. */
const soundTexts = import.meta.glob<(EffectText & { readonly name: string }) | null>('./audio/*.ts', {
  query: '?text',
  import: 'default',
  eager: true,
})
const soundTextOf = new Map(Object.values(soundTexts).map((text) => [text?.name, text]))

/** The built-in effects by name, in alphabetical order. */
export const described: ReadonlyMap<string, DescribedEffect> = new Map(
  [
    ...[...videoEffects.values()].map(({ info }) => ({ ...info, ...texts[`./video/${info.name}.fs`]! })),
    ...[...audioEffects.values()].map((effect) => ({ ...effect, ...soundTextOf.get(effect.name)! })),
  ]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((effect) => [effect.name, effect]),
)
