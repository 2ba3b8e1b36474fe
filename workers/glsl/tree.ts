// The typed tree: what a shader means. Every expression has a type, every name is the variable or function it stands
// for, every conversion is written out. Plain data, made by the checker; backends emit from it and nothing else.
//
// What is not initialised is zero, as in WebGL. Functions never call themselves, and come after those they call.
import type { ArithmeticOperator } from './ast.ts'
import type { Position } from './lexer.ts'
import type { StructType, Type } from './types.ts'

/** Variables are the same if they are the same object; names may repeat. */
export interface Variable {
  readonly name: string
  readonly type: Type
  /** - `builtin`: from GLSL or ISF (`gl_FragCoord`, `TIME`), under the name that builtIns in environment.ts gives it
   *  - `input`: set by the host: a value or picture of an INPUT, the picture of a pass or an IMPORTED image
   *  - `varying`: written by the vertex shader, read by the fragment shader
   *  - `global`, `parameter`, `local`: the shader's own */
  readonly storage: 'builtin' | 'input' | 'varying' | 'global' | 'parameter' | 'local'
  /** Declared const, or given by the host: never written. */
  readonly readonly: boolean
  /** A const whose value is made of literals only, the same in every pixel and frame. */
  readonly isConstant: boolean
  /** The value of a const scalar, where it is known. */
  readonly value?: number | boolean
  readonly at: Position
}

export interface Parameter extends Variable {
  readonly direction: 'in' | 'out' | 'inout'
}

/** Functions are the same if they are the same object; names may repeat with other parameters. */
export interface ShaderFunction {
  readonly name: string
  readonly returns: Type
  readonly parameters: readonly Parameter[]
  readonly body: Block
  readonly at: Position
}

/** A variable outside of functions. */
export interface Global {
  readonly variable: Variable
  /** null: zero. */
  readonly value: Expression | null
  /** Is the value made of literals only? Others are computed as `main` begins, in the order of the file. */
  readonly hasConstantValue: boolean
}

export interface Shader {
  readonly stage: 'fragment' | 'vertex'
  /** The structs of the whole file, each after those it is made of. */
  readonly structs: readonly StructType[]
  /** Those that are used, in the order of the file. */
  readonly globals: readonly Global[]
  /** Those that are declared, used or not. */
  readonly varyings: readonly Variable[]
  /** Those that are called, callees first; `main` is the last. */
  readonly functions: readonly ShaderFunction[]
  readonly main: ShaderFunction
  /** Every `builtin`, `input` and `varying` that is used. */
  readonly uses: ReadonlySet<Variable>
}

interface Node {
  readonly at: Position
}

interface Typed extends Node {
  readonly type: Type
}

export type Expression =
  | Literal
  | VariableUse
  | Cast
  | Construct
  | Unary
  | Step
  | Binary
  | Assign
  | Conditional
  | Call
  | BuiltinCall
  | ImageRead
  | Swizzle
  | Member
  | Index

/** A scalar. Floats are as the file writes them, still to be rounded to 32 bits. */
export interface Literal extends Typed {
  readonly kind: 'literal'
  readonly value: number | boolean
}

export interface VariableUse extends Typed {
  readonly kind: 'variable'
  readonly variable: Variable
}

/** A scalar or vector turned into one of the same size, which nobody wrote: int -> uint -> float. */
export interface Cast extends Typed {
  readonly kind: 'cast'
  readonly value: Expression
}

/** A constructor. Vectors and matrices take all components of their arguments in turn, each turned into the type's
 *  own, and leave what is too much; one scalar fills a vector or the diagonal of a matrix; one matrix is cut or filled
 *  up as the identity. Structs and arrays take one argument per field or element, of its very type. */
export interface Construct extends Typed {
  readonly kind: 'construct'
  readonly args: readonly Expression[]
}

export interface Unary extends Typed {
  readonly kind: 'unary'
  readonly operator: '+' | '-' | '!' | '~'
  readonly operand: Expression
}

/** `++` and `--`, on every component. */
export interface Step extends Typed {
  readonly kind: 'step'
  readonly operator: '++' | '--'
  readonly isPrefix: boolean
  readonly operand: Expression
}

/** Arithmetic is by component, a scalar counting for each of the other side's; `*` with a matrix and a vector or matrix
 *  is that of linear algebra. Both sides have the same component type, except in `<<` and `>>`. Comparisons give one
 *  bool; `&&` and `||` leave the right side alone where the left decides. `,` gives the right side. */
export interface Binary extends Typed {
  readonly kind: 'binary'
  readonly operator: ArithmeticOperator | '<' | '>' | '<=' | '>=' | '==' | '!=' | '&&' | '^^' | '||' | ','
  readonly left: Expression
  readonly right: Expression
}

/** Writes to a variable, or to a swizzle, member or index of one. */
export interface Assign extends Typed {
  readonly kind: 'assign'
  /** null for `=`. */
  readonly operator: ArithmeticOperator | null
  readonly target: Expression
  readonly value: Expression
}

