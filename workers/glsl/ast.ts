// The syntax tree: what a shader says, before names and types are known. Plain data, made by the parser, read by the
// checker only; backends read the checker's tree (tree.ts).
import type { Position } from './lexer.ts'

interface Node {
  /** Where it begins in the file. */
  readonly at: Position
}

export type Expression =
  | LiteralSyntax
  | NameSyntax
  | UnarySyntax
  | StepSyntax
  | BinarySyntax
  | AssignSyntax
  | ConditionalSyntax
  | CallSyntax
  | ConstructSyntax
  | MemberSyntax
  | LengthSyntax
  | IndexSyntax
  | ListSyntax

export interface LiteralSyntax extends Node {
  readonly kind: 'literal'
  readonly component: 'bool' | 'int' | 'uint' | 'float'
  /** Whole numbers as GLSL stores them: -1 for the int 0xFFFFFFFF. */
  readonly value: number | boolean
}

export interface NameSyntax extends Node {
  readonly kind: 'name'
  readonly name: string
}

export interface UnarySyntax extends Node {
  readonly kind: 'unary'
  readonly operator: '+' | '-' | '!' | '~'
  readonly operand: Expression
}

/** `++` and `--`. */
export interface StepSyntax extends Node {
  readonly kind: 'step'
  readonly operator: '++' | '--'
  readonly isPrefix: boolean
  readonly operand: Expression
}

export type BinaryOperator = ArithmeticOperator | '<' | '>' | '<=' | '>=' | '==' | '!=' | '&&' | '^^' | '||' | ','

export type ArithmeticOperator = '*' | '/' | '%' | '+' | '-' | '<<' | '>>' | '&' | '^' | '|'

export interface BinarySyntax extends Node {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly operatorAt: Position
  readonly left: Expression
  readonly right: Expression
}

/** `=`, or with an operator `+=` and the like. */
export interface AssignSyntax extends Node {
  readonly kind: 'assign'
  readonly operator: ArithmeticOperator | null
  readonly operatorAt: Position
  readonly target: Expression
  readonly value: Expression
}

export interface ConditionalSyntax extends Node {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
}

/** A function's call, or the constructor of a struct. */
export interface CallSyntax extends Node {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expression[]
}

/** The constructor of a type of GLSL, or of an array. */
export interface ConstructSyntax extends Node {
  readonly kind: 'construct'
  readonly type: TypeSyntax
  readonly args: readonly Expression[]
}

/** A field of a struct, or components of a vector. */
export interface MemberSyntax extends Node {
  readonly kind: 'member'
  readonly object: Expression
  readonly name: string
  readonly nameAt: Position
}

/** `array.length()` */
export interface LengthSyntax extends Node {
  readonly kind: 'length'
  readonly object: Expression
}

export interface IndexSyntax extends Node {
  readonly kind: 'index'
  readonly object: Expression
  readonly index: Expression
}

/** `{1.0, 2.0}` as an initialiser, as desktop GLSL has it. */
export interface ListSyntax extends Node {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

/** A size of null is to be taken from the initialiser: `float a[] = …`. */
export type ArraySize = Expression | null

export interface TypeSyntax extends Node {
  readonly name: string
  /** For a struct that is defined on the spot. */
  readonly struct: StructSyntax | null
  readonly sizes: readonly ArraySize[]
}

export interface StructSyntax extends Node {
  /** Empty for a struct without a name. */
  readonly name: string
  readonly fields: readonly VariablesSyntax[]
}

export interface Qualifiers {
  readonly constant: boolean
  /** `attribute` and `varying` are the words of GLSL ES 1.00 for `in` and `out`. */
  readonly storage: 'uniform' | 'in' | 'out' | 'inout' | 'attribute' | 'varying' | null
}

export interface Declarator extends Node {
  readonly name: string
  readonly sizes: readonly ArraySize[]
  readonly value: Expression | null
}

/** One declaration of any number of variables; none where only a struct is defined. */
export interface VariablesSyntax extends Node {
  readonly kind: 'variables'
  readonly qualifiers: Qualifiers
  readonly type: TypeSyntax
  readonly declarators: readonly Declarator[]
}

export interface ParameterSyntax extends Node {
  /** Empty where it is not used. */
  readonly name: string
  readonly qualifiers: Qualifiers
  readonly type: TypeSyntax
}

export interface FunctionSyntax extends Node {
  readonly kind: 'function'
  readonly name: string
  readonly returns: TypeSyntax
  readonly parameters: readonly ParameterSyntax[]
  /** null for a prototype. */
  readonly body: BlockSyntax | null
}

export type StatementSyntax =
  | BlockSyntax
  | VariablesSyntax
  | ExpressionStatementSyntax
  | IfSyntax
  | LoopSyntax
  | SwitchSyntax
  | ReturnSyntax
  | JumpSyntax

export interface BlockSyntax extends Node {
  readonly kind: 'block'
  readonly statements: readonly StatementSyntax[]
}

export interface ExpressionStatementSyntax extends Node {
  readonly kind: 'expression'
  readonly expression: Expression
}

export interface IfSyntax extends Node {
  readonly kind: 'if'
  readonly condition: Expression
  readonly whenTrue: StatementSyntax
  readonly whenFalse: StatementSyntax | null
}

/** `for`, `while` and `do`. A condition of null is always true. */
export interface LoopSyntax extends Node {
  readonly kind: 'loop'
  readonly init: StatementSyntax | null
  readonly condition: Expression | null
  readonly step: Expression | null
  readonly body: StatementSyntax
  /** `do` runs its body before it looks at the condition. */
  readonly isDo: boolean
}

export interface SwitchSyntax extends Node {
  readonly kind: 'switch'
  readonly value: Expression
  readonly cases: readonly CaseSyntax[]
}

/** `case` or, with a value of null, `default`. */
export interface CaseSyntax extends Node {
  readonly value: Expression | null
  readonly statements: readonly StatementSyntax[]
}

export interface ReturnSyntax extends Node {
  readonly kind: 'return'
  readonly value: Expression | null
}

export interface JumpSyntax extends Node {
  readonly kind: 'break' | 'continue' | 'discard'
}

export type ShaderSyntax = readonly (VariablesSyntax | FunctionSyntax)[]
