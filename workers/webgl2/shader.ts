// Effects as a pair of GLSL ES 3.00 shaders: what the host declares, above what the front end emits. One effect with all
// its passes, or several pointwise neighbours fused into one. Used by the webgl2 backend.
import type { Effect, ParamType } from '../../effects/effect.ts'
import { emitFused, emitGlsl, inputName } from '../glsl/emit.ts'
import { loopLimit } from '../device.ts'
import type { AnalysedShader } from '../glsl/front-end.ts'
import type { ShaderSources } from './compile.ts'

/** What no shader gives by itself: the colour of a pixel whose loops were ended, while a trial asks for it. */
export const alarm = 12_344

/** A picture that shaders read: of an effect, by the name that its file uses. */
export interface Sampler {
  /** Index of the effect in the pass. */
  readonly effect: number
  readonly name: string
  readonly uniform: string
}

const glslTypes: Readonly<Record<ParamType, string>> = {
  event: 'bool',
  bool: 'bool',
  long: 'int',
  float: 'float',
  point2D: 'vec2',
  color: 'vec4',
  image: 'sampler2D',
  audio: 'sampler2D',
  audioFFT: 'sampler2D',
}

const fusedInput = 'isf_input'

const head = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform int PASSINDEX;
uniform vec2 RENDERSIZE;
uniform float TIME;
uniform float TIMEDELTA;
uniform vec4 DATE;
uniform int FRAMEINDEX;
`

const vertexHead = `in vec2 isf_position;
out vec2 isf_FragNormCoord;
void isf_vertShaderInit() { gl_Position = vec4(isf_position, 0, 1); isf_FragNormCoord = isf_position * 0.5 + 0.5; }
`

const plainVertex = 'void main() { isf_vertShaderInit(); }'

const fragmentHead = `in vec2 isf_FragNormCoord;
layout(location = 0) out vec4 isf_FragColor;
uniform bool isf_trial;
`

/** Begins the uniforms of the effect with this index; nothing where it is alone. */
function prefixOf(index: number, effects: readonly unknown[]): string {
  return effects.length === 1 ? '' : `s${String(index)}_`
}

/** The uniform of an INPUT. */
export function uniformOf(name: string, index: number, effects: readonly unknown[]): string {
  return inputName(name, prefixOf(index, effects))
}

/** The pictures of a pass, in the order of their texture units. */
export function samplersOf(effects: readonly Effect[]): Sampler[] {
  const isFused = effects.length > 1
  const own = effects.flatMap((effect, index) =>
    samplerNames(effect)
      .filter((name) => !isFused || name !== 'inputImage')
      .map((name) => ({ effect: index, name, uniform: uniformOf(name, index, effects) })),
  )
  return isFused ? [{ effect: 0, name: 'inputImage', uniform: fusedInput }, ...own] : own
}

/** GLSL of one effect, or of neighbours that are all pointwise. */
export function shaderSources(shaders: readonly AnalysedShader[]): ShaderSources {
  const effects = shaders.map(({ effect }) => effect)
  const declarations = declare(effects)
  const [only] = shaders
  const options = { loopLimit: String(loopLimit), onAlarm: `if (isf_trial) isf_FragColor = vec4(${alarm.toFixed(1)});` }
  const vertex =
    shaders.length === 1 && only?.vertex ? emitGlsl(only.vertex, { loopLimit: options.loopLimit }) : plainVertex
  const fragment =
    shaders.length === 1 && only
      ? emitGlsl(only.fragment, options)
      : emitFused(shaders.map(stageOf), fusedInput, options)
  return {
    vertex: head + declarations + vertexHead + vertex,
    fragment: head + declarations + fragmentHead + fragment,
  }
}

function stageOf({ effect, fragment }: AnalysedShader, index: number, all: readonly unknown[]) {
  return { shader: fragment, prefix: prefixOf(index, all), extended: effect.extended }
}

function declare(effects: readonly Effect[]): string {
  const values = effects.flatMap((effect, index) =>
    effect.params
      .filter(({ type }) => glslTypes[type] !== 'sampler2D')
      .map(({ name, type }) => `uniform ${glslTypes[type]} ${uniformOf(name, index, effects)};\n`),
  )
  const pictures = samplersOf(effects).map(({ uniform }) => `uniform sampler2D ${uniform};\n`)
  return [...values, ...pictures].join('')
}

function samplerNames(effect: Effect): string[] {
  const targets = effect.passes.flatMap(({ target }) => (target ? [target] : []))
  const images = effect.params.filter(({ type }) => glslTypes[type] === 'sampler2D').map(({ name }) => name)
  return [...new Set([...images, ...effect.imported.map(({ name }) => name), ...targets])]
}
