// The functions of GLSL ES that no instruction computes, written in GLSL (math.fs): both the compiler and whoever checks it
// read this one text.
import { analyseEffect } from '../glsl/front-end.ts'
import type { Shader, ShaderFunction } from '../glsl/tree.ts'
import math from './math.fs?effect'

let shader: Shader | null = null

/** The text's typed tree, made when it is first asked for. */
export function mathShader(): Shader {
  return (shader ??= analyseEffect(math).fragment)
}

/** The function that stands for a function of GLSL, `atan` with two arguments included; undefined where there is none. */
export function mathFunction(name: string, argumentCount: number): ShaderFunction | undefined {
  const own = name === 'atan' && argumentCount === 2 ? 'atan2_' : `${name}_`
  return mathShader().functions.find((one) => one.name === own)
}
