// Names for generated GLSL that clash with nothing. Used by the emitter.

import { builtins } from './builtins.ts'

/** Keywords and reserved words of GLSL ES 3.00 (section 3.7) and what ANGLE's own output languages keep. */
const reserved = new Set(
  (
    'attribute const uniform varying layout centroid flat smooth break continue do for while switch case default if else ' +
    'in out inout float int void bool true false invariant discard return mat2 mat3 mat4 mat2x2 mat2x3 mat2x4 mat3x2 ' +
    'mat3x3 mat3x4 mat4x2 mat4x3 mat4x4 vec2 vec3 vec4 ivec2 ivec3 ivec4 bvec2 bvec3 bvec4 uint uvec2 uvec3 uvec4 lowp ' +
    'mediump highp precision sampler2D sampler3D samplerCube sampler2DShadow samplerCubeShadow sampler2DArray ' +
    'sampler2DArrayShadow isampler2D isampler3D isamplerCube isampler2DArray usampler2D usampler3D usamplerCube ' +
    'usampler2DArray struct coherent volatile restrict readonly writeonly resource atomic_uint noperspective patch ' +
    'sample subroutine common partition active asm class union enum typedef template this goto inline noinline public ' +
    'static extern external interface long short double half fixed unsigned superp input output hvec2 hvec3 hvec4 dvec2 ' +
    'dvec3 dvec4 fvec2 fvec3 fvec4 sampler3DRect filter image1D image2D image3D imageCube iimage1D iimage2D iimage3D ' +
    'iimageCube uimage1D uimage2D uimage3D uimageCube image1DArray image2DArray iimage1DArray iimage2DArray ' +
    'uimage1DArray uimage2DArray imageBuffer iimageBuffer uimageBuffer sampler1D sampler1DShadow sampler1DArray ' +
    'sampler1DArrayShadow isampler1D isampler1DArray usampler1D usampler1DArray sampler2DRect sampler2DRectShadow ' +
    'isampler2DRect usampler2DRect samplerBuffer isamplerBuffer usamplerBuffer sampler2DMS isampler2DMS usampler2DMS ' +
    'sampler2DMSArray isampler2DMSArray usampler2DMSArray sizeof cast namespace using packed precise shared buffer main'
  ).split(' '),
)

/** Functions of GLSL ES 3.00 that are not in builtins.ts. */
const otherFunctions =
  'textureOffset texelFetchOffset textureProjOffset textureLodOffset textureProjLod textureProjLodOffset ' +
  'textureGradOffset textureProjGrad textureProjGradOffset'
for (const name of [...builtins.keys(), ...otherFunctions.split(' ')]) reserved.add(name)

/** The name under which generated GLSL has something of a shader: its own where GLSL ES 3.00 allows that, else one that
 *  begins with "isf_". Different names stay different. */
export function safeName(name: string): string {
  return reserved.has(name) || /^(gl_|isf_|webgl_|_webgl_)|__/.test(name) ? `isf_${encoded(name)}` : name
}

/** The name that a varying has in both shaders. */
export function varyingName(name: string): string {
  return `isf_varying_${encoded(name)}`
}

/** Without two underscores in a row, which GLSL keeps for itself, and different for different names. */
function encoded(name: string): string {
  return name.replaceAll('_', '0_')
}
