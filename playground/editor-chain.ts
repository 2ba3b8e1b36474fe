// The effect of the code editor in a chain: which stage is it, and what becomes of its values when it is written anew.
import { renderImage } from '../components/render-image.ts'
import type { Chain, ChainValue, Effect, EffectStage, ParamDescriptor, Stage } from '../effects/effect.ts'
import { parseEffect } from '../effects/isf.ts'
import type { EditorWords } from './translations/en-editor.ts'

/** Every version that was put into a chain from here, whatever it was called. */
const versions = new WeakSet()

/** What inputs were set to, by type and name: one that is gone while its line is written comes back with its value. */
const remembered = new Map<string, ChainValue>()

/** Reads and compiles it, and draws a few pixels, since some mistakes show only then. Rejects with EffectError, or a
 *  DOMException for an image that the file names and that cannot be loaded. */
export async function compile(
  text: string,
  options: { file: string; baseUrl: string },
  words: EditorWords,
): Promise<Effect> {
  const effect = { ...parseEffect(text, options), name: options.file }
  refuseForeign(effect, options.baseUrl, words)
  await renderImage(new ImageData(16, 16), [effect])
  return effect
}

/** A file that is only opened asks no host but the one it came from and the page's own. */
function refuseForeign({ imported }: Effect, baseUrl: string, words: EditorWords): void {
  const own = [baseUrl, document.baseURI].map((url) => new URL(url).origin)
  for (const { url } of imported) {
    const { protocol, origin, host } = new URL(url)
    if (protocol !== 'data:' && !own.includes(origin)) throw new TypeError(words.term('foreignImage', host))
  }
}

/** The stage, in whichever group it is. */
export function ownStage(chain: Chain): EffectStage | undefined {
  for (const stage of chain) {
    const found = 'stages' in stage ? ownStage(stage.stages) : isOwn(stage) ? stage : undefined
    if (found) return found
  }
  return undefined
}

/** The chain with the newest version: in place of the former one, or at the end. */
export function withEffect(chain: Chain, effect: Effect): Chain {
  versions.add(effect)
  const replace = (stage: Stage): Stage => {
    if ('stages' in stage) return { ...stage, stages: stage.stages.map(replace) }
    return isOwn(stage) ? { ...stage, effect, values: valuesFor(effect, stage) } : stage
  }
  if (ownStage(chain)) return chain.map(replace)
  return [...chain, { name: '', effect, values: valuesFor(effect) }]
}

function isOwn({ effect }: EffectStage): boolean {
  return effect !== undefined && versions.has(effect)
}

/** What is set of the inputs that the effect has. */
function valuesFor(effect: Effect, former?: EffectStage): Record<string, ChainValue> {
  const keyOf = ({ type, name }: ParamDescriptor) => `${type} ${name}`
  for (const param of former?.effect?.params ?? []) {
    const value = former!.values[param.name]
    if (value === undefined) remembered.delete(keyOf(param))
    else remembered.set(keyOf(param), value)
  }
  return Object.fromEntries(
    effect.params.flatMap((param) => {
      const value = remembered.get(keyOf(param))
      const isChoice = !param.choices || param.choices.some((choice) => choice.value === value)
      return value === undefined || !isChoice ? [] : [[param.name, value]]
    }),
  )
}
