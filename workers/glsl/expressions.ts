// Expressions of the syntax tree -> typed ones. Used by the checker.
import type * as ast from './ast.ts'
import { builtinConstants, builtins } from './builtins.ts'
import { call, imageRead } from './calls.ts'
import { isConstant, scalarValue } from './constant.ts'
import { construct } from './constructors.ts'
import { builtIns } from './environment.ts'
import { type Position, errorAt } from './lexer.ts'
import { didYouMean } from '../../effects/spelling.ts'
import { article, assign, binary, convert, convertOrFail, requireWritable, unary } from './operators.ts'
import type { Names } from './scope.ts'
import type { Expression, Variable } from './tree.ts'
import {
  type Type,
  boolType,
  floatType,
  holdsSampler,
  intType,
  isInteger,
  isNumeric,
  isSameType,
  isScalar,
  namedTypes,
  typeName,
  vec2Type,
  vec4Type,
  vectorType,
} from './types.ts'

const swizzleSets = ['xyzw', 'rgba', 'stpq']
const maxArrayLength = 4096

export class ExpressionChecker {
  readonly #names: Names

  constructor(names: Names) {
    this.#names = names
  }

  /** @throws EffectError */
  check(syntax: ast.Expression): Expression {
    switch (syntax.kind) {
      case 'literal':
        return { kind: 'literal', at: syntax.at, type: vectorType(syntax.component, 1), value: syntax.value }
      case 'name':
        return this.#name(syntax)
      case 'unary':
        return unary(syntax.operator, this.check(syntax.operand), syntax.at)
      case 'step':
        return this.#step(syntax)
      case 'binary':
        return binary(syntax.operator, this.check(syntax.left), this.check(syntax.right), syntax.operatorAt)
      case 'assign':
        return this.#assign(syntax)
      case 'conditional':
        return this.#conditional(syntax)
      case 'call':
        return this.#call(syntax)
      case 'construct':
        return this.#construct(syntax)
      case 'member':
        return this.#member(syntax)
      case 'length':
        return this.#length(syntax)
      case 'index':
        return this.#index(syntax)
      case 'list':
        throw errorAt('A list in { } can only be the first value of a variable.', syntax.at)
    }
  }

  /** @param what it is, for errors: `The condition of if` */
  condition(syntax: ast.Expression, what: string): Expression {
    const condition = this.check(syntax)
    if (isScalar(condition.type, 'bool')) return condition
    const hint = isScalar(condition.type) ? ' Compare it: … != 0.' : ''
    throw errorAt(`${what} is a bool, not ${article(condition.type)}.${hint}`, syntax.at)
  }

  /** The value that a variable starts with.
   *  @param name of the variable, for errors */
  initialiser(syntax: ast.Expression, type: Type, name: string): Expression {
    if (syntax.kind !== 'list') return convertOrFail(this.check(syntax), type, `"${name}"`)
    const part = (index: number): Type =>
      type.kind === 'array'
        ? type.element
        : type.kind === 'struct'
          ? (type.fields[index]?.type ?? type)
          : type.kind === 'matrix'
            ? vectorType('float', type.rows)
            : type.kind === 'vector'
              ? vectorType(type.component, 1)
              : type
    return construct(
      type,
      syntax.items.map((item, index) => this.initialiser(item, part(index), name)),
      syntax.at,
    )
  }

  /** The type that is written.
   *  @param length of the array where its size is left out; null: that is an error */
  type(syntax: ast.TypeSyntax, length: number | null = null): Type {
    return this.sized(this.#element(syntax), syntax.sizes, syntax.at, length)
  }

  #element({ name, at }: ast.TypeSyntax): Type {
    const known = this.#names.struct(name) ?? namedTypes.get(name)
    if (known) return known
    if (name.startsWith('sampler')) throw errorAt(`"${name}" is not supported: pictures are of type sampler2D.`, at)
    throw errorAt(`"${name}" is no type.${didYouMean(name, namedTypes.keys())}`, at)
  }

