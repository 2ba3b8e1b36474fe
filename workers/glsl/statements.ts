// Statements of the syntax tree -> typed ones, function by function. Used by the checker.
import type * as ast from './ast.ts'
import { isConstant, scalarValue } from './constant.ts'
import { declared } from './declaration.ts'
import type { ExpressionChecker } from './expressions.ts'
import { errorAt } from './lexer.ts'
import { article, convert, convertOrFail } from './operators.ts'
import type { Names } from './scope.ts'
import type { Block, Case, Declare, Loop, ShaderFunction, Statement, Switch, Variable } from './tree.ts'
import { type StructType, holdsSampler, isInteger, isScalar } from './types.ts'

type DeclareStruct = (syntax: ast.StructSyntax) => StructType

export class StatementChecker {
  readonly #names: Names
  readonly #expressions: ExpressionChecker
  readonly #declareStruct: DeclareStruct
  /** The function that is being read, and what is around the statement. */
  #function!: ShaderFunction
  #returns = 0
  #loops = 0
  #switches = 0

  constructor(names: Names, expressions: ExpressionChecker, declareStruct: DeclareStruct) {
    this.#names = names
    this.#expressions = expressions
    this.#declareStruct = declareStruct
  }

  /** The body of a function.
   *  @throws EffectError */
  body(of: ShaderFunction, syntax: ast.BlockSyntax): Block {
    this.#function = of
    this.#returns = 0
    const body = this.#names.within(() => {
      for (const parameter of of.parameters) if (parameter.name !== '') this.#names.addVariable(parameter)
      return this.#block(syntax)
    })
    if (of.returns.kind !== 'void' && this.#returns === 0) {
      throw errorAt(`"${of.name}" has no return, but is to give ${article(of.returns)}.`, of.at)
    }
    return body
  }

  #block({ at, statements }: ast.BlockSyntax): Block {
    return this.#names.within(() => ({ kind: 'block', at, statements: this.#list(statements) }))
  }

  /** A statement that stands alone is a block of its own. */
  #alone(syntax: ast.StatementSyntax): Block {
    if (syntax.kind === 'block') return this.#block(syntax)
    return this.#block({ kind: 'block', at: syntax.at, statements: [syntax] })
  }

  #list(statements: readonly ast.StatementSyntax[]): Statement[] {
    return statements.flatMap((statement) => this.#statement(statement))
  }

  #statement(syntax: ast.StatementSyntax): Statement | Statement[] {
    const { at } = syntax
    switch (syntax.kind) {
      case 'block':
        return this.#block(syntax)
      case 'variables':
        return this.#variables(syntax)
      case 'expression':
        return { kind: 'expression', at, expression: this.#expressions.check(syntax.expression) }
      case 'if': {
        const condition = this.#expressions.condition(syntax.condition, 'The condition of if')
        const whenTrue = this.#alone(syntax.whenTrue)
        return { kind: 'if', at, condition, whenTrue, whenFalse: syntax.whenFalse && this.#alone(syntax.whenFalse) }
      }
      case 'loop':
        return this.#loop(syntax)
      case 'switch':
        return this.#switch(syntax)
      case 'return':
        return this.#return(syntax)
      default:
        return this.#jump(syntax)
    }
  }

  #variables({ qualifiers, type: syntax, declarators, at }: ast.VariablesSyntax): Declare[] {
    if (qualifiers.storage) throw errorAt(`${qualifiers.storage} cannot stand in a function.`, at)
    const struct = syntax.struct && this.#declareStruct(syntax.struct)
    return declarators.map((declarator) => {
      const { name, at } = declarator
      const { type, value } = declared(this.#expressions, struct, syntax, declarator)
      if (holdsSampler(type)) throw errorAt('A picture cannot be a variable. Use its name where it is read.', at)
      const { constant } = qualifiers
      if (constant && !value) throw errorAt(`"${name}" is const, so it needs a value.`, at)
      const variable: Variable = {
        name,
        type,
        storage: 'local',
        readonly: constant,
        isConstant: constant && isConstant(value!),
        ...(constant ? { value: scalarValue(value!) } : {}),
        at,
      }
      this.#names.addVariable(variable)
      return { kind: 'declare', at, variable, value }
    })
  }

  #loop(syntax: ast.LoopSyntax): Loop {
    return this.#names.within(() => {
      const init = syntax.init ? this.#list([syntax.init]) : []
      const condition = syntax.condition && this.#expressions.condition(syntax.condition, 'The condition of a loop')
      const step = syntax.step && this.#expressions.check(syntax.step)
      this.#loops++
      const switches = this.#switches
      this.#switches = 0
      const body = this.#alone(syntax.body)
      this.#switches = switches
      this.#loops--
      return { kind: 'loop', at: syntax.at, init, condition, step, body, isDo: syntax.isDo }
    })
  }

  #switch(syntax: ast.SwitchSyntax): Switch {
    const value = this.#expressions.check(syntax.value)
    if (!isInteger(value.type) || !isScalar(value.type)) {
      throw errorAt(`switch looks at an int, not ${article(value.type)}.`, value.at)
    }
    this.#switches++
    const seen = new Set<number | null>()
    const cases = this.#names.within(() =>
      syntax.cases.map((one): Case => {
        const label = one.value && this.#label(one.value, value.type)
        if (seen.has(label))
          throw errorAt(label === null ? 'There are two defaults.' : `case ${label} is there already.`, one.at)
        seen.add(label)
        return { at: one.at, value: label, statements: this.#list(one.statements) }
      }),
    )
    this.#switches--
    return { kind: 'switch', at: syntax.at, value, cases }
  }

  #label(syntax: ast.Expression, type: Switch['value']['type']): number {
    const label = this.#expressions.check(syntax)
    // `case 1:` is also meant for a uint.
    const converted = convert(label, type) ?? label
    const value = scalarValue(converted)
    if (typeof value === 'number' && isInteger(converted.type)) return value
    throw errorAt(`A case is ${article(type)} that is known beforehand.`, syntax.at)
  }

  #return({ at, value: syntax }: ast.ReturnSyntax): Statement {
    const { name, returns } = this.#function
    this.#returns++
    if (!syntax) {
      if (returns.kind === 'void') return { kind: 'return', at, value: null }
      throw errorAt(`"${name}" is to give ${article(returns)}: write "return …;" in it.`, at)
    }
    const value = this.#expressions.check(syntax)
    if (returns.kind === 'void') {
      throw errorAt(`"${name}" is declared void, so it cannot return ${article(value.type)}.`, syntax.at)
    }
    return { kind: 'return', at, value: convertOrFail(value, returns, `What "${name}" returns`) }
  }

  #jump({ kind, at }: ast.JumpSyntax): Statement {
    if (kind === 'discard' && this.#names.environment.stage === 'vertex') {
      throw errorAt('discard is for fragment shaders only.', at)
    }
    if (kind === 'continue' && this.#loops === 0) throw errorAt('continue stands outside of a loop.', at)
    if (kind === 'break' && this.#loops + this.#switches === 0) throw errorAt('break stands outside of a loop.', at)
    return { kind, at }
  }
}
