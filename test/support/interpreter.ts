// A plain interpreter of the typed tree, one pixel at a time, for the tests of the wasm compiler: every operation on
// floats is rounded to 32 bits by itself, in the order in which GLSL writes it. Slow, and meant to be obviously right.
import {
  type Binary,
  type Expression,
  type Loop,
  type Shader,
  type ShaderFunction,
  type Statement,
  type Variable,
} from '../../workers/glsl/tree.ts'
import type { Component, Type } from '../../workers/glsl/types.ts'
import { componentsOf } from '../../workers/wasm/components.ts'
import { mathFunction, mathShader } from '../../workers/wasm/math.ts'
import { f, scalars, stored, sum, type Value, wholes } from './interpreter-functions.ts'

/** What the shader finds around it. */
export interface Host {
  value(variable: Variable): Value
  /** Width and height of a picture. */
  size(variable: Variable): Value
  /** Red, green, blue and alpha at a position in texels, counted from the middle of the lower left one. */
  sample(variable: Variable, x: number, y: number, isNearest: boolean): Value
}

/** What is to be read and written, now or later. */
interface Place {
  read(): Value
  write(value: Value): void
  /** How many components it has. */
  readonly count: number
}

/** More rounds than any test wants. */
const maxRounds = 10_000

type Completion = 'on' | 'break' | 'continue' | 'return' | 'discard'

export class Interpreter {
  readonly #shader: Shader
  readonly #host: Host
  readonly #values = new Map<Variable, number[]>()
  readonly #samplers = new Map<Variable, Variable>()
  #result: Value = []
  #isDiscarded = false

  constructor(shader: Shader, host: Host) {
    this.#shader = shader
    this.#host = host
  }

  /** @returns what main leaves in the variable; null where it discards the pixel */
  run(output: Variable): Value | null {
    this.#values.set(output, zero(output.type))
    for (const { variable, value } of this.#shader.globals) {
      this.#values.set(variable, value ? [...this.#evaluate(value)] : zero(variable.type))
    }
    this.#call(this.#shader.main, [])
    return this.#isDiscarded ? null : this.#values.get(output)!
  }

  call(callee: ShaderFunction, args: readonly Value[]): Value {
    return this.#call(callee, args)
  }

