// The effect that a person wrote comes back to its place in the chain when the page is reloaded: the address cannot hold it,
// the tab does. Used by the code editor and, where there is one to come back, by the playground.
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain, ChainValue, EffectStage, Stage } from '../effects/effect.ts'
import { compile, draftOf, ownStage } from './editor-chain.ts'
import type { Draft } from './editor-draft.ts'
import { formatSharedChain } from './share-link.ts'
import { keepInTab, keptInTab } from './tab-memory.ts'

/** A stage with what was written when it was compiled, which may be older than the draft. */
interface KeptStage {
  readonly draft: Draft
  /** Its place in the chain, in the group at that place, and so on. */
  readonly path: readonly number[]
  readonly stage: Omit<EffectStage, 'effect'>
  /** The chain without it, as the address has it. */
  readonly others: string
}

const followed = new WeakSet<RtcCamera>()

/** Keeps where the effect is whenever the page is left, from now on. */
export function keepPlace(camera: RtcCamera): void {
  if (followed.has(camera)) return
  followed.add(camera)
  addEventListener('pagehide', () => keepInTab('stage', keptStageOf(camera)))
}

/** @returns whether it is among the effects again: not where others were chosen since, where the person does not want it to
 *    flash, or where what it imports cannot be loaded */
export async function putBack(camera: RtcCamera): Promise<boolean> {
  keepPlace(camera)
  const kept = keptInTab('stage') as KeptStage | null
  if (!kept) return false
  try {
    const effect = await compile(kept.draft)
    const withIt = () => insert(chainOf(camera), kept.path, { ...kept.stage, effect })
    const isSame = () => formatSharedChain(camera.effects).text === kept.others
    if (!isSame() || !(await allowsFlashing(document.body, withIt(), camera.effects)) || !isSame()) return false
    camera.effects = withIt()
    return true
  } catch {
    return false
  }
}

function keptStageOf(camera: RtcCamera): KeptStage | null {
  try {
    const chain = chainOf(camera)
    const own = ownStage(chain)
    if (!own) return null
    const { effect, ...stage } = own
    const values = Object.fromEntries(Object.entries(stage.values).filter(([, value]) => isData(value)))
    const others = formatSharedChain(chain).text
    return { draft: draftOf(own), path: pathOf(chain, own)!, stage: { ...stage, values }, others }
  } catch {
    return null
  }
}

/** Files and other sources are none. */
function isData(value: ChainValue): boolean {
  return typeof value !== 'object' || Array.isArray(value) || 'driver' in value
}

function pathOf(chain: Chain, wanted: Stage): number[] | null {
  for (const [at, stage] of chain.entries()) {
    if (stage === wanted) return [at]
    const inside = 'stages' in stage ? pathOf(stage.stages, wanted) : null
    if (inside) return [at, ...inside]
  }
  return null
}

function insert(chain: Chain, [at = 0, ...inside]: readonly number[], stage: EffectStage): Chain {
  const group = chain[at]
  if (inside.length === 0 || !group || !('stages' in group)) return chain.toSpliced(at, 0, stage)
  return chain.with(at, { ...group, stages: insert(group.stages, inside, stage) })
}

function chainOf({ effects }: RtcCamera): Chain {
  return typeof effects === 'string' ? parseChain(effects) : effects
}
