// Expressions -> nodes, one for each component. Used by the lowering of statements.
import { builtIns } from '../glsl/environment.ts'
import { ownPixelOf, sizeOf } from '../glsl/pointwise.ts'
import type {
  Assign,
  Binary,
  Call,
  Construct,
  Expression,
  ImageRead,
  Index,
  ShaderFunction,
  Step,
  Variable,
} from '../glsl/tree.ts'
import { walkExpression } from '../glsl/tree.ts'
import { type Component, type Type, componentCount } from '../glsl/types.ts'
import { arithmetic, callBuiltin, compare, multiplyMatrices } from './builtins.ts'
import { componentsOf, constant, convert, zeroOf } from './components.ts'
import type { Components, Flow } from './flow.ts'
import { type GraphBuilder, isConst, type Node } from './ir.ts'
import { inTexels, read, type Surroundings } from './pictures.ts'

/** Something that has been found, to be read and written. */
interface Place {
  read(): Components
  write(value: Components): void
}

export class ExpressionLowering {
  readonly #graph: GraphBuilder
  readonly #flow: Flow
  readonly #surroundings: Surroundings
  readonly #run: (callee: ShaderFunction, args: readonly Components[]) => Components
  readonly #math: (name: string, args: readonly Node[]) => Node
  /** The pictures that sampler parameters stand for. */
  readonly #samplers = new Map<Variable, number>()

  /** @param run inlines a call
   *  @param math inlines a function that no instruction computes */
  constructor(
    graph: GraphBuilder,
    flow: Flow,
    surroundings: Surroundings,
    run: (callee: ShaderFunction, args: readonly Components[]) => Components,
    math: (name: string, args: readonly Node[]) => Node,
  ) {
    this.#graph = graph
    this.#flow = flow
    this.#surroundings = surroundings
    this.#run = run
    this.#math = math
  }

