// An ISF effect as a pair of GLSL ES 3.00 shaders: declares the inputs and built-ins that ISF promises, and leaves the
// file's own lines their numbers. Used by the webgl2 backend.
import type { Effect, ParamType } from '../../effects/effect.ts'

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

/** What every shader of an effect sees. All pictures are textures of their own with v = 0 at the bottom, so the image
 *  functions of ISF (https://github.com/mrRay/ISF_Spec) are plain look-ups. */
const builtIns = `
#define texture2D texture
#define texture2DLod textureLod
#define texture2DProj textureProj
#define IMG_SIZE(image) vec2(textureSize(image, 0))
#define IMG_NORM_PIXEL(image, position) texture(image, position)
#define IMG_PIXEL(image, position) texture(image, (position) / IMG_SIZE(image))
#define IMG_THIS_PIXEL(image) texture(image, isf_FragNormCoord)
#define IMG_THIS_NORM_PIXEL(image) texture(image, isf_FragNormCoord)
#define vv_FragNormCoord isf_FragNormCoord
uniform int PASSINDEX;
uniform vec2 RENDERSIZE;
uniform float TIME;
uniform float TIMEDELTA;
uniform vec4 DATE;
uniform int FRAMEINDEX;
`

const plainVertex = `void main() { isf_vertShaderInit(); }`

/** The names of an effect's samplers, in the order of their texture units. */
export function samplerNames(effect: Effect): string[] {
  const targets = effect.passes.flatMap(({ target }) => (target ? [target] : []))
  const images = effect.params.filter(({ type }) => glslTypes[type] === 'sampler2D').map(({ name }) => name)
  return [...new Set([...images, ...effect.imported.map(({ name }) => name), ...targets])]
}

/** GLSL ES 3.00 of an effect. Line numbers in compile errors are those of the effect's files. */
export function shaderSources(effect: Effect): { vertex: string; fragment: string } {
  const values = effect.params
    .filter(({ type }) => glslTypes[type] !== 'sampler2D')
    .map(({ name, type }) => `uniform ${glslTypes[type]} ${name};\n`)
  const samplers = samplerNames(effect).map((name) => `uniform sampler2D ${name};\n`)
  const head =
    '#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n' +
    builtIns +
    values.join('') +
    samplers.join('')
  return {
    vertex: `${head}
#define attribute in
#define varying out
in vec2 isf_position;
out vec2 isf_FragNormCoord;
void isf_vertShaderInit() { gl_Position = vec4(isf_position, 0, 1); isf_FragNormCoord = isf_position * 0.5 + 0.5; }
#define vv_vertShaderInit isf_vertShaderInit
#line 1
${withoutVersion(effect.vertex ?? plainVertex)}`,
    fragment: `${head}
#define varying in
in vec2 isf_FragNormCoord;
layout(location = 0) out vec4 isf_FragColor;
#define gl_FragColor isf_FragColor
#line 1
${withoutVersion(effect.fragment)}`,
  }
}

/** The head has said its version; a second one would be an error. The line stays, so that numbers do. */
function withoutVersion(source: string): string {
  return source.replace(/^([ \t]*)#version[^\n]*/m, '$1')
}