  /** An array of the type, where there are sizes. */
  sized(element: Type, sizes: readonly ast.ArraySize[], at: Position, length: number | null = null): Type {
    const [size] = sizes
    if (size === undefined) return element
    if (sizes.length > 1 || element.kind === 'array') {
      throw errorAt('Arrays of arrays do not run in WebGL. Use one array and compute the index.', at)
    }
    if (size === null) {
      if (length === null) throw errorAt('The array needs a size: [4].', at)
      return { kind: 'array', element, length }
    }
    const value = scalarValue(this.check(size))
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw errorAt('The size of an array must be a whole number that is known beforehand.', size.at)
    }
    if (value < 1 || value > maxArrayLength) throw errorAt(`An array has 1 to ${maxArrayLength} elements.`, size.at)
    return { kind: 'array', element, length: value }
  }

  #use(variable: Variable, { at }: { at: Expression['at'] }): Expression {
    return { kind: 'variable', at, type: variable.type, variable }
  }

  #name(syntax: ast.NameSyntax): Expression {
    const { name, at } = syntax
    const variable = this.#names.variable(name)
    if (variable) return this.#use(variable, syntax)
    const known = this.#pictureDetail(syntax) ?? this.#place(syntax)
    if (known) return known
    if (name === 'gl_FragData') throw errorAt('Write gl_FragData[0].', at)
    if (Object.hasOwn(builtinConstants, name))
      return { kind: 'literal', at, type: intType, value: builtinConstants[name]! }
    if (this.#names.functions(name).length > 0 || builtins.has(name)) {
      throw errorAt(`"${name}" is a function. Call it: ${name}(…).`, at)
    }
    throw errorAt(`"${name}" is not declared.${didYouMean(name, this.#names.variableNames())}`, at)
  }

  /** ISF's older hosts declare `_NAME_imgSize`, `_NAME_imgRect` and `_NAME_flip` beside each picture, and files read
   *  them. Our pictures are textures of their own, upright. */
  #pictureDetail({ name, at }: ast.NameSyntax): Expression | null {
    const [, imageName = '', detail] = /^_(\w+)_(imgSize|imgRect|flip)$/.exec(name) ?? []
    const image = this.#names.environment.variables.get(imageName)
    if (image?.type.kind !== 'sampler') return null
    if (detail === 'flip') return { kind: 'literal', at, type: boolType, value: false }
    if (detail === 'imgSize') return imageRead('IMG_SIZE', [this.#use(image, { at })], at)
    const number = (value: number): Expression => ({ kind: 'literal', at, type: floatType, value })
    return { kind: 'construct', at, type: vec4Type, args: [0, 0, 1, 1].map(number) }
  }

  /** The pixel's middle, as ISF's web host calls it. */
  #place({ name, at }: ast.NameSyntax): Expression | null {
    if (name !== 'isf_FragCoord' || this.#names.environment.stage !== 'fragment') return null
    return { kind: 'swizzle', at, type: vec2Type, object: this.#use(builtIns.fragCoord, { at }), indices: [0, 1] }
  }

  #step({ operator, isPrefix, operand: syntax, at }: ast.StepSyntax): Expression {
    const operand = this.check(syntax)
    if (!isNumeric(operand.type) && operand.type.kind !== 'matrix') {
      throw errorAt(`${operator} cannot be used on ${article(operand.type)}.`, at)
    }
    requireWritable(operand)
    return { kind: 'step', at, type: operand.type, operator, isPrefix, operand }
  }

  #assign({ operator, operatorAt, target: syntax, value }: ast.AssignSyntax): Expression {
    const target = this.check(syntax)
    if (holdsSampler(target.type)) throw errorAt('A picture cannot be assigned.', operatorAt)
    return assign(operator, target, this.check(value), operatorAt)
  }

  #conditional(syntax: ast.ConditionalSyntax): Expression {
    const condition = this.condition(syntax.condition, 'What stands before ?')
    const [a, b] = [this.check(syntax.whenTrue), this.check(syntax.whenFalse)]
    const whenTrue = convert(a, b.type) ?? a
    const whenFalse = convert(b, a.type) ?? b
    const { type } = whenTrue
    if (!isSameType(type, whenFalse.type)) {
      throw errorAt(`? : chooses between ${article(a.type)} and ${article(b.type)}: make them one type.`, b.at)
    }
    if (type.kind === 'void' || holdsSampler(type)) throw errorAt(`? : cannot choose a ${typeName(type)}.`, a.at)
    return { kind: 'conditional', at: syntax.at, type, condition, whenTrue, whenFalse }
  }

  #call({ name, args, at }: ast.CallSyntax): Expression {
    const checked = args.map((arg) => this.check(arg))
    const struct = this.#names.struct(name)
    return struct ? construct(struct, checked, at) : call(name, checked, at, this.#names)
  }

  #construct({ type, args, at }: ast.ConstructSyntax): Expression {
    const checked = args.map((arg) => this.check(arg))
    return construct(this.type(type, args.length), checked, at)
  }

  #member({ object: syntax, name, nameAt, at }: ast.MemberSyntax): Expression {
    const object = this.check(syntax)
    const { type } = object
    if (type.kind === 'struct') {
      const field = type.fields.find((field) => field.name === name)
      if (field) return { kind: 'member', at, type: field.type, object, name }
      const names = type.fields.map((field) => field.name)
      throw errorAt(`The struct ${type.name} has no field "${name}".${didYouMean(name, names)}`, nameAt)
    }
    if (type.kind !== 'vector') throw errorAt(`${article(type)} has no components.`.replace(/^a/, 'A'), nameAt)
    const set = swizzleSets.find((set) => Array.from(name).every((letter) => set.includes(letter)))
    if (!set || name.length > 4) {
      throw errorAt(`".${name}" names no components: use up to four of xyzw, rgba or stpq.`, nameAt)
    }
    const indices = Array.from(name, (letter) => set.indexOf(letter))
    const beyond = indices.find((index) => index >= type.size)
    if (beyond !== undefined) {
      const part = type.size === 1 ? 'one component' : `${type.size} components`
      throw errorAt(`${article(type)} has ${part}, so there is no .${set[beyond]!}.`.replace(/^a/, 'A'), nameAt)
    }
    const result = vectorType(type.component, indices.length)
    if (type.size > 1) return { kind: 'swizzle', at, type: result, object, indices }
    // Desktop GLSL takes the components of a scalar.
    return indices.length === 1 ? object : { kind: 'construct', at, type: result, args: [object] }
  }

  #length({ object, at }: ast.LengthSyntax): Expression {
    const { type } = this.check(object)
    if (type.kind === 'array') return { kind: 'literal', at, type: intType, value: type.length }
    throw errorAt(`Only arrays have a length(). For the length of a vector write length(…).`, at)
  }

  #index({ object: syntax, index: indexSyntax, at }: ast.IndexSyntax): Expression {
    const index = this.check(indexSyntax)
    if (!isInteger(index.type) || !isScalar(index.type)) {
      throw errorAt(`An index is an int, not ${article(index.type)}. Write int(…).`, index.at)
    }
    const isFragData = syntax.kind === 'name' && syntax.name === 'gl_FragData' && !this.#names.variable('gl_FragData')
    if (isFragData && this.#names.environment.stage === 'fragment') {
      if (scalarValue(index) !== 0) throw errorAt('An effect has one result: write gl_FragData[0].', index.at)
      return this.#use(builtIns.fragColor, syntax)
    }
    const object = this.check(syntax)
    const { type } = object
    const [count, element] =
      type.kind === 'array'
        ? [type.length, type.element]
        : type.kind === 'matrix'
          ? [type.columns, vectorType('float', type.rows)]
          : type.kind === 'vector' && type.size > 1
            ? [type.size, vectorType(type.component, 1)]
            : [0, null]
    if (!element) throw errorAt(`${article(type)} cannot be indexed.`.replace(/^a/, 'A'), at)
    const value = isConstant(index) ? scalarValue(index) : undefined
    if (typeof value === 'number' && (value < 0 || value >= count)) {
      throw errorAt(`The index ${value} is outside: there are ${count}, from 0 to ${count - 1}.`, index.at)
    }
    return { kind: 'index', at, type: element, object, index }
  }
}
