// What a script's default export says of its effect, checked. Whatever is wrong is a sentence in an EffectError. Used by
// the worker that runs the script.
import type { EffectDefinition, ModuleParam } from './define-effect.ts'
import { EffectError, type ModuleEffect, type ParamDescriptor } from './effect.ts'
import { didYouMean, inPlainWords, squeeze } from './spelling.ts'

/** What people call a script: the end of its URL. */
export function fileOf(url: string): string {
  return url.split(/[?#]/)[0]!.split('/').at(-1)!
}

/** A default export that is an effect, or it throws EffectError.
 *  @param url of the script, absolute */
export function checkDefinition(exported: unknown, url: string): EffectDefinition {
  const fail = (reason: string) => new EffectError(reason, fileOf(url))
  if (!isRecord(exported)) {
    throw fail('The script has no effect. End it with: export default defineEffect({ name, params, process }).')
  }
  checkKeys(exported, ['name', 'description', 'private', 'flashes', 'params', 'process'], 'An effect', fail)
  const { name, description, params, process } = exported
  if (typeof name !== 'string' || !/^[a-z][a-z\d-]*$/.test(name)) {
    throw fail(`name is ${shown(name)}: write it in small letters, digits and hyphens, such as "my-effect".`)
  }
  if (description !== undefined && typeof description !== 'string') throw fail('description must be text.')
  for (const key of ['private', 'flashes']) {
    if (exported[key] !== undefined && typeof exported[key] !== 'boolean') throw fail(`${key} is true or false.`)
  }
  if (typeof process !== 'function') {
    throw fail('process must be a function. Write: process(image, params, frame) { … }.')
  }
  if (params !== undefined && !Array.isArray(params)) {
    throw fail('params must be an array such as [{ name: "amount", defaultValue: 1, minValue: 0, maxValue: 2 }].')
  }
  const names = new Set<string>()
  for (const param of (params ?? []) as unknown[]) {
    checkParam(param, fail)
    if (names.has(squeeze(param.name))) throw fail(`Two params are called "${param.name}". Give one another name.`)
    names.add(squeeze(param.name))
  }
  return exported as unknown as EffectDefinition
}

/** The effect as menus, sliders and chains see it. */
export function describeModule(
  { name, description = '', private: isPrivate = false, flashes = false, params = [] }: EffectDefinition,
  url: string,
): ModuleEffect {
  return {
    name,
    kind: 'video',
    description,
    categories: [],
    params: params.map(describeParam),
    private: isPrivate,
    flashes,
    generator: false,
    module: url,
  }
}

type Fail = (reason: string) => EffectError

function checkParam(param: unknown, fail: Fail): asserts param is ModuleParam {
  if (!isRecord(param)) throw fail('A param is { name, defaultValue, minValue, maxValue }.')
  const { name, defaultValue, minValue, maxValue, type, label, unit, choices } = param
  if (typeof name !== 'string' || !/^[a-z][\w-]*$/i.test(name)) {
    throw fail(`A param's name is ${shown(name)}: use letters, digits, _ and -, and begin with a letter.`)
  }
  const known = ['name', 'defaultValue', 'minValue', 'maxValue', 'type', 'label', 'unit', 'choices']
  checkKeys(param, known, `The param "${name}"`, fail)
  const derived = typeOf(defaultValue)
  if (!derived) {
    throw fail(`defaultValue of "${name}" must be a number, true or false, [x, y], or [r, g, b, a] in 0..1.`)
  }
  if (type !== undefined && type !== derived && !(type === 'long' && derived === 'float')) {
    const types = 'float, long, bool, point2D or color'
    throw fail(`"${name}" has the type ${shown(type)} and a defaultValue of a ${derived}. Write one of ${types}.`)
  }
  if (label !== undefined && typeof label !== 'string') throw fail(`label of "${name}" must be text.`)
  if (unit !== undefined && !(unit === 'px' && /^(float|point2D)$/.test(derived))) {
    throw fail(`unit of "${name}" can be "px", for a number or a point in pixels.`)
  }
  for (const [key, limit] of Object.entries({ minValue, maxValue })) {
    if (limit === undefined) continue
    const fits = derived === 'point2D' ? typeOf(limit) === 'point2D' : derived === 'float' && typeOf(limit) === 'float'
    if (!fits) throw fail(`${key} of "${name}" must be ${derived === 'point2D' ? '[x, y]' : 'a number, for a number'}.`)
  }
  const [least, value, most] = [minValue, defaultValue, maxValue].map(axesOf)
  for (const axis of value!.keys()) {
    const [low = -Infinity, high = Infinity] = [least![axis], most![axis]]
    if (low > high) throw fail(`minValue of "${name}" is above its maxValue. Exchange them.`)
    const isInside = value![axis]! >= low && value![axis]! <= high
    if (!isInside) throw fail(`defaultValue of "${name}" lies outside of minValue and maxValue.`)
  }
  const isChoice = (one: unknown) => isRecord(one) && Number.isInteger(one.value) && typeof one.label === 'string'
  if (choices !== undefined && !(type === 'long' && Array.isArray(choices) && choices.every(isChoice))) {
    throw fail(`choices of "${name}" are for a long: [{ value: 0, label: "first" }, …].`)
  }
}

function describeParam(param: ModuleParam): ParamDescriptor {
  const { name, defaultValue, minValue, maxValue, type, label, unit, choices } = param
  const isNumber = typeof defaultValue === 'number'
  return {
    name,
    type: type ?? typeOf(defaultValue)!,
    label: label ?? inPlainWords(name),
    defaultValue,
    minValue: minValue ?? (isNumber ? Math.min(0, defaultValue) : undefined),
    maxValue: maxValue ?? (isNumber ? Math.max(1, defaultValue) : undefined),
    ...(unit && { unit }),
    ...(choices && { choices }),
  }
}

function typeOf(value: unknown): 'float' | 'bool' | 'point2D' | 'color' | null {
  if (typeof value === 'boolean') return 'bool'
  if (Number.isFinite(value)) return 'float'
  if (!Array.isArray(value) || !value.every((one) => Number.isFinite(one))) return null
  if (value.length === 4) return value.every((one) => one >= 0 && one <= 1) ? 'color' : null
  return value.length === 2 ? 'point2D' : null
}

/** A number has one, a point two; nothing else has limits. */
function axesOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return Array.isArray(value) && value.length === 2 ? (value as number[]) : []
}

function checkKeys(record: Record<string, unknown>, known: readonly string[], owner: string, fail: Fail): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    throw fail(`${owner} has no "${unknown}".${didYouMean(unknown, known) || ` It has ${known.join(', ')}.`}`)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : value === undefined ? 'missing' : JSON.stringify(value)
}
