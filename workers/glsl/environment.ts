// What a shader of an effect finds declared: the names of ISF and GLSL, the effect's inputs and its pictures. Used by the
// checker; a backend that gives them values finds their names here.
import type { Effect, ParamType } from '../../effects/effect.ts'
import type { Global, Variable } from './tree.ts'
import { type Type, boolType, floatType, intType, samplerType, vec2Type, vec4Type } from './types.ts'

export interface Environment {
  readonly stage: 'fragment' | 'vertex'
  /** By the name that shaders write; two names may mean one variable. */
  readonly variables: ReadonlyMap<string, Variable>
  /** Functions without parameters that the host gives. */
  readonly hostFunctions: ReadonlySet<string>
}

const nowhere = { line: 1, column: 1 }

const paramTypes: Readonly<Record<ParamType, Type>> = {
  event: boolType,
  bool: boolType,
  long: intType,
  float: floatType,
  point2D: vec2Type,
  color: vec4Type,
  image: samplerType,
  audio: samplerType,
  audioFFT: samplerType,
}

function builtin(name: string, type: Type, readonly = true): Variable {
  return { name, type, storage: 'builtin', readonly, isConstant: false, at: nowhere }
}

/** The variables of ISF and GLSL. Their objects are the same in every tree, so a backend compares with them.
 *  https://github.com/mrRay/ISF_Spec, "Automatically Created Variables" */
export const builtIns = {
  passIndex: builtin('PASSINDEX', intType),
  renderSize: builtin('RENDERSIZE', vec2Type),
  time: builtin('TIME', floatType),
  timeDelta: builtin('TIMEDELTA', floatType),
  date: builtin('DATE', vec4Type),
  frameIndex: builtin('FRAMEINDEX', intType),
  /** 0..1 from the bottom left; the vertex shader may change it. */
  fragNormCoord: builtin('isf_FragNormCoord', vec2Type),
  writableFragNormCoord: builtin('isf_FragNormCoord', vec2Type, false),
  /** The pixel's middle, in pixels from the bottom left. */
  fragCoord: builtin('gl_FragCoord', vec4Type),
  /** What the pixel becomes; transparent black as main begins. */
  fragColor: builtin('gl_FragColor', vec4Type, false),
  position: builtin('gl_Position', vec4Type, false),
  /** The corner of the triangle that is drawn, -1..1 in the picture. */
  vertexPosition: builtin('isf_position', vec2Type),
} as const

function unneeded(name: string, type: Type, value: boolean | null): Global {
  const isConst = value !== null
  const variable: Variable = { name, type, storage: 'global', readonly: isConst, isConstant: isConst, at: nowhere }
  return { variable, value: isConst ? { kind: 'literal', at: nowhere, type, value } : null, hasConstantValue: true }
}

/** What fragment shaders of GLSL may also name, but which means nothing to a picture drawn as one triangle: globals of
 *  every fragment shader, so that backends see nothing special. */
export const unneededGlobals: readonly Global[] = [
  unneeded('gl_FragDepth', floatType, null),
  unneeded('gl_PointCoord', vec2Type, null),
  unneeded('gl_FrontFacing', boolType, true),
]

const shared = [
  builtIns.passIndex,
  builtIns.renderSize,
  builtIns.time,
  builtIns.timeDelta,
  builtIns.date,
  builtIns.frameIndex,
]

/** What a shader of the effect finds declared. */
export function environmentOf(effect: Effect, stage: 'fragment' | 'vertex'): Environment {
  const names = new Map<string, Variable>()
  const input = (name: string, type: Type) =>
    names.set(name, { name, type, storage: 'input', readonly: true, isConstant: false, at: nowhere })
  for (const { name, type } of effect.params) input(name, paramTypes[type])
  for (const { name } of effect.imported) input(name, samplerType)
  for (const { target } of effect.passes) if (target !== undefined && !names.has(target)) input(target, samplerType)
  const own =
    stage === 'fragment'
      ? [builtIns.fragNormCoord, builtIns.fragCoord, builtIns.fragColor]
      : [builtIns.writableFragNormCoord, builtIns.position, builtIns.vertexPosition]
  for (const variable of [...shared, ...own]) names.set(variable.name, variable)
  names.set('vv_FragNormCoord', own[0]!)
  const hostFunctions = stage === 'vertex' ? ['isf_vertShaderInit', 'vv_vertShaderInit'] : []
  return { stage, variables: names, hostFunctions: new Set(hostFunctions) }
}
