// The syntax tree -> the typed tree: resolves names, checks types, writes out conversions. Used by the front end.
import type * as ast from './ast.ts'
import { isConstant, scalarValue } from './constant.ts'
import { declared } from './declaration.ts'
import { type Environment, builtIns, unneededGlobals } from './environment.ts'
import { ExpressionChecker } from './expressions.ts'
import { errorAt } from './lexer.ts'
import { article } from './operators.ts'
import { shaderOf } from './reach.ts'
import { Names } from './scope.ts'
import { StatementChecker } from './statements.ts'
import type { Global, Parameter, Shader, ShaderFunction, Variable } from './tree.ts'
import { type StructType, type Type, holdsSampler, isSameType, typeName, vec4Type } from './types.ts'

/** A function while its body is still to come. */
type OpenFunction = { -readonly [K in keyof ShaderFunction]: ShaderFunction[K] }

type GlobalKind = 'variable' | 'const' | 'uniform'

/** What a shader means where these names are known.
 *  @throws EffectError at the first thing that is wrong */
export function checkShader(syntax: ast.ShaderSyntax, environment: Environment): Shader {
  return new Checker(environment).shader(syntax)
}

class Checker {
  readonly #environment: Environment
  readonly #names: Names
  readonly #expressions: ExpressionChecker
  readonly #structs: StructType[] = []
  readonly #globals: Global[] = []
  readonly #varyings: Variable[] = []
  readonly #bodies = new Map<OpenFunction, ast.BlockSyntax>()

  constructor(environment: Environment) {
    this.#environment = environment
    this.#names = new Names(environment)
    this.#expressions = new ExpressionChecker(this.#names)
  }

