// The functions of GLSL ES that fragment shaders use, as a table. Used by the checker.
// Sources: GLSL ES 3.00, section 8; GLSL ES 1.00, section 8, and EXT_shader_texture_lod for the older texture functions.
import { type Type, matrixType, namedTypes, vectorType } from './types.ts'

export interface BuiltinForm {
  /** What the tree calls it: the name in GLSL ES 3.00, or ISF's for a function that reads a picture. */
  readonly name: string
  readonly returns: Type
  readonly parameters: readonly Type[]
  /** Parameters that are written. */
  readonly outs: ReadonlySet<number>
}

/** One form a line, as the specification writes them. `genType` stands for float and its vectors, `genIType`, `genUType`
 *  and `genBType` for those of int, uint and bool, all of one size in a line; `vec`, `ivec`, `uvec` and `bvec` for
 *  vectors alone; `mat` for every square matrix. `= name` names the function that it is in the tree. Those that end in
 *  `Offset` are none in the tree: calls.ts writes them out by the others. */
const table = `
genType radians(genType)
genType degrees(genType)
genType sin(genType)
genType cos(genType)
genType tan(genType)
genType asin(genType)
genType acos(genType)
genType atan(genType, genType)
genType atan(genType)
genType sinh(genType)
genType cosh(genType)
genType tanh(genType)
genType asinh(genType)
genType acosh(genType)
genType atanh(genType)
genType pow(genType, genType)
genType exp(genType)
genType log(genType)
genType exp2(genType)
genType log2(genType)
genType sqrt(genType)
genType inversesqrt(genType)
genType abs(genType)
genIType abs(genIType)
genType sign(genType)
genIType sign(genIType)
genType floor(genType)
genType trunc(genType)
genType round(genType)
genType roundEven(genType)
genType ceil(genType)
genType fract(genType)
genType mod(genType, genType)
genType mod(genType, float)
genType modf(genType, out genType)
genType min(genType, genType)
genType min(genType, float)
genIType min(genIType, genIType)
genIType min(genIType, int)
genUType min(genUType, genUType)
genUType min(genUType, uint)
genType max(genType, genType)
genType max(genType, float)
genIType max(genIType, genIType)
genIType max(genIType, int)
genUType max(genUType, genUType)
genUType max(genUType, uint)
genType clamp(genType, genType, genType)
genType clamp(genType, float, float)
genIType clamp(genIType, genIType, genIType)
genIType clamp(genIType, int, int)
genUType clamp(genUType, genUType, genUType)
genUType clamp(genUType, uint, uint)
genType mix(genType, genType, genType)
genType mix(genType, genType, float)
genType mix(genType, genType, genBType)
genType step(genType, genType)
genType step(float, genType)
genType smoothstep(genType, genType, genType)
genType smoothstep(float, float, genType)
genBType isnan(genType)
genBType isinf(genType)
genIType floatBitsToInt(genType)
genUType floatBitsToUint(genType)
genType intBitsToFloat(genIType)
genType uintBitsToFloat(genUType)
uint packSnorm2x16(vec2)
vec2 unpackSnorm2x16(uint)
uint packUnorm2x16(vec2)
vec2 unpackUnorm2x16(uint)
uint packHalf2x16(vec2)
vec2 unpackHalf2x16(uint)
float length(genType)
float distance(genType, genType)
float dot(genType, genType)
vec3 cross(vec3, vec3)
genType normalize(genType)
genType faceforward(genType, genType, genType)
genType reflect(genType, genType)
genType refract(genType, genType, float)
mat matrixCompMult(mat, mat)
mat transpose(mat)
mat3x2 transpose(mat2x3)
mat2x3 transpose(mat3x2)
mat4x2 transpose(mat2x4)
mat2x4 transpose(mat4x2)
mat4x3 transpose(mat3x4)
mat3x4 transpose(mat4x3)
float determinant(mat)
mat inverse(mat)
mat2 outerProduct(vec2, vec2)
mat3 outerProduct(vec3, vec3)
mat4 outerProduct(vec4, vec4)
mat2x3 outerProduct(vec3, vec2)
mat3x2 outerProduct(vec2, vec3)
mat2x4 outerProduct(vec4, vec2)
mat4x2 outerProduct(vec2, vec4)
mat3x4 outerProduct(vec4, vec3)
mat4x3 outerProduct(vec3, vec4)
bvec lessThan(vec, vec)
bvec lessThan(ivec, ivec)
bvec lessThan(uvec, uvec)
bvec lessThanEqual(vec, vec)
bvec lessThanEqual(ivec, ivec)
bvec lessThanEqual(uvec, uvec)
bvec greaterThan(vec, vec)
bvec greaterThan(ivec, ivec)
bvec greaterThan(uvec, uvec)
bvec greaterThanEqual(vec, vec)
bvec greaterThanEqual(ivec, ivec)
bvec greaterThanEqual(uvec, uvec)
bvec equal(vec, vec)
bvec equal(ivec, ivec)
bvec equal(uvec, uvec)
bvec equal(bvec, bvec)
bvec notEqual(vec, vec)
bvec notEqual(ivec, ivec)
bvec notEqual(uvec, uvec)
bvec notEqual(bvec, bvec)
bool any(bvec)
bool all(bvec)
bvec not(bvec)
genType dFdx(genType)
genType dFdy(genType)
genType fwidth(genType)
ivec2 textureSize(sampler2D, int)
vec4 texture(sampler2D, vec2)
vec4 texture(sampler2D, vec2, float)
vec4 textureLod(sampler2D, vec2, float)
vec4 textureProj(sampler2D, vec3)
vec4 textureProj(sampler2D, vec4)
vec4 textureGrad(sampler2D, vec2, vec2, vec2)
vec4 texelFetch(sampler2D, ivec2, int)
vec4 textureOffset(sampler2D, vec2, ivec2)
vec4 textureOffset(sampler2D, vec2, ivec2, float)
vec4 textureLodOffset(sampler2D, vec2, float, ivec2)
vec4 textureGradOffset(sampler2D, vec2, vec2, vec2, ivec2)
vec4 texelFetchOffset(sampler2D, ivec2, int, ivec2)
vec4 texture2D(sampler2D, vec2) = texture
vec4 texture2D(sampler2D, vec2, float) = texture
vec4 texture2DLod(sampler2D, vec2, float) = textureLod
vec4 texture2DLodEXT(sampler2D, vec2, float) = textureLod
vec4 texture2DGradEXT(sampler2D, vec2, vec2, vec2) = textureGrad
vec4 texture2DProj(sampler2D, vec3) = textureProj
vec4 texture2DProj(sampler2D, vec4) = textureProj
vec4 texture2DRect(sampler2D, vec2) = IMG_PIXEL
vec4 IMG_PIXEL(sampler2D, vec2)
vec4 IMG_PIXEL(sampler2D, vec2, float)
vec4 IMG_NORM_PIXEL(sampler2D, vec2)
vec4 IMG_NORM_PIXEL(sampler2D, vec2, float)
vec4 IMG_THIS_PIXEL(sampler2D)
vec4 IMG_THIS_PIXEL(sampler2D, vec2)
vec4 IMG_THIS_NORM_PIXEL(sampler2D) = IMG_THIS_PIXEL
vec4 IMG_THIS_NORM_PIXEL(sampler2D, vec2) = IMG_THIS_PIXEL
vec4 IMG_NORM_THIS_PIXEL(sampler2D) = IMG_THIS_PIXEL
vec2 IMG_SIZE(sampler2D)
vec4 VVSAMPLER_2DBYPIXEL(sampler2D, vec4, vec2, bool, vec2) = IMG_PIXEL
vec4 VVSAMPLER_2DBYNORM(sampler2D, vec4, vec2, bool, vec2) = IMG_NORM_PIXEL
`

