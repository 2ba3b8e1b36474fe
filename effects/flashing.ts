// Which stages of a chain may make the picture flash more than three times a second (WCAG 2.3.1). Used before a chain is
// taken over that a person has not seen yet.
import { catalogue } from './catalogue.ts'
import type { Chain, ChainValue, EffectStage } from './effect.ts'

/** In Hz: as many flashes in a second are no danger. */
const mostFlashes = 3

/** Names of the stages that may, each once, in the order of the chain: effects that are marked with FLASHES, those of the
 *  picture that sound drives, which may be as fast, and those that LFOs drive, where these are fast together: where each
 *  turns the picture at another moment, their rates add up. */
export function mayFlash(chain: Chain): string[] {
  const stages = stagesOf(chain)
  const rates = stages.map(rateOf)
  const rate = rates.filter(Number.isFinite).reduce((sum, one) => sum + one, 0)
  const names = stages
    .filter((stage, at) => {
      const mayTurnFast = rates[at] === Infinity || (rates[at]! > 0 && rate > mostFlashes)
      return infoOf(stage)!.flashes === true || mayTurnFast
    })
    .map((stage) => infoOf(stage)!.name)
  return [...new Set(names)]
}

/** Those of the picture, also in groups. */
function stagesOf(chain: Chain): EffectStage[] {
  return chain.flatMap((stage) => {
    if ('stages' in stage) return stagesOf(stage.stages)
    return infoOf(stage)?.kind === 'video' ? [stage] : []
  })
}

function infoOf({ name, effect }: EffectStage) {
  return effect ?? catalogue.get(name)
}

/** How often in a second drivers turn it; Infinity where that is not known. */
function rateOf({ values }: EffectStage): number {
  return Object.values(values).reduce<number>((sum, value) => sum + rateOfValue(value), 0)
}

function rateOfValue(value: ChainValue): number {
  if (typeof value !== 'object' || !('driver' in value) || value.min === value.max) return 0
  return value.driver === 'audio' ? Infinity : value.frequency
}
