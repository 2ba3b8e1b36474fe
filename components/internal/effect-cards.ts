// The chosen effects as cards: what a person sees of a chain, and how cards follow a chain that somebody else has changed.
// Plain data, used by <rtc-effect-controls>.
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { parseValue } from '../../effects/chain.ts'
import { formatValue } from '../../effects/format-chain.ts'
import type { Chain, ChainValue, Driver, EffectInfo, EffectStage, Stage } from '../../effects/effect.ts'
import { inPlainWords } from '../../effects/spelling.ts'
import { effectTitle } from './effect-words.ts'
import type { Localize } from './localize.ts'

/** A stage as it is shown. One that is off is not in the source's chain, but keeps its place and its values here. */
export interface Card {
  /** The same for as long as it is the same stage. */
  readonly key: number
  readonly stage: Stage
  readonly on: boolean
}

/** What is known of a stage's effect; undefined for a name that nobody knows. */
export function infoOf(stage: EffectStage): EffectInfo | undefined {
  return stage.effect ?? catalogue.get(stage.name)
}

/** Its name in the catalogue; undefined for a group, and for an effect of one's own. */
export function catalogueName(stage: Stage): string | undefined {
  return 'stages' in stage || stage.effect ? undefined : stage.name
}

/** A group with something for the eye belongs to the picture, whatever else it holds. */
export function kindOf(stage: Stage): EffectInfo['kind'] {
  if (!('stages' in stage)) return infoOf(stage)?.kind ?? 'video'
  return stage.stages.length > 0 && stage.stages.every((inner) => kindOf(inner) === 'audio') ? 'audio' : 'video'
}

/** What people read on its card. */
export function titleOf(stage: Stage, localize: Localize): string {
  if ('stages' in stage) {
    return localize.term('effectGroup', stage.stages.map((inner) => titleOf(inner, localize)).join(', '))
  }
  const { effect, name } = stage
  if (effect) return inPlainWords(effect.name) || localize.term('ownEffect')
  return effectTitle(name, inPlainWords(name), localize)
}

/** The stages that are on. */
export function chainOf(cards: readonly Card[]): Chain {
  return cards.filter(({ on }) => on).map(({ stage }) => stage)
}

/** The cards for a chain that somebody else has set: a stage that was there keeps its card, and a card that is off its
 *  place, until the chain has such a stage again. */
export function followChain(cards: readonly Card[], chain: Chain, nextKey: () => number): Card[] {
  const left = new Set(cards)
  const found = new Map<number, Card>()
  for (const on of [true, false]) {
    for (const isAlike of [isSame, isSameEffect]) {
      for (const [at, stage] of chain.entries()) {
        const card = found.has(at) ? undefined : [...left].find((one) => one.on === on && isAlike(one.stage, stage))
        if (!card) continue
        found.set(at, card)
        left.delete(card)
      }
    }
  }
  const followed = chain.map((stage, at): Card => {
    const card = found.get(at)
    return card
      ? { key: card.key, stage: withKeptValues(card.stage, stage), on: true }
      : { key: nextKey(), stage, on: true }
  })
  for (const [at, card] of cards.entries()) {
    if (card.on || !left.has(card)) continue
    const before = cards.slice(0, at).findLast(({ key }) => followed.some((one) => one.key === key))
    followed.splice(followed.findIndex(({ key }) => key === before?.key) + 1, 0, card)
  }
  return followed
}

/** The cards with those that are named in this order, at the places that they have together now. */
export function rearrange(cards: readonly Card[], keys: readonly number[]): Card[] {
  const inOrder = keys.map((key) => cards.find((card) => card.key === key)!).values()
  return cards.map((card) => (keys.includes(card.key) ? inOrder.next().value! : card))
}

/** An effect that its author writes on comes again and again, without values: those that still fit stay. */
function withKeptValues(former: Stage, stage: Stage): Stage {
  if ('stages' in former || 'stages' in stage || !former.effect || !stage.effect) return stage
  if (former.effect === stage.effect || Object.keys(stage.values).length > 0) return stage
  const { effect } = stage
  const kept = Object.entries(former.values).filter(([name, value]) => fits(effect, name, value))
  return kept.length > 0 ? { ...stage, values: Object.fromEntries(kept) } : stage
}

function fits(effect: EffectInfo, name: string, value: ChainValue): boolean {
  const param = findParam(effect, name)
  if (!param) return false
  try {
    const written = formatValue(value, param)
    // Files and other sources are no text.
    if (written === undefined) return param.type === 'image' || param.type === 'audio'
    parseValue(written, param, effect.name)
    return true
  } catch {
    return false
  }
}

function isSameEffect(a: Stage, b: Stage): boolean {
  return identityOf(a) === identityOf(b)
}

function identityOf(stage: Stage): string {
  if ('stages' in stage) return `[${stage.stages.map(identityOf).join(' ')}]`
  return stage.effect ? `own ${stage.effect.name}` : stage.name
}

/** Equal to the last value. Files, streams and elements are equal to themselves alone. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isPlain(a) || !isPlain(b)) return false
  const keys = Object.keys({ ...a, ...b })
  return keys.every((key) => isSame(a[key], b[key]))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}

/** Does it move by itself? */
export function isDriver(value: ChainValue | undefined): value is Driver {
  return typeof value === 'object' && 'driver' in value
}
