// Chains and values written as chain text: what effects/chain.ts reads. Used by recipes, remote controls and pages.
import { catalogue, findParam } from './catalogue.ts'
import type { Chain, ChainValue, ParamDescriptor, Stage } from './effect.ts'
import { kebabCase, squeeze } from './spelling.ts'

/** Writes a chain as text that `parseChain` reads back to the same chain. Values that are no text (images in memory,
 *  sound) are left out, and colours are written with 8 bits per component.
 *  @throws TypeError for a stage with an effect of its own, or with a name or value that no text can say */
export function formatChain(chain: Chain): string {
  return chain.map(formatStage).join(' ')
}

function formatStage(stage: Stage): string {
  const args: string[] = []
  let head: string
  if ('stages' in stage) {
    head = `[${formatChain(stage.stages)}]`
  } else {
    if (stage.effect) {
      throw new TypeError(
        `The effect "${stage.effect.name || 'without a name'}" came from a file: only built-in effects can be written as text.`,
      )
    }
    const info = catalogue.get(stage.name)
    if (!info) throw new TypeError(`There is no effect named "${stage.name}".`)
    head = stage.name
    for (const [name, value] of Object.entries(stage.values)) {
      const param = findParam(info, name)
      if (!param) throw new TypeError(`${stage.name} has no parameter "${name}".`)
      const text = formatValue(value, param)
      if (text !== undefined) args.push(`${kebabCase(param.name)}: ${text}`)
    }
  }
  if (stage.mix !== undefined) args.push(`mix: ${formatNumber(stage.mix)}`)
  if (stage.blend) args.push(`blend: ${stage.blend}`)
  return args.length > 0 ? `${head}(${args.join(', ')})` : head
}

/** Writes a value as chain text does; undefined for what cannot be text.
 *  @throws TypeError for a number that is none */
export function formatValue(value: ChainValue, param: ParamDescriptor): string | undefined {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${kebabCase(param.name)} is ${value}: that is no number to keep.`)
    return formatChoice(value, param) ?? formatNumber(value)
  }
  if (Array.isArray(value)) {
    const numbers = value as readonly number[]
    return param.type === 'color' ? formatColor(numbers) : `(${numbers.map(formatNumber).join(', ')})`
  }
  if (!('driver' in value)) return undefined
  const range = `${formatNumber(value.min)}..${formatNumber(value.max)}`
  return value.driver === 'lfo' ? `lfo(${formatNumber(value.frequency)}hz, ${range})` : `audio(${value.band}, ${range})`
}

/** A choice by its label, where that is a word that means this choice and no other. */
function formatChoice(value: number, { choices = [] }: ParamDescriptor): string | undefined {
  const choice = choices.find((one) => one.value === value)
  const word = choice && kebabCase(choice.label)
  if (!word || !/^[a-z]/.test(word)) return undefined
  return choices.find(({ label }) => squeeze(label) === squeeze(word)) === choice ? word : undefined
}

function formatColor(components: readonly number[]): string {
  const bytes = components.map((component) => Math.round(Math.min(Math.max(component, 0), 1) * 255))
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  return `#${(bytes[3] === 255 ? hex.slice(0, 3) : hex).join('')}`
}

function formatNumber(number: number): string {
  return Object.is(number, -0) ? '-0' : String(number)
}
