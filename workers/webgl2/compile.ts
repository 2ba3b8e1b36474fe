// Compiles and links shaders without blocking where the browser can (KHR_parallel_shader_compile), and turns the
// driver's log into an EffectError with the file's own line. Used by the webgl2 backend.
import { EffectError } from '../../effects/effect.ts'

/** How often a program that is still being compiled is asked again. */
const pollMs = 8

export interface ShaderSources {
  readonly vertex: string
  readonly fragment: string
}

/** A linked program with `isf_position` at attribute 0. Throws EffectError; the caller deletes what it gets.
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
  const linked = gl.getProgramParameter(program, gl.LINK_STATUS) as boolean
  const error =
    linked || gl.isContextLost()
      ? null
      : (shaderError(gl, fragment, sources.fragment, file) ??
        shaderError(gl, vertex, sources.vertex, file) ??
        new EffectError(firstLine(gl.getProgramInfoLog(program)) || 'The shader could not be linked.', file))
  gl.deleteShader(vertex)
  gl.deleteShader(fragment)
  if (!error) return program
  gl.deleteProgram(program)
  throw error
}

function compileShader(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type)
  // null only when the context is lost, which the caller finds out by `lost`.
  if (!shader) throw new DOMException('The graphics context was lost.', 'InvalidStateError')
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  return shader
}

/** ANGLE writes `ERROR: 0:12: 'colour' : undeclared identifier`; the line is the file's thanks to #line. */
function shaderError(
  gl: WebGL2RenderingContext,
  shader: WebGLShader,
  source: string,
  file: string,
): EffectError | null {
  if (gl.getShaderParameter(shader, gl.COMPILE_STATUS)) return null
  const log = gl.getShaderInfoLog(shader) ?? ''
  const [, lineText, token = '', reason] = /ERROR: \d+:(\d+): (?:'([^']*)' : )?([^\n]*)/.exec(log) ?? []
  if (!lineText) return new EffectError(firstLine(log) || 'The shader does not compile.', file)
  const line = Number(lineText)
  const text = source.slice(source.indexOf('#line 1\n') + 8).split('\n')[line - 1] ?? ''
  const column = token ? text.indexOf(token) + 1 : 0
  const sentence = token ? `"${token}": ${reason}` : (reason ?? '')
  return new EffectError(sentence.trim(), file, line, Math.max(1, column))
}

function firstLine(log: string | null): string {
  return (log ?? '').trim().split('\n')[0] ?? ''
}