export interface Conditional extends Typed {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
}

/** Arguments have the parameters' very types; those for `out` and `inout` can be written. */
export interface Call extends Typed {
  readonly kind: 'call'
  readonly callee: ShaderFunction
  readonly args: readonly Expression[]
}

/** A function of GLSL ES 3.00 (`texture2D` is `texture` here), its arguments of the very types of one of its forms. */
export interface BuiltinCall extends Typed {
  readonly kind: 'builtin'
  readonly name: string
  readonly args: readonly Expression[]
}

/** ISF's reading of a picture. `pixel`: at a position in pixels; `normalized`: at one in 0..1; `this`: at the place of
 *  the pixel being drawn; `size`: its width and height in pixels, a vec2. */
export interface ImageRead extends Typed {
  readonly kind: 'image'
  readonly read: 'pixel' | 'normalized' | 'this' | 'size'
  readonly image: Expression
  /** A vec2, for `pixel` and `normalized`. */
  readonly position: Expression | null
}

/** Components of a vector: `v.zx` has the indices 2 and 0. */
export interface Swizzle extends Typed {
  readonly kind: 'swizzle'
  readonly object: Expression
  readonly indices: readonly number[]
}

/** A field of a struct. */
export interface Member extends Typed {
  readonly kind: 'member'
  readonly object: Expression
  readonly name: string
}

/** An element of an array, a component of a vector or a column of a matrix. */
export interface Index extends Typed {
  readonly kind: 'index'
  readonly object: Expression
  readonly index: Expression
}

export type Statement = Block | Declare | ExpressionStatement | If | Loop | Switch | Return | Jump

export interface Block extends Node {
  readonly kind: 'block'
  readonly statements: readonly Statement[]
}

export interface Declare extends Node {
  readonly kind: 'declare'
  readonly variable: Variable
  /** null: zero, anew each time. */
  readonly value: Expression | null
}

export interface ExpressionStatement extends Node {
  readonly kind: 'expression'
  readonly expression: Expression
}

export interface If extends Node {
  readonly kind: 'if'
  readonly condition: Expression
  readonly whenTrue: Block
  readonly whenFalse: Block | null
}

/** `for`, `while` and `do`: init; then as long as the condition holds, body and step. `continue` goes to the step. */
export interface Loop extends Node {
  readonly kind: 'loop'
  readonly init: readonly Statement[]
  /** null: true. */
  readonly condition: Expression | null
  readonly step: Expression | null
  readonly body: Block
  /** `do`: the body comes before the first look at the condition. */
  readonly isDo: boolean
}

export interface Switch extends Node {
  readonly kind: 'switch'
  /** An int or uint. */
  readonly value: Expression
  readonly cases: readonly Case[]
}

/** Falls through to the next one where no `break` ends it. */
export interface Case extends Node {
  /** null: default. */
  readonly value: number | null
  readonly statements: readonly Statement[]
}

export interface Return extends Node {
  readonly kind: 'return'
  readonly value: Expression | null
}

export interface Jump extends Node {
  readonly kind: 'break' | 'continue' | 'discard'
}

/** The expressions that an expression is made of, in the order they are evaluated. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
      return []
    case 'cast':
      return [expression.value]
    case 'construct':
    case 'call':
    case 'builtin':
      return expression.args
    case 'unary':
    case 'step':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    case 'assign':
      return [expression.target, expression.value]
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse]
    case 'image':
      return expression.position ? [expression.image, expression.position] : [expression.image]
    case 'swizzle':
    case 'member':
      return [expression.object]
    case 'index':
      return [expression.object, expression.index]
  }
}

/** Calls `visit` with every expression of a statement, and `visitStatement` with every statement in it, outside first. */
export function walk(
  statement: Statement,
  visit: (expression: Expression) => void,
  visitStatement: (statement: Statement) => void = () => undefined,
): void {
  visitStatement(statement)
  const inner = (one: Statement) => walk(one, visit, visitStatement)
  const expression = (one: Expression | null) => one && walkExpression(one, visit)
  switch (statement.kind) {
    case 'block':
      statement.statements.forEach(inner)
      break
    case 'declare':
    case 'return':
      expression(statement.value)
      break
    case 'expression':
      expression(statement.expression)
      break
    case 'if':
      expression(statement.condition)
      inner(statement.whenTrue)
      if (statement.whenFalse) inner(statement.whenFalse)
      break
    case 'loop':
      statement.init.forEach(inner)
      expression(statement.condition)
      inner(statement.body)
      expression(statement.step)
      break
    case 'switch':
      expression(statement.value)
      for (const { statements } of statement.cases) statements.forEach(inner)
  }
}

/** Calls `visit` with an expression and everything in it, outside first. */
export function walkExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression)
  for (const child of childrenOf(expression)) walkExpression(child, visit)
}
