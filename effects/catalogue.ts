// Everything that is known of the built-in effects before they run: names and parameters of both kinds.
// Sliders and chain text look things up here; effects/described.ts has what people read.
import { audioEffects } from './audio/index.ts'
import type { EffectInfo, ParamDescriptor } from './effect.ts'
import { squeeze } from './spelling.ts'
import { videoEffects } from './video/index.ts'

/** The built-in effects by name, in alphabetical order. */
export const catalogue: ReadonlyMap<string, EffectInfo> = new Map(
  [...[...videoEffects.values()].map(({ info }) => info), ...audioEffects.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((info) => [info.name, info]),
)

/** The parameters that people set: all but the picture that the effect works on. */
export function settableParams(info: EffectInfo): ParamDescriptor[] {
  return info.params.filter(({ name }) => name !== 'inputImage')
}

/** The parameter that is meant, whether spelled `cellSize`, `cell-size`, `cell_size` or `CELLSIZE`. */
export function findParam(info: EffectInfo, spelled: string): ParamDescriptor | undefined {
  const params = settableParams(info)
  return params.find(({ name }) => name === spelled) ?? params.find(({ name }) => squeeze(name) === squeeze(spelled))
}