  #call(callee: ShaderFunction, args: readonly Value[]): Value {
    for (const [index, parameter] of callee.parameters.entries()) this.#values.set(parameter, [...args[index]!])
    this.#result = zero(callee.returns)
    this.#block(callee.body.statements)
    return this.#result
  }

  // Statements

  #block(statements: readonly Statement[]): Completion {
    for (const statement of statements) {
      const completion = this.#execute(statement)
      if (completion !== 'on') return completion
    }
    return 'on'
  }

  #execute(statement: Statement): Completion {
    switch (statement.kind) {
      case 'block':
        return this.#block(statement.statements)
      case 'declare': {
        const { variable, value } = statement
        this.#values.set(variable, value ? [...this.#evaluate(value)] : zero(variable.type))
        break
      }
      case 'expression':
        this.#evaluate(statement.expression)
        break
      case 'if': {
        const branch = this.#isTrue(statement.condition) ? statement.whenTrue : statement.whenFalse
        if (this.#isDiscarded) return 'discard'
        return branch ? this.#block(branch.statements) : 'on'
      }
      case 'loop':
        return this.#loop(statement)
      case 'switch': {
        const key = this.#evaluate(statement.value)[0]! | 0
        const found = statement.cases.findIndex(({ value }) => value !== null && (value | 0) === key)
        const first = found >= 0 ? found : statement.cases.findIndex(({ value }) => value === null)
        if (first < 0) break
        const all = statement.cases.flatMap(({ statements }) => statements)
        // What cases declare is there in all that come after them.
        for (const one of all) {
          if (one.kind !== 'declare') continue
          if (one.variable.isConstant) this.#execute(one)
          else this.#values.set(one.variable, zero(one.variable.type))
        }
        const completion = this.#block(statement.cases.slice(first).flatMap(({ statements }) => statements))
        return completion === 'break' ? 'on' : completion
      }
      case 'return':
        if (statement.value) this.#result = this.#evaluate(statement.value)
        return this.#isDiscarded ? 'discard' : 'return'
      case 'discard':
        this.#isDiscarded = true
        return 'discard'
      default:
        return statement.kind
    }
    // A function that was called may have discarded the pixel.
    return this.#isDiscarded ? 'discard' : 'on'
  }

  #loop({ init, condition, step, body, isDo }: Loop): Completion {
    this.#block(init)
    for (let round = 0; round < maxRounds; round++) {
      if (condition && !(isDo && round === 0) && !this.#isTrue(condition)) return 'on'
      if (this.#isDiscarded) return 'discard'
      const completion = this.#block(body.statements)
      if (completion === 'break') return 'on'
      if (completion === 'return' || completion === 'discard') return completion
      if (step) this.#evaluate(step)
    }
    throw new Error('The loop does not end.')
  }

  // Expressions

  #isTrue(condition: Expression): boolean {
    return this.#evaluate(condition)[0] !== 0
  }

  #evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal': {
        const value = Number(expression.value)
        return [stored(componentOf(expression.type), value)]
      }
      case 'variable':
        return this.#values.get(expression.variable) ?? this.#host.value(expression.variable)
      case 'cast': {
        const [from, to] = [componentOf(expression.value.type), componentOf(expression.type)]
        return this.#evaluate(expression.value).map((one) => converted(one, from, to))
      }
      case 'construct':
        return this.#construct(expression.type, expression.args)
      case 'unary': {
        const component = componentOf(expression.operand.type)
        const values = this.#evaluate(expression.operand)
        switch (expression.operator) {
          case '+':
            return values
          case '-':
            return values.map((one) => stored(component, -one))
          case '!':
            return values.map((one) => 1 - one)
          default:
            return values.map((one) => stored(component, ~one))
        }
      }
      case 'step': {
        const component = componentOf(expression.operand.type)
        const by = expression.operator === '++' ? '+' : '-'
        const place = this.#place(expression.operand)
        const old = place.read()
        const value = old.map((one) => arithmetic(by, component, one, 1))
        place.write(value)
        return expression.isPrefix ? value : old
      }
      case 'binary':
        return this.#binary(expression)
      case 'assign': {
        const { operator, target, value } = expression
        const place = this.#place(target)
        const old = place.read()
        const given = this.#evaluate(value)
        const result = operator === null ? given : combine(operator, old, target.type, given, value.type)
        place.write(result)
        return result
      }
      case 'conditional':
        return this.#evaluate(this.#isTrue(expression.condition) ? expression.whenTrue : expression.whenFalse)
      case 'call': {
        const { callee, args } = expression
        const places: (Place | null)[] = []
        const given = args.map((arg, index) => {
          const parameter = callee.parameters[index]!
          const place = parameter.direction === 'in' ? null : this.#place(arg)
          places.push(place)
          if (parameter.type.kind === 'sampler') this.#samplers.set(parameter, this.#picture(arg))
          if (parameter.type.kind === 'sampler') return []
          if (parameter.direction === 'out') return zero(parameter.type)
          return place ? place.read() : this.#evaluate(arg)
        })
        const outer = this.#result
        const result = this.#call(callee, given)
        this.#result = outer
        const outs = callee.parameters.map((parameter) => this.#values.get(parameter)!)
        for (const [index, place] of places.entries()) place?.write(outs[index]!)
        return result
      }
      case 'builtin':
        return this.#builtin(expression)
      case 'image': {
        const picture = this.#picture(expression.image)
        const size = this.#host.size(picture)
        if (expression.read === 'size') return size
        if (expression.read === 'pixel') {
          const [x, y] = this.#evaluate(expression.position!)
          return this.#host.sample(picture, f(x! - 0.5), f(y! - 0.5), false)
        }
        throw new Error('Places in 0..1 are not for comparing bits.')
      }
      case 'swizzle':
      case 'member':
      case 'index':
        return this.#place(expression).read()
    }
  }

  /** A variable, or some of the components of one or of another value. Indices are evaluated here, once. */
  #place(expression: Expression): Place {
    switch (expression.kind) {
      case 'variable': {
        const read = () => this.#evaluate(expression)
        const write = (value: Value) => this.#values.set(expression.variable, [...value])
        return { read, write, count: componentsOf(expression.type).length }
      }
      case 'swizzle':
        return partOf(this.#place(expression.object), expression.indices)
      case 'member': {
        const { start, length } = fieldOf(expression.object.type, expression.name)
        return partOf(this.#place(expression.object), range(start, length))
      }
      case 'index': {
        const object = this.#place(expression.object)
        const size = componentsOf(expression.type).length
        const index = this.#evaluate(expression.index)[0]! | 0
        // An index outside counts as the nearest one inside.
        const inside = Math.min(Math.max(index, 0), object.count / size - 1)
        return partOf(object, range(inside * size, size))
      }
      default: {
        const value = this.#evaluate(expression)
        const write = () => {
          throw new Error('Nothing can be written there.')
        }
        return { read: () => value, write, count: value.length }
      }
    }
  }

  #binary({ operator, left, right }: Binary): Value {
    const a = this.#evaluate(left)
    switch (operator) {
      case '&&':
        return a[0] === 0 ? [0] : this.#evaluate(right)
      case '||':
        return a[0] === 0 ? this.#evaluate(right) : [1]
      case ',':
        return this.#evaluate(right)
    }
    const b = this.#evaluate(right)
    switch (operator) {
      case '^^':
        return [a[0]! ^ b[0]!]
      case '==':
        return [Number(a.every((one, index) => one === b[index]))]
      case '!=':
        return [Number(!a.every((one, index) => one === b[index]))]
      case '<':
        return [Number(a[0]! < b[0]!)]
      case '>':
        return [Number(a[0]! > b[0]!)]
      case '<=':
        return [Number(a[0]! <= b[0]!)]
      case '>=':
        return [Number(a[0]! >= b[0]!)]
      default:
        return combine(operator, a, left.type, b, right.type)
    }
  }

  #construct(type: Type, args: readonly Expression[]): Value {
    if (type.kind === 'struct' || type.kind === 'array') return args.flatMap((arg) => this.#evaluate(arg))
    const [first] = args
    const to = componentOf(type)
    const given = args.flatMap((arg) => {
      const from = componentsOf(arg.type)
      return this.#evaluate(arg).map((one, index) => converted(one, from[index]!, to))
    })
    if (type.kind !== 'matrix' || args.length > 1) {
      return componentsOf(type).map((_, index) => given[given.length === 1 ? 0 : index]!)
    }
    return componentsOf(type).map((_, index) => {
      const [column, row] = [Math.floor(index / type.rows), index % type.rows]
      const from = first!.type
      if (from.kind !== 'matrix') return given.length > 1 ? given[index]! : column === row ? given[0]! : 0
      const isInside = column < from.columns && row < from.rows
      return isInside ? given[column * from.rows + row]! : Number(column === row)
    })
  }

  #picture(expression: Expression): Variable {
    if (expression.kind !== 'variable') throw new Error('A picture is named by a variable.')
    return this.#samplers.get(expression.variable) ?? expression.variable
  }

  #builtin({ name, args, type }: Expression & { kind: 'builtin' }): Value {
    if (args[0]?.type.kind === 'sampler') {
      const picture = this.#picture(args[0])
      if (name === 'textureSize') return this.#host.size(picture)
      if (name !== 'texelFetch') throw new Error('Places in 0..1 are not for comparing bits.')
      const [x, y] = this.#evaluate(args[1]!)
      return this.#host.sample(picture, f(x!), f(y!), true)
    }
    if (name === 'modf') {
      const x = this.#evaluate(args[0]!)
      const whole = x.map(Math.trunc)
      this.#place(args[1]!).write(whole)
      return x.map((one, index) => f(one - whole[index]!))
    }
    const values = args.map((arg) => this.#evaluate(arg))
    const component = componentOf(args[0]!.type)
    const whole = wholes[name]
    if (whole) return whole(values, args[0]!.type)
    const scalar = scalars[name]
    return componentsOf(type).map((_, index) => {
      const own = values.map((value) => value[value.length === 1 ? 0 : index]!)
      if (scalar) return scalar(component, ...own)
      const math = mathFunction(name, own.length)
      if (!math) throw new Error(`no function ${name}`)
      return new Interpreter(mathShader(), this.#host).call(
        math,
        own.map((one) => [one]),
      )[0]!
    })
  }
}

