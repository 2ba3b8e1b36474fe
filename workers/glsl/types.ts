// The types of GLSL as far as fragment shaders use them, and which of them turn into which by themselves. Used by the
// checker and by everything that reads its tree.

export type Component = 'bool' | 'int' | 'uint' | 'float'

/** A scalar is a vector of size 1, so that rules for both are written once. */
export interface VectorType {
  readonly kind: 'vector'
  readonly component: Component
  readonly size: number
}

/** Columns of floats: `mat3x2` has 3 columns of 2 rows. */
export interface MatrixType {
  readonly kind: 'matrix'
  readonly columns: number
  readonly rows: number
}

export interface SamplerType {
  readonly kind: 'sampler'
}

export interface VoidType {
  readonly kind: 'void'
}

/** Two structs are the same type if they are the same object. */
export interface StructType {
  readonly kind: 'struct'
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly type: Type }[]
}

export interface ArrayType {
  readonly kind: 'array'
  readonly element: Type
  readonly length: number
}

export type Type = VectorType | MatrixType | SamplerType | VoidType | StructType | ArrayType

const prefixes: Readonly<Record<Component, string>> = { bool: 'b', int: 'i', uint: 'u', float: '' }
const components: readonly Component[] = ['bool', 'int', 'uint', 'float']

const vectors = new Map(
  components.flatMap((component) =>
    [1, 2, 3, 4].map((size): [string, VectorType] => [`${component}${size}`, { kind: 'vector', component, size }]),
  ),
)

const matrices = new Map(
  [2, 3, 4].flatMap((columns) =>
    [2, 3, 4].map((rows): [string, MatrixType] => [`${columns}x${rows}`, { kind: 'matrix', columns, rows }]),
  ),
)

/** @param size 1 to 4 */
export function vectorType(component: Component, size: number): VectorType {
  return vectors.get(`${component}${size}`)!
}

/** @param columns 2 to 4
 *  @param rows 2 to 4 */
export function matrixType(columns: number, rows: number): MatrixType {
  return matrices.get(`${columns}x${rows}`)!
}

export const voidType: VoidType = { kind: 'void' }
export const samplerType: SamplerType = { kind: 'sampler' }
export const boolType = vectorType('bool', 1)
export const intType = vectorType('int', 1)
export const floatType = vectorType('float', 1)
export const vec2Type = vectorType('float', 2)
export const vec4Type = vectorType('float', 4)

/** Every type that has a name of its own in GLSL, by that name. */
export const namedTypes: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['void', voidType],
  ['sampler2D', samplerType],
  // Desktop GL reads rectangles by pixel; our pictures are 2D textures, and `texture2DRect` counts in pixels there too.
  ['sampler2DRect', samplerType],
  ...[...vectors.values()].map((type): [string, Type] => [typeName(type), type]),
  ...[...matrices.values()].map((type): [string, Type] => [typeName(type), type]),
  ...[2, 3, 4].map((size): [string, Type] => [`mat${size}x${size}`, matrixType(size, size)]),
])

/** The type as GLSL writes it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'void':
      return 'void'
    case 'sampler':
      return 'sampler2D'
    case 'struct':
      return type.name
    case 'array':
      return `${typeName(type.element)}[${type.length}]`
    case 'matrix':
      return type.columns === type.rows ? `mat${type.columns}` : `mat${type.columns}x${type.rows}`
    case 'vector':
      return type.size === 1 ? type.component : `${prefixes[type.component]}vec${type.size}`
  }
}

export function isSameType(a: Type, b: Type): boolean {
  if (a.kind === 'array' && b.kind === 'array') return a.length === b.length && isSameType(a.element, b.element)
  return a === b
}

export function isScalar(type: Type, component?: Component): type is VectorType {
  return type.kind === 'vector' && type.size === 1 && (component === undefined || type.component === component)
}

/** Is it a scalar or vector of numbers? */
export function isNumeric(type: Type): type is VectorType {
  return type.kind === 'vector' && type.component !== 'bool'
}

/** Is it a scalar or vector of whole numbers? */
export function isInteger(type: Type): type is VectorType {
  return type.kind === 'vector' && (type.component === 'int' || type.component === 'uint')
}

/** How many numbers a value consists of; 0 where it is no scalar, vector or matrix. */
export function componentCount(type: Type): number {
  return type.kind === 'vector' ? type.size : type.kind === 'matrix' ? type.columns * type.rows : 0
}

/** Does a value of the type hold a sampler anywhere? Such a value cannot be stored. */
export function holdsSampler(type: Type): boolean {
  if (type.kind === 'array') return holdsSampler(type.element)
  if (type.kind === 'struct') return type.fields.some((field) => holdsSampler(field.type))
  return type.kind === 'sampler'
}

/** What it costs to turn one type into the other without being asked, as desktop GLSL does it: int -> uint -> float, each
 *  vector alike. 0 for the same type, Infinity where it does not happen. */
export function conversionCost(from: Type, to: Type): number {
  if (isSameType(from, to)) return 0
  if (from.kind !== 'vector' || to.kind !== 'vector' || from.size !== to.size) return Infinity
  const [source, target] = [components.indexOf(from.component), components.indexOf(to.component)]
  return from.component !== 'bool' && source < target ? target - source : Infinity
}

/** The wider of two components, in the order int, uint, float. */
export function widerComponent(a: Component, b: Component): Component {
  return components.indexOf(a) > components.indexOf(b) ? a : b
}
