// The front end: an effect -> what its shaders mean. Both backends begin here.
import { type Effect, EffectError } from '../../effects/effect.ts'
import { checkShader } from './checker.ts'
import { environmentOf } from './environment.ts'
import { errorAt } from './lexer.ts'
import { parseShader } from './parser.ts'
import { isPointwise } from './pointwise.ts'
import type { Shader } from './tree.ts'
import { isSameType, typeName } from './types.ts'

/** An effect whose shaders are free of errors. */
export interface AnalysedShader {
  readonly effect: Effect
  readonly fragment: Shader
  /** null: the plain one that ISF hosts have. */
  readonly vertex: Shader | null
  /** Does it read its input only at the pixel it draws, in one pass? Then it can be fused with its neighbours. */
  readonly isPointwise: boolean
  /** Image inputs that nothing was given for: they see what `inputImage` does. Known where kernels are made. */
  readonly absent?: ReadonlySet<string>
}

/** Reads the effect's shaders: preprocesses, parses and checks them.
 *  @throws EffectError with the line and column of the file; the vertex shader's file is named like the effect, with .vs
 *  at its end */
export function analyseEffect(effect: Effect): AnalysedShader {
  const vertex = effect.vertex === undefined ? null : inFile(vertexFile(effect), () => read(effect, 'vertex'))
  const fragment = inFile(effect.name, () => {
    const fragment = read(effect, 'fragment')
    checkVaryings(fragment, vertex)
    return fragment
  })
  return { effect, fragment, vertex, isPointwise: isPointwise(effect, fragment) }
}

function vertexFile({ name }: Effect): string {
  return `${name || 'effect'}.vs`
}

function read(effect: Effect, stage: 'fragment' | 'vertex'): Shader {
  const source = stage === 'fragment' ? effect.fragment : effect.vertex!
  return checkShader(parseShader(source), environmentOf(effect, stage))
}

/** What the fragment shader reads has to be written by the vertex shader, under the same name and type. */
function checkVaryings(fragment: Shader, vertex: Shader | null): void {
  for (const { name, type, storage, at } of fragment.uses) {
    if (storage !== 'varying') continue
    const source = vertex?.varyings.find((varying) => varying.name === name)
    if (!source) {
      const where = vertex ? 'The vertex shader does not declare it.' : 'Give the vertex shader (.vs) with the file.'
      throw errorAt(`Nothing writes the varying "${name}". ${where}`, at)
    }
    if (!isSameType(source.type, type)) {
      throw errorAt(`"${name}" is a ${typeName(source.type)} in the vertex shader, not a ${typeName(type)}.`, at)
    }
  }
}

/** Runs what may throw EffectErrors that do not say in which file. */
export function inFile<T>(file: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof EffectError)) throw error
    throw new EffectError(error.reason, file, error.line, error.column)
  }
}