/** @param at which components of the whole */
function partOf(whole: Place, at: readonly number[]): Place {
  const read = () => {
    const all = whole.read()
    return at.map((index) => all[index]!)
  }
  const write = (value: Value) => {
    const all = [...whole.read()]
    for (const [index, one] of value.entries()) all[at[index]!] = one
    whole.write(all)
  }
  return { read, write, count: at.length }
}

function range(start: number, length: number): number[] {
  return Array.from({ length }, (_, index) => start + index)
}

function zero(type: Type): number[] {
  return componentsOf(type).map(() => 0)
}

function componentOf(type: Type): Component {
  return componentsOf(type)[0]!
}

function converted(value: number, from: Component, to: Component): number {
  if (to === 'bool') return Number(value !== 0)
  if (from !== 'float' || to === 'float') return stored(to, value)
  const whole = Number.isNaN(value) ? 0 : Math.trunc(value)
  return to === 'int' ? Math.min(Math.max(whole, -(2 ** 31)), 2 ** 31 - 1) : Math.min(Math.max(whole, 0), 2 ** 32 - 1)
}

function arithmetic(operator: string, component: Component, a: number, b: number): number {
  const as = (value: number) => stored(component, value)
  switch (operator) {
    case '+':
      return as(a + b)
    case '-':
      return as(a - b)
    case '*':
      return component === 'float' ? f(a * b) : as(Math.imul(a, b))
    case '/':
      return component === 'float' ? f(a / b) : as(Math.trunc(a / (b || 1)))
    case '%':
      return as(a % (b || 1))
    case '&':
      return as(a & b)
    case '|':
      return as(a | b)
    case '^':
      return as(a ^ b)
    case '<<':
      return as(a << b)
    default:
      return component === 'int' ? a >> b : a >>> b
  }
}

