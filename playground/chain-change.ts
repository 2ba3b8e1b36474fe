// What a person changed between two chains: moving one slider is many changes and one step back. Used by the playground.
import type { Chain, Stage } from '../effects/effect.ts'

/** @returns where the one value stands that is another one, such as "2.radius"; '' where stages came, went or moved, or
 *  where more than one value changed */
export function changedValue(before: Chain, after: Chain): string {
  if (before.length !== after.length) return ''
  const changes = after.flatMap((stage, index) => changesOf(before[index]!, stage).map((name) => `${index}.${name}`))
  const [change = ''] = changes
  return changes.length === 1 && !change.endsWith('.') ? change : ''
}

/** Names of the values that are others; '' for a stage that is another one. */
function changesOf(before: Stage, after: Stage): string[] {
  if (before === after) return []
  if ('stages' in before || 'stages' in after) {
    if (!('stages' in before) || !('stages' in after)) return ['']
    if (before.stages !== after.stages) return [changedValue(before.stages, after.stages)]
    return ofStage(before, after)
  }
  if (before.name !== after.name || before.effect !== after.effect) return ['']
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)])
  return [...[...names].filter((name) => before.values[name] !== after.values[name]), ...ofStage(before, after)]
}

function ofStage(before: Stage, after: Stage): string[] {
  return (['mix', 'blend', 'importance'] as const).filter((name) => before[name] !== after[name])
}
