// Small shaders that nobody has thought of look alike on both backends, where what they compute is continuous and defined.
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import type { Backend } from '../../workers/backend.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { picture } from '../support/page/pictures.ts'

const backends = [new WebGL2Backend(), new WasmBackend()] as const
afterAll(() => backends.forEach((backend) => backend.delete()))

const moment = { time: 1.25, timeDelta: 1 / 30, frameIndex: 3, date: 1_700_000_000_000, sound: null }

/** Smooth, so that a place a hair away has the same colour. */
const image = picture(32, 24, (x, y) => [8 * x, 10 * y, 127 + 100 * Math.sin((x + y) / 6)])

/** Floats between -4 and 4 that change little where what they are made of does. */
const float: fc.Arbitrary<string> = fc.letrec<{ float: string }>((tie) => ({
  float: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'uv.x', 'uv.y', 'level', 'color.r', 'color.g', 'color.b', 'tint.b', 'TIME'),
    fc.integer({ min: -12, max: 12 }).map((n) => (n / 4).toFixed(2)),
    fc
      .tuple(tie('float'), fc.constantFrom('+', '-', '*'), tie('float'))
      .map(([a, op, b]) => `clamp(${a} ${op} ${b}, -4.0, 4.0)`),
    fc.tuple(tie('float'), tie('float')).map(([a, b]) => `(${a} / (1.0 + abs(${b})))`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('float'), tie('float')).map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc
      .tuple(fc.constantFrom('sin', 'cos', 'abs', 'atan', 'tanh', 'bend'), tie('float'))
      .map(([name, a]) => `${name}(${a})`),
    tie('float').map((a) => `sqrt(0.01 + abs(${a}))`),
    tie('float').map((a) => `exp(-abs(${a}))`),
    fc.tuple(tie('float'), tie('float')).map(([a, b]) => `length(vec2(${a}, ${b} + 0.1))`),
    fc.tuple(tie('float'), tie('float'), tie('float')).map(([a, b, t]) => `mix(${a}, ${b}, clamp(${t}, 0.0, 1.0))`),
    tie('float').map((a) => `smoothstep(-1.0, 2.0, ${a})`),
    fc
      .tuple(tie('float'), tie('float'), fc.constantFrom('r', 'g', 'b'))
      .map(([a, b, channel]) => `IMG_NORM_PIXEL(inputImage, 0.5 + 0.2 * vec2(${a}, ${b})).${channel}`),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
      .map(([x, y]) => `IMG_NORM_PIXEL(inputImage, uv + vec2(${String(x)}, ${String(y)}) / RENDERSIZE).g`),
  ),
})).float

const assignment = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('=', '+=', '-=', '*='), float)
  .map(([name, op, value]) => `${name} ${op} ${value}; ${name} = clamp(${name}, -4.0, 4.0);`)
/** Both sides meet where they part. */
const branch = fc.tuple(float, float).map(([test, value]) => `if (${test} > 0.0) a += (${test}) * (${value});`)
const statement = fc.oneof(
  assignment,
  branch,
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.oneof(assignment, branch))
    .map(([rounds, body]) => `for (int i = 0; i < ${String(rounds)}; i++) { ${body} a *= 0.5; }`),
  fc.tuple(fc.constantFrom('r', 'g', 'b'), float).map(([channel, value]) => `color.${channel} = ${value};`),
  fc.tuple(float, float).map(([x, y]) => `color.rb = mat2(0.6, 0.2, -0.1, 0.7) * vec2(${x}, ${y});`),
)

function sourceOf(statements: readonly string[]): string {
  return `/*{ "ISFVSN": "2", "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "level", "TYPE": "float", "DEFAULT": 0.7 },
    { "NAME": "tint", "TYPE": "color", "DEFAULT": [0.2, 0.5, 0.8, 1.0] }
  ] }*/
float bend(float x) { if (x < 0.0) return 0.25 * x; return x * (1.0 - 0.1 * x); }
void main() {
  vec2 uv = isf_FragNormCoord;
  vec3 color = IMG_THIS_PIXEL(inputImage).rgb;
  float a = 0.5;
  float b = uv.x - uv.y;
  ${statements.join('\n  ')}
  gl_FragColor = vec4(0.25 * color + 0.1 * vec3(a, b, a * b) + 0.3, 1.0);
}`
}

async function draw(backend: Backend, source: string): Promise<ImageData> {
  const effect = { ...parseEffect(source), name: 'generated' }
  const program = await backend.compile([{ effect, values: {}, mix: 1, blend: 'normal' }], null)
  try {
    return await backend.drawImage(program, image, image, moment)
  } finally {
    program.delete()
  }
}

it('look alike', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 5 }), async (statements) => {
      const [one, other] = await Promise.all(backends.map((backend) => draw(backend, sourceOf(statements))))
      const apart = one!.data.filter((byte, at) => Math.abs(byte - other!.data[at]!) > 2).length
      expect(apart / one!.data.length).toBeLessThanOrEqual(0.001)
    }),
    { numRuns: import.meta.env.LONG ? 1000 : 60 },
  )
})
