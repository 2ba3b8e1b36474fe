// Lays a stage's result over its input. Used by the webgl2 backend for `mix`, `blend`, groups and generators.
import { blends, type Blend } from '../../effects/effect.ts'
import { linkProgram } from './compile.ts'
import type { Picture, Surface } from './targets.ts'

const vertex = `#version 300 es
in vec2 isf_position;
out vec2 position;
void main() { gl_Position = vec4(isf_position, 0, 1); position = isf_position * 0.5 + 0.5; }`

/** Formulas: W3C Compositing and Blending Level 1, section 5.8 (B) and, for generators, 5.1 (source over, not
 *  premultiplied). */
const fragment = `#version 300 es
precision highp float;
precision highp sampler2D;
in vec2 position;
out vec4 result;
uniform sampler2D base;
uniform sampler2D top;
uniform float amount;
uniform int blend;
uniform bool isLayer;
vec3 screen(vec3 a, vec3 b) { return a + b - a * b; }
vec3 blended(vec3 b, vec3 t) {
  if (blend == 1) return b * t;
  if (blend == 2) return screen(b, t);
  if (blend == 3) return mix(2.0 * b * t, screen(2.0 * b - 1.0, t), step(0.5, b));
  if (blend == 4) return abs(b - t);
  return t;
}
void main() {
  vec4 b = texture(base, position);
  vec4 t = texture(top, position);
  vec3 colour = blended(b.rgb, t.rgb);
  if (!isLayer) { result = mix(b, vec4(colour, t.a), amount); return; }
  float cover = t.a * amount;
  result = vec4(mix(b.rgb, colour, b.a == 0.0 ? sign(cover) : cover), b.a + (1.0 - b.a) * cover);
}`

export class Blender {
  readonly #gl: WebGL2RenderingContext
  readonly #program: WebGLProgram
  readonly #amount: WebGLUniformLocation | null
  readonly #blend: WebGLUniformLocation | null
  readonly #isLayer: WebGLUniformLocation | null

  private constructor(gl: WebGL2RenderingContext, program: WebGLProgram) {
    this.#gl = gl
    this.#program = program
    this.#amount = gl.getUniformLocation(program, 'amount')
    this.#blend = gl.getUniformLocation(program, 'blend')
    this.#isLayer = gl.getUniformLocation(program, 'isLayer')
    gl.useProgram(program)
    gl.uniform1i(gl.getUniformLocation(program, 'base'), 0)
    gl.uniform1i(gl.getUniformLocation(program, 'top'), 1)
  }

  static async create(gl: WebGL2RenderingContext): Promise<Blender> {
    return new Blender(gl, await linkProgram(gl, { vertex, fragment }, 'blend'))
  }

  /** @param amount 0..1
   *  @param isLayer the top has transparent parts that the base shows through */
  draw(base: Picture, top: Picture, amount: number, blend: Blend, isLayer: boolean, out: Surface): void {
    const gl = this.#gl
    gl.useProgram(this.#program)
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, base.texture)
    gl.activeTexture(gl.TEXTURE1)
    gl.bindTexture(gl.TEXTURE_2D, top.texture)
    gl.uniform1f(this.#amount, amount)
    gl.uniform1i(this.#blend, blends.indexOf(blend))
    gl.uniform1i(this.#isLayer, isLayer ? 1 : 0)
    gl.bindFramebuffer(gl.FRAMEBUFFER, out.framebuffer)
    gl.viewport(0, 0, out.width, out.height)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
  }
}