  shader(syntax: ast.ShaderSyntax): Shader {
    if (this.#environment.stage === 'fragment') {
      for (const global of unneededGlobals) {
        this.#names.addVariable(global.variable)
        this.#globals.push(global)
      }
    }
    for (const part of syntax) {
      if (part.kind === 'function') this.#declareFunction(part)
      else this.#declareGlobals(part)
    }
    // After all declarations, so that a function may use what stands below it.
    const statements = new StatementChecker(this.#names, this.#expressions, (struct) => this.#struct(struct))
    for (const [open, body] of this.#bodies) open.body = statements.body(open, body)
    const main = this.#names.functions('main').find(({ parameters }) => parameters.length === 0)
    if (!main) throw errorAt('The shader has no main(): write void main() { … }.', { line: 1, column: 1 })
    if (main.returns.kind !== 'void') throw errorAt('main() returns nothing: write void main().', main.at)
    const declarations = { structs: this.#structs, globals: this.#globals, varyings: this.#varyings }
    return shaderOf(this.#environment.stage, declarations, main, (callee) => this.#bodies.has(callee))
  }

  #struct(syntax: ast.StructSyntax): StructType {
    const fields = syntax.fields.flatMap(({ type: typeSyntax, declarators }) => {
      if (typeSyntax.struct) throw errorAt('A struct cannot be declared in a struct. Declare it before.', typeSyntax.at)
      const element = this.#expressions.type(typeSyntax)
      return declarators.map(({ name, sizes, value, at }) => {
        if (value) throw errorAt('A field has no first value. Give it where the struct is made.', value.at)
        const type = this.#expressions.sized(element, sizes, at)
        if (holdsSampler(type) || type.kind === 'void') throw errorAt(`A field cannot be a ${typeName(type)}.`, at)
        return { name, type, at }
      })
    })
    for (const [index, { name, at }] of fields.entries()) {
      if (fields.findIndex((field) => field.name === name) < index) throw errorAt(`Two fields are named "${name}".`, at)
    }
    if (fields.length === 0) throw errorAt('A struct needs at least one field.', syntax.at)
    const type: StructType = {
      kind: 'struct',
      name: syntax.name,
      fields: fields.map(({ name, type }) => ({ name, type })),
    }
    if (syntax.name !== '') this.#names.addStruct(type, syntax.at)
    this.#structs.push(type)
    return type
  }

  // Globals

  #declareGlobals({ qualifiers, type: syntax, declarators }: ast.VariablesSyntax): void {
    const struct = syntax.struct && this.#struct(syntax.struct)
    for (const declarator of declarators) {
      const { type, value } = declared(this.#expressions, struct, syntax, declarator)
      switch (qualifiers.storage) {
        case null:
          this.#declareGlobal(declarator, type, value, qualifiers.constant ? 'const' : 'variable')
          break
        case 'uniform':
          // A file may declare again what the header gives. What nobody sets stays at its first value, or zero.
          if (!this.#isGiven(declarator, type)) this.#declareGlobal(declarator, type, value, 'uniform')
          break
        case 'inout':
          throw errorAt('inout is for parameters only.', declarator.at)
        default:
          this.#declareInOut(declarator, type, qualifiers.storage)
      }
    }
  }

  #declareGlobal({ name, at }: ast.Declarator, type: Type, value: Global['value'], kind: GlobalKind): void {
    if (holdsSampler(type)) {
      throw errorAt(`"${name}" is no INPUT, pass or IMPORTED image of the header. Add it there.`, at)
    }
    const isConst = kind === 'const'
    if (isConst && !value) throw errorAt(`"${name}" is const, so it needs a value.`, at)
    const hasConstantValue = value === null || isConstant(value)
    const variable: Variable = {
      name,
      type,
      storage: 'global',
      readonly: kind !== 'variable',
      isConstant: isConst && hasConstantValue,
      ...(isConst && value ? { value: scalarValue(value) } : {}),
      at,
    }
    this.#names.addVariable(variable)
    this.#globals.push({ variable, value, hasConstantValue })
  }

  #declareInOut(declarator: ast.Declarator, type: Type, storage: 'in' | 'out' | 'attribute' | 'varying'): void {
    const { name, at } = declarator
    const isFragment = this.#environment.stage === 'fragment'
    if (this.#isGiven(declarator, type)) return
    if (isFragment && storage === 'out') {
      if (type !== vec4Type) throw errorAt(`The result of an effect is a vec4, not ${article(type)}.`, at)
      this.#names.addVariable(builtIns.fragColor, name, at)
      return
    }
    if (isFragment && storage === 'attribute') throw errorAt('Attributes are for vertex shaders only.', at)
    if (storage === 'attribute' || (!isFragment && storage === 'in')) {
      // The host draws one triangle and gives no more than its corners.
      this.#declareGlobal(declarator, type, null, 'uniform')
      return
    }
    const element = type.kind === 'array' ? type.element : type
    if (element.kind !== 'matrix' && !(element.kind === 'vector' && element.component === 'float')) {
      throw errorAt(`A varying is made of floats, not ${article(type)}.`, at)
    }
    const variable: Variable = { name, type, storage: 'varying', readonly: isFragment, isConstant: false, at }
    this.#names.addVariable(variable)
    this.#varyings.push(variable)
  }

  /** Is it a name of the environment? Then it has to have its type. */
  #isGiven({ name, at }: ast.Declarator, type: Type): boolean {
    const given = this.#environment.variables.get(name)
    if (!given) return false
    if (isSameType(given.type, type)) return true
    throw errorAt(`"${name}" is given by the host or an INPUT, as ${article(given.type)}, not ${article(type)}.`, at)
  }

  // Functions

  #declareFunction({ name, at, returns: returnSyntax, parameters: syntax, body }: ast.FunctionSyntax): void {
    if (returnSyntax.struct) throw errorAt('Declare the struct before the function.', returnSyntax.at)
    const returns = this.#expressions.type(returnSyntax)
    if (holdsSampler(returns)) throw errorAt('A function cannot return a picture.', returnSyntax.at)
    if (syntax.length > 0 && name === 'main') throw errorAt('main() has no parameters.', at)
    const parameters = syntax.map((parameter) => this.#parameter(parameter))
    const open: OpenFunction = { name, returns, parameters, body: { kind: 'block', at, statements: [] }, at }
    const known: OpenFunction | undefined = this.#names.knownFunction(open)
    if (known && !isSameType(known.returns, returns)) {
      throw errorAt(`"${name}" is declared in line ${known.at.line} to return ${article(known.returns)}.`, at)
    }
    if (!known) this.#names.addFunction(open)
    if (!body) return
    const target: OpenFunction = known ?? open
    if (this.#bodies.has(target)) {
      throw errorAt(`"${name}" with these parameters is there already, in line ${target.at.line}.`, at)
    }
    // The names of the parameters are those of the definition.
    target.parameters = parameters
    target.at = at
    this.#bodies.set(target, body)
  }

  #parameter({ name, at, qualifiers, type: syntax }: ast.ParameterSyntax): Parameter {
    if (syntax.struct) throw errorAt('Declare the struct before the function.', syntax.at)
    const type = this.#expressions.type(syntax)
    const direction = qualifiers.storage ?? 'in'
    if (direction !== 'in' && direction !== 'out' && direction !== 'inout') {
      throw errorAt(`A parameter is in, out or inout, not ${direction}.`, at)
    }
    if (type.kind === 'void') throw errorAt('A parameter cannot be void.', at)
    const isSampler = holdsSampler(type)
    if (isSampler && direction !== 'in') throw errorAt('A picture cannot be written.', at)
    const readonly = qualifiers.constant || isSampler
    return { name, type, storage: 'parameter', direction, readonly, isConstant: false, at }
  }
}
