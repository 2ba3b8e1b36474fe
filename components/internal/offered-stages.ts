// What the others in a call may change of a chain: which parameters, in which ranges, and how both are told. Nothing here
// believes a peer: effects are looked up by their names, values are read by the parser of chain text. Used by RemoteControls.
import * as v from 'valibot'
import { catalogue, settableParams } from '../../effects/catalogue.ts'
import { parseValue } from '../../effects/chain.ts'
import { formatValue } from '../../effects/format-chain.ts'
import type { Chain, ChainValue, EffectInfo, EffectStage, ParamDescriptor } from '../../effects/effect.ts'
import { cleanName } from '../../signaling/protocol.ts'

/** An effect of someone else in the call, as it is set now. */
export interface OfferedStage {
  /** Its place among the effects of the chain, from 0, those inside groups counted one by one. */
  readonly stage: number
  /** A name of the catalogue, or what an effect of their own calls itself: text, never markup. */
  readonly effect: string
  /** What of it may be changed. Empty for an effect of their own, and for one that people hide behind. */
  readonly params: readonly ParamDescriptor[]
  /** The value of each of `params`, by its name. */
  readonly values: Readonly<Record<string, ChainValue>>
}

/** One value for one parameter of one stage. `value` is written as in chain text. */
export interface Change {
  readonly stage: number
  /** The name of the effect there: a chain that changed meanwhile has another one. */
  readonly effect: string
  readonly name: string
  readonly value: string
}

/** How many effects of a chain are told. */
const maxStages = 64
const word = v.pipe(v.string(), v.maxLength(64))
const text = v.pipe(v.string(), v.maxLength(100))

const offerSchema = v.strictObject({
  stages: v.nullable(
    v.pipe(v.array(v.strictObject({ effect: word, values: v.record(word, text) })), v.maxLength(maxStages)),
  ),
})

const changeSchema = v.strictObject({
  change: v.strictObject({
    stage: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxStages - 1)),
    effect: word,
    name: word,
    value: text,
  }),
})

/** What is told of a chain: plain data for `readOffer`.
 *  @param chain null: nothing is offered any more */
export function writeOffer(chain: Chain | null): v.InferOutput<typeof offerSchema> {
  if (!chain) return { stages: null }
  const offered = offeredInfos(chain)
  const stages = leavesOf(chain).map((stage, at) => {
    const info = offered[at]
    const entries = info
      ? controllableParams(info).map((param) => [param.name, currentText(stage, param)] as const)
      : []
    const values = Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
    return { effect: cleanName((stage.effect ?? stage).name), values }
  })
  return { stages: stages.slice(0, maxStages) }
}

/** @param data whatever a peer sent
 *  @returns what they offer, null for nothing; undefined where that is no offer */
export function readOffer(data: unknown): readonly OfferedStage[] | null | undefined {
  const result = v.safeParse(offerSchema, data)
  if (!result.success) return undefined
  return result.output.stages?.map(({ effect, values }, stage) => readStage(effect, values, stage)) ?? null
}

/** What is sent to change something.
 *  @throws TypeError, ChainError where the parameter does not take the value */
export function writeChange({ stage, effect }: OfferedStage, param: ParamDescriptor, value: ChainValue) {
  const written = formatValue(value, param)
  const read = written === undefined ? undefined : parseValue(written, param, effect)
  if (written === undefined || read === undefined || isDriven(read))
    throw new TypeError(`${param.name} of ${effect} takes a value from someone else, and none that moves by itself.`)
  return { change: { stage, effect, name: param.name, value: written } satisfies Change }
}

/** @param data whatever a peer sent
 *  @returns what it says, if it has the form of a change */
export function readChange(data: unknown): Change | undefined {
  const result = v.safeParse(changeSchema, data)
  return result.success ? result.output.change : undefined
}

/** The value that a change brings.
 *  @returns undefined where the chain has no such parameter, does not offer it, or it does not take the value */
export function settingOf(chain: Chain, { stage, effect, name, value }: Change): ChainValue | undefined {
  const info = offeredInfos(chain)[stage]
  const param = info?.name === effect ? controllableParams(info).find((one) => one.name === name) : undefined
  return param && readSetting(param, value, effect)
}

/** The chain with one value of its effect number `at` set. */
export function withValue(chain: Chain, at: number, name: string, value: ChainValue): Chain {
  let seen = 0
  return chain.map((stage) => {
    const first = seen
    seen += countOf(stage)
    if (at < first || at >= seen) return stage
    if ('stages' in stage) return { ...stage, stages: withValue(stage.stages, at - first, name, value) }
    return { ...stage, values: { ...stage.values, [name]: value } }
  })
}

/** The effects of a chain in the order in which they act, those inside groups too. */
export function leavesOf(chain: Chain): readonly EffectStage[] {
  return chain.flatMap((stage) => ('stages' in stage ? leavesOf(stage.stages) : [stage]))
}

function countOf(stage: Chain[number]): number {
  return leavesOf([stage]).length
}

/** For each effect what it is, where others may change it. Not where people hide behind it, and not before such an effect:
 *  who makes the face larger makes the cells over it smaller. */
function offeredInfos(chain: Chain): readonly (EffectInfo | undefined)[] {
  const infos = leavesOf(chain).map((stage) => stage.effect ?? catalogue.get(stage.name))
  return infos.map((info, at) => {
    const isHidden = infos.slice(at).some((later) => later?.private && later.kind === info?.kind)
    return info && info === catalogue.get(info.name) && !isHidden ? info : undefined
  })
}

/** Not files, and not sound: a peer makes nothing be loaded. */
function controllableParams(info: EffectInfo): ParamDescriptor[] {
  return settableParams(info).filter(({ type }) => type !== 'image' && !type.startsWith('audio'))
}

/** undefined for a value that no chain text can say. */
function currentText({ values }: EffectStage, param: ParamDescriptor): string | undefined {
  try {
    return formatValue(values[param.name] ?? param.defaultValue ?? false, param)
  } catch {
    return undefined
  }
}

function readStage(effect: string, texts: Readonly<Record<string, string>>, stage: number): OfferedStage {
  const info = catalogue.get(effect)
  const entries = (info && !info.private ? controllableParams(info) : []).flatMap((param) => {
    const written = Object.hasOwn(texts, param.name) ? texts[param.name] : undefined
    const value = written === undefined ? undefined : readValue(param, written, effect)
    return value === undefined ? [] : [[param, value] as const]
  })
  return {
    stage,
    effect: info?.name ?? cleanName(effect),
    params: entries.map(([param]) => param),
    values: Object.fromEntries(entries.map(([{ name }, value]) => [name, value])),
  }
}

function readValue(param: ParamDescriptor, written: string, owner: string): ChainValue | undefined {
  try {
    return parseValue(written, param, owner)
  } catch {
    return undefined
  }
}

/** A slider moves to a value: what moves by itself is for its owner to set. */
function readSetting(param: ParamDescriptor, written: string, owner: string): ChainValue | undefined {
  const value = readValue(param, written, owner)
  return value === undefined || isDriven(value) ? undefined : value
}

function isDriven(value: ChainValue): boolean {
  return typeof value === 'object' && 'driver' in value
}
