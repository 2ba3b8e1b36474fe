// Compiles and links shaders without blocking where the browser can (KHR_parallel_shader_compile). Used by the webgl2
// backend, for sources in which the front end has found no error.
import { EffectError } from '../../effects/effect.ts'

/** How often a program that is still being compiled is asked again. */
const pollMs = 8

export interface ShaderSources {
  readonly vertex: string
  readonly fragment: string
}

/** A linked program with `isf_position` at attribute 0; the caller deletes it. What a driver refuses all the same, such as
 *  more uniforms than it has, is an EffectError without a position of its own.
 *  @param file named in the error */
export async function linkProgram(
  gl: WebGL2RenderingContext,
  sources: ShaderSources,
  file: string,
): Promise<WebGLProgram> {
  const vertex = compileShader(gl, gl.VERTEX_SHADER, sources.vertex)
  const fragment = compileShader(gl, gl.FRAGMENT_SHADER, sources.fragment)
  const program = gl.createProgram()
  gl.attachShader(program, vertex)
  gl.attachShader(program, fragment)
  gl.bindAttribLocation(program, 0, 'isf_position')
  gl.linkProgram(program)
  const parallel = gl.getExtension('KHR_parallel_shader_compile') as { COMPLETION_STATUS_KHR: number } | null
  while (parallel && !gl.isContextLost() && !gl.getProgramParameter(program, parallel.COMPLETION_STATUS_KHR)) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  const isLinked = gl.isContextLost() || (gl.getProgramParameter(program, gl.LINK_STATUS) as boolean)
  const logs = isLinked
    ? []
    : [gl.getShaderInfoLog(fragment), gl.getShaderInfoLog(vertex), gl.getProgramInfoLog(program)]
  gl.deleteShader(vertex)
  gl.deleteShader(fragment)
  if (isLinked) return program
  gl.deleteProgram(program)
  const [reason = ''] = logs.filter(Boolean)
  throw new EffectError(`The graphics driver refuses the shader: ${reason?.trim().split('\n')[0] ?? ''}`, file)
}

function compileShader(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type)
  // null only when the context is lost, which the caller finds out by `lost`.
  if (!shader) throw new DOMException('The graphics context was lost.', 'InvalidStateError')
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  return shader
}
