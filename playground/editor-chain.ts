// The effect of the code editor in a chain: which stage is it, and what becomes of its values when it is written anew.
import { renderImage } from '../components/render-image.ts'
import type { Chain, ChainValue, Effect, EffectStage, ParamDescriptor, Stage } from '../effects/effect.ts'
import { parseEffect } from '../effects/isf.ts'
import { kebabCase } from '../effects/spelling.ts'
import type { Draft } from './editor-draft.ts'
import { seemsToFlash } from './editor-flashes.ts'
import { WordedError } from './worded-error.ts'

/** Every version that was compiled here, whatever it was called, and what was written then. */
const versions = new WeakMap<object, Draft>()
/** What is compiled again while it is the same is the same effect. */
let newest: Effect | null = null

/** What inputs were set to, by type and name: one that is gone while its line is written comes back with its value. */
const remembered = new Map<string, ChainValue>()

/** Reads and compiles it, and draws a few pixels, since some mistakes show only then. It is marked as flashing where it is
 *  seen to, whatever the file says. Rejects with EffectError, a WordedError, or a DOMException for an image that the file
 *  names and that cannot be loaded. */
export async function compile(draft: Draft): Promise<Effect> {
  if (newest && isSame(versions.get(newest)!, draft)) return newest
  const file = kebabCase(draft.name) || 'my-effect'
  const baseUrl = draft.baseUrl || document.baseURI
  const effect = { ...parseEffect(draft.text, { file, baseUrl }), name: file }
  refuseForeign(effect, baseUrl)
  await renderImage(new ImageData(16, 16), [effect])
  newest = effect.flashes || !(await seemsToFlash(effect)) ? effect : { ...effect, flashes: true }
  versions.set(newest, draft)
  return newest
}

function isSame(a: Draft, b: Draft): boolean {
  return a.name === b.name && a.text === b.text && a.baseUrl === b.baseUrl
}

/** A file that is only opened asks no host but the one it came from and the page's own. */
function refuseForeign({ imported }: Effect, baseUrl: string): void {
  const own = [baseUrl, document.baseURI].map((url) => new URL(url).origin)
  for (const { url } of imported) {
    const { protocol, origin, host } = new URL(url)
    if (protocol !== 'data:' && !own.includes(origin)) {
      throw new WordedError((words) => words.term('foreignImage', host))
    }
  }
}

/** A stage with such an effect. */
export type OwnStage = EffectStage & { readonly effect: Effect }

/** The stage, in whichever group it is. */
export function ownStage(chain: Chain): OwnStage | undefined {
  for (const stage of chain) {
    const found = 'stages' in stage ? ownStage(stage.stages) : isOwn(stage) ? stage : undefined
    if (found) return found
  }
  return undefined
}

/** What was written when the effect was compiled. */
export function draftOf({ effect }: OwnStage): Draft {
  return versions.get(effect)!
}

/** The chain with the newest version: in place of the former one, or at the end. */
export function withEffect(chain: Chain, effect: Effect): Chain {
  const replace = (stage: Stage): Stage => {
    if ('stages' in stage) return { ...stage, stages: stage.stages.map(replace) }
    return isOwn(stage) ? { ...stage, effect, values: valuesFor(effect, stage) } : stage
  }
  if (ownStage(chain)) return chain.map(replace)
  return [...chain, stageFor(effect)]
}

/** As it comes into a chain: with what its inputs were set to before. */
export function stageFor(effect: Effect): OwnStage {
  return { name: '', effect, values: valuesFor(effect) }
}

/** The chain with one value of the stage another one.
 *  @param value undefined for the default */
export function withValue(chain: Chain, name: string, value: ChainValue | undefined): Chain {
  return chain.map((stage): Stage => {
    if ('stages' in stage) return { ...stage, stages: withValue(stage.stages, name, value) }
    if (!isOwn(stage)) return stage
    const { [name]: _, ...others } = stage.values
    return { ...stage, values: value === undefined ? others : { ...others, [name]: value } }
  })
}

/** For when the stage comes into a chain. */
export function remember(param: ParamDescriptor, value: ChainValue | undefined): void {
  if (value === undefined) remembered.delete(keyOf(param))
  else remembered.set(keyOf(param), value)
}

function keyOf({ type, name }: ParamDescriptor): string {
  return `${type} ${name}`
}

function isOwn(stage: EffectStage): stage is OwnStage {
  return stage.effect !== undefined && versions.has(stage.effect)
}

/** What is set of the inputs that the effect has. */
function valuesFor(effect: Effect, former?: EffectStage): Record<string, ChainValue> {
  for (const param of former?.effect?.params ?? []) remember(param, former!.values[param.name])
  return Object.fromEntries(
    effect.params.flatMap((param) => {
      const value = remembered.get(keyOf(param))
      const isChoice = !param.choices || param.choices.some((choice) => choice.value === value)
      return value === undefined || !isChoice ? [] : [[param.name, value]]
    }),
  )
}
