// What each name means at a place of a shader. Used by the checker.
import type { Environment } from './environment.ts'
import { type Position, errorAt } from './lexer.ts'
import type { ShaderFunction, Variable } from './tree.ts'
import { type StructType, isSameType } from './types.ts'

interface Scope {
  readonly variables: Map<string, Variable>
  readonly structs: Map<string, StructType>
}

/** More functions of one name than any shader has: each call looks at all of them. */
const maxForms = 100

/** Functions have their names apart from variables: `float noise = noise(p);` is fine. */
export class Names {
  readonly environment: Environment
  readonly #scopes: Scope[]
  readonly #functions = new Map<string, ShaderFunction[]>()

  constructor(environment: Environment) {
    this.environment = environment
    this.#scopes = [{ variables: new Map(), structs: new Map() }]
  }

  /** Runs what stands between a { and its }. */
  within<T>(run: () => T): T {
    this.#scopes.push({ variables: new Map(), structs: new Map() })
    const result = run()
    this.#scopes.pop()
    return result
  }

  get isGlobal(): boolean {
    return this.#scopes.length === 1
  }

  variable(name: string): Variable | undefined {
    return this.#find((scope) => scope.variables.get(name)) ?? this.environment.variables.get(name)
  }

  struct(name: string): StructType | undefined {
    return this.#find((scope) => scope.structs.get(name))
  }

  functions(name: string): readonly ShaderFunction[] {
    return this.#functions.get(name) ?? []
  }

  *variableNames(): Generator<string> {
    for (const scope of this.#scopes.toReversed()) yield* scope.variables.keys()
    yield* this.environment.variables.keys()
  }

  *functionNames(): Generator<string> {
    yield* this.#functions.keys()
    for (const { structs } of this.#scopes) yield* structs.keys()
  }

  /** @param name what the shader calls it, which is not always the variable's own name */
  addVariable(variable: Variable, name = variable.name, at: Position = variable.at): void {
    const { variables } = this.#scopes.at(-1)!
    const known = variables.get(name)
    if (known) throw errorAt(`"${name}" is declared already, in line ${known.at.line}. Rename one.`, at)
    if (this.isGlobal && this.environment.variables.has(name)) {
      throw errorAt(`"${name}" is given by the host or an INPUT. Rename this one.`, at)
    }
    variables.set(name, variable)
  }

  addStruct(struct: StructType, at: Position): void {
    const { structs } = this.#scopes.at(-1)!
    if (structs.has(struct.name)) throw errorAt(`The struct "${struct.name}" is declared already. Rename one.`, at)
    structs.set(struct.name, struct)
  }

  /** @returns the function of that name and those parameters that was declared before, if there is one */
  knownFunction({ name, parameters }: ShaderFunction): ShaderFunction | undefined {
    return this.functions(name).find(
      (known) =>
        known.parameters.length === parameters.length &&
        known.parameters.every(({ type }, index) => isSameType(type, parameters[index]!.type)),
    )
  }

  addFunction(added: ShaderFunction): void {
    const known = this.#functions.get(added.name)
    if (known && known.length >= maxForms) throw errorAt(`There are too many functions "${added.name}".`, added.at)
    if (known) known.push(added)
    else this.#functions.set(added.name, [added])
  }

  #find<T>(get: (scope: Scope) => T | undefined): T | undefined {
    for (let index = this.#scopes.length - 1; index >= 0; index--) {
      const found = get(this.#scopes[index]!)
      if (found !== undefined) return found
    }
    return undefined
  }
}
