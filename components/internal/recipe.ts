// A chain that travels as text, to be rendered where it arrives: what may travel so, and what of it is believed. Used by both
// ends of a call in recipe mode.
import * as v from 'valibot'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { type ChainError, parseChain } from '../../effects/chain.ts'
import { formatChain } from '../../effects/format-chain.ts'
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { inPlainWords } from '../../effects/spelling.ts'
import { leavesOf } from './offered-stages.ts'

/** What the receiver's machine is asked for at most. */
const maxStages = 8
const maxLength = 2000

const messageSchema = v.strictObject({ chain: v.nullable(v.pipe(v.string(), v.maxLength(maxLength))) })

/** A message of the topic `recipe`. `chain` is null where what arrives is processed already. */
export type RecipeMessage = v.InferOutput<typeof messageSchema>

/** @returns the text of a chain that may travel
 *  @throws Error NotSupportedError with a sentence for the sender, where it may not; ChainError, TypeError for a chain that
 *    is none */
export function writeRecipe(chain: string | Chain): string {
  const stages = typeof chain === 'string' ? parseChain(chain) : chain
  const problem = problemOf(stages)
  if (problem) throw refusal(problem)
  const text = formatChain(stages)
  if (text.length > maxLength) throw refusal(`the effects take more than ${maxLength} characters to write`)
  // Values that a script has set may be such as no text can be read back to.
  parseChain(text)
  return text
}

/** @param data whatever a peer sent
 *  @returns the chain to apply to what they send; null for none, or an error for one that this side refuses: then nothing
 *    of what they send is shown */
export function readRecipe(data: unknown): Chain | Error | null {
  const result = v.safeParse(messageSchema, data)
  if (!result.success) return unusable('This version does not know what they sent.')
  if (result.output.chain === null) return null
  try {
    const chain = parseChain(result.output.chain)
    const problem = problemOf(chain)
    return problem ? unusable(`${problem}.`) : chain
  } catch (error) {
    return unusable((error as ChainError).message)
  }
}

/** @param reason a sentence */
function unusable(reason: string): DOMException {
  return new DOMException(
    `Nothing is shown, since their effects cannot be applied here: ${reason}`,
    'NotSupportedError',
  )
}

function refusal(problem: string): DOMException {
  return new DOMException(`Recipe mode is off: ${problem}. The processed stream is sent instead.`, 'NotSupportedError')
}

/** Why a chain may not travel, or ''. */
function problemOf(chain: Chain): string {
  const stages = leavesOf(chain)
  if (stages.length > maxStages) return `there are ${stages.length} effects, and ${maxStages} are the most`
  return stages.map(problemOfStage).find(Boolean) ?? ''
}

function problemOfStage({ name, effect, values }: EffectStage): string {
  if (effect) return `“${effect.name || 'an effect of your own'}” is not built in`
  const info = catalogue.get(name)
  if (!info) return `there is no effect named “${name}”`
  if (info.private) return `people hide behind “${inPlainWords(name)}”, and the raw stream would go out`
  // Text is drawn where it arrives; a URL would be loaded there, an id would name something else.
  const files = Object.entries(values).flatMap(([spelled, value]) => {
    const param = findParam(info, spelled)
    const isFile = param && (param.type === 'image' || param.type.startsWith('audio'))
    return isFile && !(typeof value === 'string' && param.text !== undefined) ? [param.label] : []
  })
  return files.length > 0 ? `“${files[0]}” of “${inPlainWords(name)}” is a file or another source` : ''
}
