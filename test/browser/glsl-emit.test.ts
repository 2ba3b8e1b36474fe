// The GLSL that the front end writes, on a real GL: every file of the catalogue compiles, every feature draws what it
// should, endless loops end, and fused effects give the pixels that they give one after the other.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoEffects } from '../../effects/video/index.ts'
import { emitFused, emitGlsl, inputName } from '../../workers/glsl/emit.ts'
import { type AnalysedShader, analyseEffect } from '../../workers/glsl/front-end.ts'
import { type Type, typeName } from '../../workers/glsl/types.ts'
import { edit, edited } from '../node/fixtures/glsl/edits.ts'
import { effectOf, features } from '../node/fixtures/glsl/features.ts'

const size = 4
const loopLimit = '200000'
const picture = [51, 102, 153, 255]

const precisions = '#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n'
const builtIns = `uniform int PASSINDEX;
uniform vec2 RENDERSIZE;
uniform float TIME;
uniform float TIMEDELTA;
uniform vec4 DATE;
uniform int FRAMEINDEX;
`
const fragmentHead = `${precisions}${builtIns}in vec2 isf_FragNormCoord;\nlayout(location = 0) out vec4 isf_FragColor;\n`
const vertexHead = `${precisions}${builtIns}in vec2 isf_position;
out vec2 isf_FragNormCoord;
void isf_vertShaderInit() { gl_Position = vec4(isf_position, 0, 1); isf_FragNormCoord = isf_position * 0.5 + 0.5; }
`

function uniforms({ fragment, vertex }: AnalysedShader, prefix = ''): string {
  const inputs = new Map<string, Type>()
  for (const { name, type, storage } of [...fragment.uses, ...(vertex?.uses ?? [])]) {
    if (storage === 'input') inputs.set(inputName(name, prefix), type)
  }
  return [...inputs].map(([name, type]) => `uniform ${typeName(type)} ${name};\n`).join('')
}

let gl: WebGL2RenderingContext
let texture: WebGLTexture
beforeAll(() => {
  gl = new OffscreenCanvas(size, size).getContext('webgl2', { alpha: true, antialias: false })!
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW)
  gl.enableVertexAttribArray(0)
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0)
  texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
  const pixels = new Uint8Array(Array.from({ length: size * size }, () => picture).flat())
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, size, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
})
afterAll(() => gl.getExtension('WEBGL_lose_context')?.loseContext())

function compile(type: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(type)!
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  if (gl.getShaderParameter(shader, gl.COMPILE_STATUS)) return shader
  throw new Error(`${gl.getShaderInfoLog(shader) ?? ''}\n${source}`)
}

function link(vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  gl.attachShader(program, compile(gl.VERTEX_SHADER, vertex))
  gl.attachShader(program, compile(gl.FRAGMENT_SHADER, fragment))
  gl.bindAttribLocation(program, 0, 'isf_position')
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? '')
  return program
}

function linkEffect(analysed: AnalysedShader, onAlarm?: string): WebGLProgram {
  const head = uniforms(analysed)
  const vertex = analysed.vertex ? emitGlsl(analysed.vertex, { loopLimit }) : 'void main() { isf_vertShaderInit(); }'
  return link(vertexHead + head + vertex, fragmentHead + head + emitGlsl(analysed.fragment, { loopLimit, onAlarm }))
}

/** The first pixel that the program draws, where the uniforms have these values. */
function draw(program: WebGLProgram, values: Readonly<Record<string, number | boolean | readonly number[]>>): number[] {
  gl.useProgram(program)
  for (const [name, value] of Object.entries({ ...values, RENDERSIZE: [size, size] })) {
    const location = gl.getUniformLocation(program, name)
    if (!location) continue
    if (typeof value === 'boolean') gl.uniform1i(location, Number(value))
    else if (typeof value === 'number') gl.uniform1f(location, value)
    else if (value.length === 1) gl.uniform1i(location, value[0]!)
    else if (value.length === 2) gl.uniform2fv(location, value)
    else gl.uniform4fv(location, value)
  }
  gl.viewport(0, 0, size, size)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
  const pixel = new Uint8Array(4)
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
  return [...pixel]
}

/** The defaults of the features' inputs. */
const inputs = { level: 0.5, count: [3], isOn: true, spot: [1, 2], tint: [1, 0.5, 0, 1], [inputName('sample')]: 0.25 }
const green = [0, 255, 0, 255]

it.each([...videoEffects.keys()])('%s of the catalogue compiles', async (name) => {
  const analysed = analyseEffect(await videoEffects.get(name)!.load())
  expect(linkEffect(analysed)).toBeInstanceOf(WebGLProgram)
})

