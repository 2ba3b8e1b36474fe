// Which function a call means, and what becomes of its arguments. Used by the checker.
import { type BuiltinForm, builtins } from './builtins.ts'
import { type Position, errorAt } from './lexer.ts'
import { didYouMean } from '../../effects/spelling.ts'
import { article, convert, requireWritable } from './operators.ts'
import type { Names } from './scope.ts'
import type { Expression, ImageRead, ShaderFunction } from './tree.ts'
import { type Type, conversionCost, typeName, vec2Type, vectorType, voidType } from './types.ts'

/** One way to call a name. */
interface Form {
  readonly types: readonly Type[]
  /** Parameters that are written. */
  readonly outs: ReadonlySet<number>
  readonly target: ShaderFunction | BuiltinForm
}

/** Most forms of a function that an error lists. */
const maxListed = 4

/** @throws EffectError where no function of that name takes such arguments */
export function call(name: string, args: readonly Expression[], at: Position, names: Names): Expression {
  if (names.environment.hostFunctions.has(name)) {
    if (args.length > 0) throw errorAt(`${name}() takes no arguments.`, at)
    return { kind: 'builtin', at, type: voidType, name: 'isf_vertShaderInit', args: [] }
  }
  const forms = [...names.functions(name).map(ownForm), ...(builtins.get(name) ?? []).map(builtinForm)]
  if (forms.length === 0) throw unknown(name, at, names)
  let best: Form | undefined
  let lowest = Infinity
  for (const form of forms) {
    const cost = costOf(form, args)
    if (cost < lowest) [best, lowest] = [form, cost]
  }
  if (!best) throw noForm(name, forms, args, at)
  const { outs, types, target } = best
  const converted = args.map((arg, index) => convert(arg, types[index]!)!)
  for (const index of outs) requireWritable(args[index]!)
  if (!('outs' in target)) return { kind: 'call', at, type: target.returns, callee: target, args: converted }
  // What a desktop host makes of IMG_PIXEL and IMG_NORM_PIXEL, which some files were saved with: the position comes last.
  if (name.startsWith('VVSAMPLER_')) return imageRead(target.name, [converted[0]!, converted.at(-1)!], at)
  if (target.name.startsWith('IMG_')) return imageRead(target.name, converted, at)
  if (target.name.endsWith('Offset')) return withOffset(target, types, converted, at)
  return { kind: 'builtin', at, type: target.returns, name: target.name, args: converted }
}

const reads: Readonly<Record<string, ImageRead['read']>> = {
  IMG_PIXEL: 'pixel',
  IMG_NORM_PIXEL: 'normalized',
  IMG_THIS_PIXEL: 'this',
  IMG_SIZE: 'size',
}

/** Hosts take a bias behind the position, which means nothing to pictures of one size, and leave alone what stands behind
 *  the picture in IMG_THIS_PIXEL.
 *  @param name one of `reads` */
export function imageRead(name: string, [image, position]: readonly Expression[], at: Position): ImageRead {
  const type = name === 'IMG_SIZE' ? vec2Type : builtins.get('IMG_PIXEL')![0]!.returns
  const read = reads[name]!
  return { kind: 'image', at, type, read, image: image!, position: read === 'this' ? null : (position ?? null) }
}

/** `textureOffset(image, place, by)` -> `texture(image, place + vec2(by) / size)`, and its like. */
function withOffset(
  { name, returns }: BuiltinForm,
  types: readonly Type[],
  args: readonly Expression[],
  at: Position,
): Expression {
  const [image, place, ...others] = args as [Expression, Expression, ...Expression[]]
  const [by] = others.splice(
    types.slice(2).findIndex((type) => type === vectorType('int', 2)),
    1,
  )
  const { type } = place
  const sum = (right: Expression): Expression => ({ kind: 'binary', at, type, operator: '+', left: place, right })
  const share = (): Expression => {
    const right = imageRead('IMG_SIZE', [image], at)
    return { kind: 'binary', at, type, operator: '/', left: { kind: 'cast', at, type, value: by! }, right }
  }
  const moved = sum(name === 'texelFetchOffset' ? by! : share())
  return { kind: 'builtin', at, type: returns, name: name.replace('Offset', ''), args: [image, moved, ...others] }
}

function ownForm(target: ShaderFunction): Form {
  const outs = target.parameters.flatMap(({ direction }, index) => (direction === 'in' ? [] : [index]))
  return { types: target.parameters.map(({ type }) => type), outs: new Set(outs), target }
}

function builtinForm(target: BuiltinForm): Form {
  return { types: target.parameters, outs: target.outs, target }
}

/** What all conversions of the arguments cost; Infinity where they do not fit. */
function costOf({ types, outs }: Form, args: readonly Expression[]): number {
  if (types.length !== args.length) return Infinity
  let sum = 0
  for (const [index, { type }] of args.entries()) {
    const cost = conversionCost(type, types[index]!)
    // What is written has to come back as it is.
    sum += outs.has(index) && cost > 0 ? Infinity : cost
  }
  return sum
}

function unknown(name: string, at: Position, names: Names): Error {
  if (names.variable(name)) return errorAt(`"${name}" is a variable, not a function.`, at)
  const known = [...names.functionNames(), ...names.environment.hostFunctions, ...builtins.keys()]
  return errorAt(`There is no function "${name}".${didYouMean(name, known)}`, at)
}

function noForm(name: string, forms: readonly Form[], args: readonly Expression[], at: Position): Error {
  const given = args.map(({ type }) => typeName(type)).join(', ')
  const counts = [...new Set(forms.map(({ types }) => types.length))].sort((a, b) => a - b)
  if (!counts.includes(args.length)) {
    const word = counts.at(-1) === 1 ? 'argument' : 'arguments'
    return errorAt(`${name}() takes ${counts.join(' or ')} ${word}, not ${args.length}.`, at)
  }
  // The ones that fit best first.
  const fits = ({ types }: Form) =>
    args.filter(({ type }, index) => conversionCost(type, types[index]!) < Infinity).length
  const near = forms.filter(({ types }) => types.length === args.length).sort((a, b) => fits(b) - fits(a))
  const [only, second] = near
  if (only && !second) {
    const wrong = args.findIndex(({ type }, index) => conversionCost(type, only.types[index]!) > 0)
    const { type, at: argumentAt } = args[Math.max(wrong, 0)]!
    return errorAt(`${written(name, only)} is called with ${article(type)} as argument ${wrong + 1}.`, argumentAt)
  }
  const listed = near.slice(0, maxListed).map((form) => written(name, form))
  return errorAt(
    `There is no ${name}(${given}). Candidates: ${listed.join(', ')}${near.length > maxListed ? ' …' : ''}.`,
    at,
  )
}

function written(name: string, { types, outs }: Form): string {
  return `${name}(${types.map((type, index) => (outs.has(index) ? 'out ' : '') + typeName(type)).join(', ')})`
}