  lower(expression: Expression): Components {
    const { ownPixel } = this.#surroundings.pictures
    if (ownPixel) {
      if (ownPixelOf(expression)) return ownPixel
      const size = sizeOf(expression)
      if (size) {
        const pixels = this.#surroundings.value(builtIns.renderSize)
        return size === 'int' ? pixels.map((one) => this.#graph.op('floatToInt', one)) : pixels
      }
    }
    switch (expression.kind) {
      case 'literal':
        return [constant(this.#graph, scalarOf(expression.type), expression.value)]
      case 'variable':
        return this.#flow.get(expression.variable) ?? this.#surroundings.value(expression.variable)
      case 'cast': {
        const [from, to] = [scalarOf(expression.value.type), scalarOf(expression.type)]
        return this.lower(expression.value).map((node) => convert(this.#graph, node, from, to))
      }
      case 'construct':
        return this.#construct(expression)
      case 'unary':
        return this.#unary(expression.operator, expression.operand)
      case 'step':
        return this.#step(expression)
      case 'binary':
        return this.#binary(expression)
      case 'assign':
        return this.#assign(expression)
      case 'conditional': {
        const condition = this.lower(expression.condition)[0]!
        return this.#flow.branch(
          condition,
          () => this.lower(expression.whenTrue),
          () => this.lower(expression.whenFalse),
        )
      }
      case 'call':
        return this.#call(expression)
      case 'builtin':
        return this.#builtin(expression)
      case 'image':
        return this.#image(expression)
      case 'swizzle':
      case 'member':
      case 'index':
        return this.#place(expression).read()
    }
  }

  // Places

  /** A variable, or a part of one or of another value. Its indices are evaluated here: from the left, once, and before
   *  what is written there (GLSL ES 3.00, section 5.8). */
  #place(expression: Expression): Place {
    switch (expression.kind) {
      case 'variable':
        return {
          read: () => this.lower(expression),
          write: (value) => this.#flow.set(expression.variable, value),
        }
      case 'swizzle': {
        const { indices } = expression
        return partOf(
          this.#place(expression.object),
          (object) => indices.map((index) => object[index]!),
          (object, value) => object.map((old, at) => value[indices.indexOf(at)] ?? old),
        )
      }
      case 'member': {
        const { start, length } = fieldOf(expression.object.type, expression.name)
        return partOf(
          this.#place(expression.object),
          (object) => object.slice(start, start + length),
          (object, value) => [...object.slice(0, start), ...value, ...object.slice(start + length)],
        )
      }
      case 'index': {
        const place = this.#place(expression.object)
        const index = this.#indexOf(expression)
        const count = elementsOf(expression.object.type)
        return partOf(
          place,
          (object) => this.#element(object, count, index),
          (object, value) => {
            const isHit = Array.from({ length: count }, (_, at) => this.#graph.op('ieq', index, this.#graph.int(at)))
            const choose = (old: Node, at: number) => {
              const element = Math.floor(at / value.length)
              return this.#graph.op('select', isHit[element]!, value[at % value.length]!, old)
            }
            return object.map(choose)
          },
        )
      }
      default: {
        const value = this.lower(expression)
        return {
          read: () => value,
          write: () => {
            throw new TypeError('Nothing can be written there.')
          },
        }
      }
    }
  }

  /** An index outside counts as the nearest one inside. */
  #indexOf(index: Index): Node {
    const count = elementsOf(index.object.type)
    const value = this.lower(index.index)[0]!
    const { op, int } = { op: this.#graph.op.bind(this.#graph), int: this.#graph.int.bind(this.#graph) }
    const lower = op('select', op('ilt', value, int(0)), int(0), value)
    return op('select', op('ilt', int(count - 1), lower), int(count - 1), lower)
  }

  #element(object: Components, count: number, index: Node): Components {
    const size = object.length / count
    const at = (element: number) => object.slice(element * size, (element + 1) * size)
    if (isConst(index)) return at(index.immediate)
    let found = at(count - 1)
    for (let element = count - 2; element >= 0; element--) {
      const isHit = this.#graph.op('ieq', index, this.#graph.int(element))
      found = at(element).map((one, component) => this.#graph.op('select', isHit, one, found[component]!))
    }
    return found
  }

  // Operators

  #unary(operator: '+' | '-' | '!' | '~', operand: Expression): Components {
    const values = this.lower(operand)
    if (operator === '+') return values
    const op = operator === '-' ? (isFloat(operand.type) ? 'neg' : 'ineg') : 'not'
    return values.map((value) => this.#graph.op(op, value))
  }

  #step({ operator, isPrefix, operand }: Step): Components {
    const [one] = componentsOf(operand.type)
    const unit = constant(this.#graph, one!, 1)
    const place = this.#place(operand)
    const old = place.read()
    const value = old.map((node) => arithmetic(this.#graph, operator === '++' ? '+' : '-', one!, node, unit))
    place.write(value)
    return isPrefix ? value : old
  }

  #assign({ operator, target, value }: Assign): Components {
    const place = this.#place(target)
    const old = operator === null ? [] : place.read()
    const given = this.lower(value)
    const result = operator === null ? given : this.#arithmetic(operator, old, target.type, given, value.type)
    place.write(result)
    return result
  }

  #binary({ operator, left, right }: Binary): Components {
    switch (operator) {
      case '&&':
      case '||': {
        const first = this.lower(left)[0]!
        const isAnd = operator === '&&'
        if (isPlain(right)) return [this.#graph.op(isAnd ? 'and' : 'or', first, this.lower(right)[0]!)]
        const decided = () => [this.#graph.mask(!isAnd)]
        const open = () => this.lower(right)
        return this.#flow.branch(first, isAnd ? open : decided, isAnd ? decided : open)
      }
      case '^^':
        return [this.#graph.op('xor', this.lower(left)[0]!, this.lower(right)[0]!)]
      case ',':
        this.lower(left)
        return this.lower(right)
      case '==':
      case '!=': {
        const components = componentsOf(left.type)
        const [a, b] = [this.lower(left), this.lower(right)]
        let equal = this.#graph.mask(true)
        for (const [index, component] of components.entries()) {
          equal = this.#graph.op('and', equal, compare(this.#graph, '==', component, a[index]!, b[index]!))
        }
        return [operator === '==' ? equal : this.#graph.op('not', equal)]
      }
      case '<':
      case '>':
      case '<=':
      case '>=': {
        const component = scalarOf(left.type)
        return [compare(this.#graph, operator, component, this.lower(left)[0]!, this.lower(right)[0]!)]
      }
      default: {
        const [a, b] = [this.lower(left), this.lower(right)]
        return this.#arithmetic(operator, a, left.type, b, right.type)
      }
    }
  }

  #arithmetic(
    operator: Assign['operator'] & string,
    a: Components,
    aType: Type,
    b: Components,
    bType: Type,
  ): Components {
    if (operator === '*' && aType.kind !== bType.kind && a.length > 1 && b.length > 1) {
      return multiplyMatrices(this.#graph, a, aType, b, bType)
    }
    if (operator === '*' && aType.kind === 'matrix' && bType.kind === 'matrix') {
      return multiplyMatrices(this.#graph, a, aType, b, bType)
    }
    const component = componentsOf(aType)[0]!
    const length = Math.max(a.length, b.length)
    return Array.from({ length }, (_, index) =>
      arithmetic(this.#graph, operator, component, a[a.length === 1 ? 0 : index]!, b[b.length === 1 ? 0 : index]!),
    )
  }

  #construct({ type, args }: Construct): Components {
    if (type.kind === 'struct' || type.kind === 'array') return args.flatMap((arg) => this.lower(arg))
    const wanted = componentsOf(type)
    const [first] = args
    if (type.kind === 'matrix' && args.length === 1 && first) return this.#matrixOf(first, type)
    const given = args.flatMap((arg) => {
      const from = componentsOf(arg.type)
      return this.lower(arg).map((node, index) => convert(this.#graph, node, from[index]!, wanted[0]!))
    })
    return wanted.map((_, index) => given[given.length === 1 ? 0 : index]!)
  }

  /** A scalar fills the diagonal; a matrix is cut, or filled up as the identity. */
  #matrixOf(arg: Expression, type: Type & { kind: 'matrix' }): Components {
    const values = this.lower(arg)
    const { float } = { float: (value: number) => this.#graph.float(value) }
    return Array.from({ length: type.columns * type.rows }, (_, index) => {
      const [column, row] = [Math.floor(index / type.rows), index % type.rows]
      if (arg.type.kind === 'matrix') {
        const isInside = column < arg.type.columns && row < arg.type.rows
        return isInside ? values[column * arg.type.rows + row]! : float(column === row ? 1 : 0)
      }
      if (values.length > 1) return values[index]!
      return column === row ? convert(this.#graph, values[0]!, scalarOf(arg.type), 'float') : float(0)
    })
  }

  // Calls

  #call({ callee, args }: Call): Components {
    const places: (Place | null)[] = []
    const given = args.map((arg, index): Components => {
      const parameter = callee.parameters[index]!
      const { type, direction } = parameter
      const place = direction === 'in' ? null : this.#place(arg)
      places.push(place)
      if (type.kind === 'sampler') this.#samplers.set(parameter, this.#picture(arg))
      if (type.kind === 'sampler') return []
      if (direction === 'out') return zeroOf(this.#graph, type)
      return place ? place.read() : this.lower(arg)
    })
    const result = this.#run(callee, given)
    const outs = callee.parameters.map((parameter) => this.#flow.get(parameter)!)
    for (const [index, place] of places.entries()) place?.write(outs[index]!)
    return result
  }

  #builtin(expression: Expression & { kind: 'builtin' }): Components {
    const { name, args, type } = expression
    const [first] = args
    if (name === 'isf_vertShaderInit') {
      const position = this.#surroundings.value(builtIns.vertexPosition)
      const [half, zero, one] = [0.5, 0, 1].map((value) => this.#graph.float(value)) as [Node, Node, Node]
      const place = position.map((axis) => this.#graph.op('add', this.#graph.op('mul', axis, half), half))
      this.#flow.set(builtIns.position, [...position, zero, one])
      this.#flow.set(builtIns.writableFragNormCoord, place)
      return []
    }
    if (first?.type.kind === 'sampler') return this.#lookUp(name, first, args.slice(1))
    if (name === 'modf') {
      const values = this.lower(first!)
      const whole = values.map((value) => this.#graph.op('trunc', value))
      this.#place(args[1]!).write(whole)
      return values.map((value, index) => this.#graph.op('sub', value, whole[index]!))
    }
    return callBuiltin(
      this.#graph,
      name,
      args.map((arg) => this.lower(arg)),
      args.map((arg) => arg.type),
      type,
      this.#math,
    )
  }

  // Pictures

  #picture(expression: Expression): number {
    if (expression.kind !== 'variable') throw new TypeError('A picture is named by a variable.')
    const { variable } = expression
    return this.#samplers.get(variable) ?? this.#surroundings.pictures.indexOf(variable)
  }

  #image({ read: how, image, position }: ImageRead): Components {
    const picture = this.#picture(image)
    const size = this.#surroundings.pictures.size(picture)
    switch (how) {
      case 'size':
        return size
      case 'this':
        return this.#normalized(picture, this.#ownPlace())
      case 'normalized':
        return this.#normalized(picture, this.lower(position!))
      case 'pixel': {
        const [x, y] = this.lower(position!)
        const half = this.#graph.float(0.5)
        return read(this.#graph, picture, 'linear', this.#graph.op('sub', x!, half), this.#graph.op('sub', y!, half))
      }
    }
  }

  #ownPlace(): Components {
    return this.#flow.get(builtIns.fragNormCoord) ?? this.#surroundings.value(builtIns.fragNormCoord)
  }

  #normalized(picture: number, [u, v]: Components): Components {
    const [width, height] = this.#surroundings.pictures.size(picture)
    const { op, float } = { op: this.#graph.op.bind(this.#graph), float: this.#graph.float.bind(this.#graph) }
    const x = op('sub', inTexels(this.#graph, u!, width!), float(0.5))
    const y = op('sub', inTexels(this.#graph, v!, height!), float(0.5))
    return read(this.#graph, picture, 'linear', x, y)
  }

  /** There are no smaller versions of a picture, so levels of detail and gradients change nothing. */
  #lookUp(name: string, sampler: Expression, args: readonly Expression[]): Components {
    const picture = this.#picture(sampler)
    const size = this.#surroundings.pictures.size(picture)
    if (name === 'textureSize') return size.map((one) => this.#graph.op('floatToInt', one))
    const place = this.lower(args[0]!)
    for (const arg of args.slice(1)) this.lower(arg)
    if (name.startsWith('texelFetch')) {
      const offset = name.endsWith('Offset') ? this.lower(args.at(-1)!) : null
      const [x, y] = place.map((node, axis) => {
        const moved = offset ? this.#graph.op('iadd', node, offset[axis]!) : node
        return this.#graph.op('intToFloat', moved)
      })
      return read(this.#graph, picture, 'nearest', x!, y!)
    }
    const projected = name.includes('Proj')
      ? place.slice(0, 2).map((node) => this.#graph.op('div', node, place.at(-1)!))
      : place
    if (!name.endsWith('Offset')) return this.#normalized(picture, projected)
    const offset = this.lower(args.find((arg) => componentsOf(arg.type)[0] === 'int')!)
    const moved = projected.map((node, axis) => {
      const pixels = this.#graph.op('intToFloat', offset[axis]!)
      return this.#graph.op('add', node, this.#graph.op('div', pixels, size[axis]!))
    })
    return this.#normalized(picture, moved)
  }
}

/** @param take the part from the whole
 *  @param put the part's new value into the whole */
function partOf(
  whole: Place,
  take: (object: Components) => Components,
  put: (object: Components, value: Components) => Components,
): Place {
  return { read: () => take(whole.read()), write: (value) => whole.write(put(whole.read(), value)) }
}

function scalarOf(type: Type): Component {
  return componentsOf(type)[0]!
}

function isFloat(type: Type): boolean {
  return scalarOf(type) === 'float'
}

/** How many elements an index chooses from. */
function elementsOf(type: Type): number {
  if (type.kind === 'array') return type.length
  return type.kind === 'matrix' ? type.columns : componentCount(type)
}

function fieldOf(type: Type, name: string): { start: number; length: number } {
  let start = 0
  if (type.kind === 'struct') {
    for (const field of type.fields) {
      const { length } = componentsOf(field.type)
      if (field.name === name) return { start, length }
      start += length
    }
  }
  throw new TypeError(`There is no field "${name}".`)
}

/** Is there nothing in it that could be worth skipping, or that has an effect? */
function isPlain(expression: Expression): boolean {
  let found = true
  walkExpression(expression, ({ kind }) => {
    if (['call', 'assign', 'step', 'image', 'builtin'].includes(kind)) found = false
  })
  return found
}
