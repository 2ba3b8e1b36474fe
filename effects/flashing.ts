// Which stages of a chain may make the picture flash more than three times a second (WCAG 2.3.1). Used before a chain is
// taken over that a person has not seen yet.
import { catalogue } from './catalogue.ts'
import type { Chain, ChainValue, EffectStage } from './effect.ts'

/** In Hz: as many flashes in a second are no danger. */
const mostFlashes = 3

/** Names of the stages that may, each once, in the order of the chain: effects that are marked with FLASHES, and those of
 *  the picture that an LFO drives fast, or sound drives, which may be as fast. */
export function mayFlash(chain: Chain): string[] {
  const names = chain.flatMap((stage) => ('stages' in stage ? mayFlash(stage.stages) : mayStageFlash(stage)))
  return [...new Set(names)]
}

function mayStageFlash({ name, effect, values }: EffectStage): string[] {
  const info = effect ?? catalogue.get(name)
  if (info?.kind !== 'video') return []
  return info.flashes || Object.values(values).some(drivesFast) ? [info.name] : []
}

function drivesFast(value: ChainValue): boolean {
  if (typeof value !== 'object' || !('driver' in value) || value.min === value.max) return false
  return value.driver === 'audio' || value.frequency > mostFlashes
}