describe('two effects in one pass', () => {
  const colours = Uint8Array.from({ length: size * size * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : (index * 97) % 256,
  )

  function defaults({ effect }: AnalysedShader, prefix: string): Record<string, number | boolean | readonly number[]> {
    return Object.fromEntries(
      effect.params.flatMap(({ name, type, defaultValue }) =>
        defaultValue === undefined
          ? []
          : [[inputName(name, prefix), type === 'long' ? [Number(defaultValue)] : defaultValue] as const],
      ),
    )
  }

  function target(pixels: Uint8Array | null): WebGLTexture {
    const created = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, created)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, size, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    return created
  }

  /** All pixels that the program makes of the picture. */
  function render(program: WebGLProgram, from: WebGLTexture, values: Parameters<typeof draw>[1]): Uint8Array {
    const to = target(null)
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer())
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, to, 0)
    gl.bindTexture(gl.TEXTURE_2D, from)
    draw(program, values)
    const pixels = new Uint8Array(size * size * 4)
    gl.readPixels(0, 0, size, size, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.bindTexture(gl.TEXTURE_2D, texture)
    return pixels
  }

  it('give the pixels of one after the other, for every effect of the catalogue that can', async () => {
    const all = await Promise.all([...videoEffects.values()].map(async (one) => analyseEffect(await one.load())))
    const pointwise = all.filter(({ isPointwise }) => isPointwise)
    expect(pointwise.length).toBeGreaterThan(5)
    for (const [index, first] of pointwise.entries()) {
      const second = pointwise[(index + 1) % pointwise.length]!
      const stages = [first, second].map(({ fragment }, place) => ({
        shader: fragment,
        prefix: `s${place}_`,
        extended: false,
      }))
      const head = `uniform sampler2D isf_input;\n${uniforms(first, 's0_')}${uniforms(second, 's1_')}`
      const fused = link(
        `${vertexHead}void main() { isf_vertShaderInit(); }`,
        fragmentHead + head + emitFused(stages, 'isf_input', { loopLimit }),
      )
      const between = render(linkEffect(first), target(colours), defaults(first, ''))
      const expected = render(linkEffect(second), target(between), defaults(second, ''))
      const actual = render(fused, target(colours), { ...defaults(first, 's0_'), ...defaults(second, 's1_') })
      const difference = Math.max(...actual.map((value, at) => Math.abs(value - expected[at]!)))
      expect(difference, `${first.effect.name} and ${second.effect.name}`).toBeLessThanOrEqual(1)
    }
  })
})

describe('draws what is meant:', () => {
  it.each(features.map(({ name, effect }) => [name, effect] as const))('%s', (_, effect) => {
    expect(draw(linkEffect(analyseEffect(effect)), inputs)).toEqual(green)
  })

  it.each(
    features
      .filter(({ effect }) => analyseEffect(effect).isPointwise)
      .map(({ name, effect }) => [name, effect] as const),
  )('%s, as a stage among others', (_, effect) => {
    const analysed = analyseEffect(effect)
    const prefixes = ['s0_', 's1_']
    const stages = prefixes.map((prefix) => ({ shader: analysed.fragment, prefix, extended: false }))
    // The second one sees what the first has drawn, so only what does not look at the picture can be drawn twice.
    const used = [...analysed.fragment.uses].some((variable) => variable.name === 'inputImage')
      ? stages.slice(0, 1)
      : stages
    const head = `uniform sampler2D isf_input;\n${used.map(({ prefix }) => uniforms(analysed, prefix)).join('')}`
    const program = link(
      `${vertexHead}void main() { isf_vertShaderInit(); }`,
      fragmentHead + head + emitFused(used, 'isf_input', { loopLimit }),
    )
    const values = prefixes.flatMap((prefix) =>
      Object.entries({ ...inputs, sample: 0.25 }).map(([name, value]) => [inputName(name, prefix), value] as const),
    )
    expect(draw(program, Object.fromEntries(values))).toEqual(green)
  })
})

it('accepts nothing that GL refuses', () => {
  const sources = features.filter(({ effect }) => effect.vertex === undefined)
  let accepted = 0
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 3 }), ({ effect }, edits) => {
      let analysed: AnalysedShader
      try {
        analysed = analyseEffect({ ...effect, fragment: edits.reduce(edited, effect.fragment) })
      } catch {
        return
      }
      accepted++
      linkEffect(analysed)
    }),
    { numRuns: 300 },
  )
  expect(accepted).toBeGreaterThan(10)
})

describe('an endless loop', () => {
  const alarm = 'isf_FragColor = vec4(1.0, 0.0, 1.0, 1.0);'
  it.each([
    ['for', 'for (;;) level + 1.0;'],
    ['while', 'while (true) { if (level < 0.0) break; }'],
    ['do', 'do { continue; } while (level > 0.0);'],
    [
      'in a loop',
      'for (int i = 0; i < 100000; i++) for (int j = 0; j < 100000; j++) while (isOn) gl_FragColor.r += 0.1;',
    ],
    ['in a switch', 'switch (count) { case 3: while (true) { switch (count) { default: break; } } }'],
    ['in a function', 'float x = f(); for (;;) x += f();'],
  ])('%s ends, and says so', (_, body) => {
    const effect = effectOf(
      `float f() { float x = 0.0; while (x < 1.0) x *= level; return x; }\nvoid main() { ${body} }`,
    )
    expect(draw(linkEffect(analyseEffect(effect), alarm), inputs)).toEqual([255, 0, 255, 255])
  })

  it('is none where it ends by itself', () => {
    const effect = effectOf('void main() { for (int i = 0; i < 1000; i++) gl_FragColor = vec4(0.0, 1.0, 0.0, 1.0); }')
    expect(draw(linkEffect(analyseEffect(effect), alarm), inputs)).toEqual(green)
  })
})