const generics: Readonly<Record<string, (size: number) => Type>> = {
  genType: (size) => vectorType('float', size),
  genIType: (size) => vectorType('int', size),
  genUType: (size) => vectorType('uint', size),
  genBType: (size) => vectorType('bool', size),
  vec: (size) => vectorType('float', size),
  ivec: (size) => vectorType('int', size),
  uvec: (size) => vectorType('uint', size),
  bvec: (size) => vectorType('bool', size),
  mat: (size) => matrixType(size, size),
}

/** Every form of every function, by the name that shaders write. */
export const builtins: ReadonlyMap<string, readonly BuiltinForm[]> = readTable()

function readTable(): Map<string, BuiltinForm[]> {
  const forms = new Map<string, BuiltinForm[]>()
  for (const line of table.trim().split('\n')) {
    const [, returns = '', name = '', list = '', meaning] = /^(\w+) (\w+)\((.*)\)(?: = (\w+))?$/.exec(line)!
    const parameters = list.split(', ')
    const outs = new Set(parameters.flatMap((parameter, index) => (parameter.startsWith('out ') ? [index] : [])))
    const types = [returns, ...parameters.map((parameter) => parameter.replace('out ', ''))]
    const sizes = types.some((type) => type.startsWith('gen')) ? [1, 2, 3, 4] : [2, 3, 4]
    const known = forms.get(name) ?? []
    forms.set(name, known)
    for (const size of types.some((type) => type in generics) ? sizes : [1]) {
      const [result, ...given] = types.map((type) => generics[type]?.(size) ?? namedTypes.get(type)!)
      const isKnown = known.some(
        (form) =>
          form.parameters.every((type, index) => type === given[index]) && form.parameters.length === given.length,
      )
      // `mod(genType, float)` says for floats what `mod(genType, genType)` has said.
      if (!isKnown) known.push({ name: meaning ?? name, returns: result!, parameters: given, outs })
    }
  }
  return forms
}

/** Whose arguments are the whole input: the same arguments, the same value. */
export function isPure(name: string): boolean {
  return !/^(dFd|fwidth|tex|IMG_)/.test(name)
}

/** The numbers that GLSL ES has names for, at the least that every WebGL 2 gives. */
export const builtinConstants: Readonly<Record<string, number>> = {
  gl_MaxDrawBuffers: 4,
  gl_MaxTextureImageUnits: 16,
  gl_MaxVaryingVectors: 15,
  gl_MaxFragmentUniformVectors: 224,
}