function combine(operator: string, a: Value, aType: Type, b: Value, bType: Type): number[] {
  const isMatrix = aType.kind === 'matrix' || bType.kind === 'matrix'
  if (operator === '*' && isMatrix && a.length > 1 && b.length > 1) {
    const rows = aType.kind === 'matrix' ? aType.rows : 1
    const inner = aType.kind === 'matrix' ? aType.columns : a.length
    const columns = bType.kind === 'matrix' ? bType.columns : 1
    return Array.from({ length: rows * columns }, (_, index) => {
      const [column, row] = [Math.floor(index / rows), index % rows]
      return sum(Array.from({ length: inner }, (__, k) => f(a[k * rows + row]! * b[column * inner + k]!)))
    })
  }
  const component = componentOf(aType)
  return Array.from({ length: Math.max(a.length, b.length) }, (_, index) =>
    arithmetic(operator, component, a[a.length === 1 ? 0 : index]!, b[b.length === 1 ? 0 : index]!),
  )
}

function fieldOf(type: Type, name: string): { start: number; length: number } {
  let start = 0
  for (const field of type.kind === 'struct' ? type.fields : []) {
    const { length } = componentsOf(field.type)
    if (field.name === name) return { start, length }
    start += length
  }
  throw new Error(`no field ${name}`)
}
