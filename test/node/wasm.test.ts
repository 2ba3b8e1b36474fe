// The wasm compiler computes what the shader says, to the bit: held against a plain interpreter of the same tree, over
// every feature of the front end and over programs that nobody has thought of.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { compileKernel } from '../../workers/wasm/kernel.ts'
import { drawWithWasm, flat, interpret } from '../support/wasm-harness.ts'
import { effectOf, features } from './fixtures/glsl/features.ts'

/** What another backend has to draw: this one says so in a sentence. */
const unsupported = /wasm backend/

describe('every feature of GLSL', () => {
  it.each(features.map(({ name, effect }) => [name, effect] as const))('%s', async (_name, effect) => {
    const drawn = await drawWithWasm(effect, flat).catch((error: unknown) => error as Error)
    if (drawn instanceof Error) expect(drawn.message).toMatch(unsupported)
    else for (const pixel of drawn) expect(pixel).toEqual([0, 1, 0, 1])
  })
})

/** The lines of a main that leaves its result in `vec4 c`. */
async function expectSame(body: string, before = ''): Promise<void> {
  const effect = effectOf(`${before}\nvoid main() {\n  vec4 c = vec4(0.0);\n${body}\n  gl_FragColor = c;\n}`)
  expect(await drawWithWasm(effect)).toEqual(interpret(effect))
}

describe('the same bits as the interpreter', () => {
  it.each([
    ['arithmetic by pixel', 'c = vec4(gl_FragCoord.x / 3.0, gl_FragCoord.y * 0.1 - 2.0, 1.0 / 3.0, -gl_FragCoord.x);'],
    ['a quotient times its divisor', 'float d = level * 3.3; c = vec4(gl_FragCoord.x / d * d);'],
    ['pixels of the picture', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy);'],
    ['pixels beside it', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(1.0, -1.0));'],
    ['between pixels of a row', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(0.3, 0.0));'],
    ['between pixels of a column', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(0.0, level + 0.11));'],
    ['between four pixels', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(level, -0.7));'],
    ['anywhere', 'c = IMG_PIXEL(inputImage, gl_FragCoord.yx * vec2(2.3, 0.4) - 1.0);'],
    ['far outside', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy * 100.0 - 300.0);'],
    ['nowhere along a row', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(sqrt(-level), 0.0));'],
    ['nowhere along a column', 'c = IMG_PIXEL(inputImage, gl_FragCoord.xy + vec2(1.0, sqrt(-level)));'],
    ['texelFetch', 'c = texelFetch(inputImage, ivec2(gl_FragCoord.yx), 0);'],
    [
      'a curve that is looked up',
      'vec4 p = IMG_THIS_PIXEL(inputImage); c = pow(p, vec4(2.2));'.replace(
        'IMG_THIS_PIXEL(inputImage)',
        'IMG_PIXEL(inputImage, gl_FragCoord.xy)',
      ),
    ],
    ['break by pixel', 'for (int i = 0; i < 40; i++) { if (float(i) > gl_FragCoord.x) break; c.x += float(i) * 0.1; }'],
    [
      'continue by pixel',
      'for (int i = 0; i < 40; i++) { if (i % 3 == int(gl_FragCoord.x) % 3) continue; c += vec4(i, 1, 2, 3); }',
    ],
    ['a bound by pixel', 'for (float i = 0.0; i < gl_FragCoord.x * 11.0; i++) c.y += sqrt(i);'],
    ['do while', 'int i = 0; do { c.x += float(i); i += 2; } while (i < int(gl_FragCoord.x) * 9);'],
    [
      'loops in loops',
      'for (int i = 0; i < 5; i++) for (int j = 0; j < i; j++) { if (j == int(gl_FragCoord.y)) break; c.z += float(i * j); }',
    ],
    [
      'a loop that is left by return',
      'c.x = found(gl_FragCoord.x);',
      'float found(float x) { for (int i = 0; i < 50; i++) { if (float(i * i) > x) return float(i); } return -1.0; }',
    ],
    ['discard by pixel', 'c = vec4(1.0); if (mod(gl_FragCoord.x, 2.0) < 1.0) discard; c.y = 0.5;'],
    [
      'falling through',
      'switch (int(gl_FragCoord.x)) { case 1: c.x += 1.0; case 2: c.y += 2.0; break; default: c.z = 3.0; case 5: c.w = 4.0; }',
    ],
    [
      'variables of a case before',
      'switch (int(gl_FragCoord.x) % 4) { case 1: float t = 3.0, u; const float k = 5.0; if (gl_FragCoord.y > 2.0) break; float v = t + 1.0; case 2: t += k; u = t; v += u; c.xyz = vec3(t, u, v); break; default: t = 7.0; c.w = t + k; }',
    ],
    [
      'side effects of && and ||',
      'float n = 0.0; bool a = gl_FragCoord.x > 3.0 && (n += 1.0) > 0.0; bool b = a || (n += 2.0) > 5.0; c = vec4(n, a, b, 1.0);',
    ],
    ['side effects of ?:', 'float n = 1.0; float m = gl_FragCoord.x > 3.0 ? n++ : --n; c = vec4(n, m, 0.0, 1.0);'],
    [
      'arrays by variable index',
      'float a[5]; for (int i = 0; i < 5; i++) a[i] = float(i) * 0.3; int k = int(gl_FragCoord.x); a[k] += 7.0; c = vec4(a[0], a[k], a[4], a[2]);',
    ],
    [
      'an index that counts up as it is used',
      'int i = 0; float a[3]; a[i++] += 1.0; a[i++] += 2.0; c = vec4(a[0], a[1], float(i), 0.0);',
    ],
    [
      'a place in an array of vectors that counts up',
      'int i = int(gl_FragCoord.x) % 2; vec3 a[4]; a[i++].yz = vec2(i, 2); a[i++].x += 0.5 + float(i); c = vec4(a[0].y, a[1].xy, float(i)) + a[2].xyzz;',
    ],
    [
      'an index of an index that counts up',
      'int i = 0; int b[3] = int[](2, 0, 1); float a[3]; a[b[i++]] += gl_FragCoord.x; a[b[i++]] -= float(i); c = vec4(a[0], a[1], a[2], float(i));',
    ],
    [
      'a place before its value',
      'int i = 0; float a[3]; a[i++] = float(i); a[i++] += float(i++); c = vec4(a[0], a[1], a[2], float(i));',
    ],
    [
      'places of two matrices and their steps',
      'int i = 0; mat2 m[2]; m[i++][i++].x++; m[--i][--i][i++]--; c = vec4(m[0][0] + m[1][0], m[0][1] + m[1][1]);',
    ],
    [
      'arguments that count up',
      'int i = 0; vec2 a[4]; swap(a[i++].x, a[i++].y, i++); swap(a[i++].y, a[0].x, i); c = vec4(a[0], a[1] + a[3]);',
      'void swap(inout float a, out float b, int i) { float t = a + float(i); a = b - 3.0; b = t; }',
    ],
    ['modf into a place that counts up', 'int i = 0; vec2 a[2]; c.x = modf(2.5, a[i++].y); c.yzw = vec3(a[0], i);'],
    [
      'an element that its own index writes',
      'float a[2]; a[0] = 1.0; c.x = a[int(a[0] = 0.0)]; c.y = a[int(a[1] = 1.0)] += a[1]++; c.zw = vec2(a[0], a[1]);',
    ],
    [
      'matrices',
      'mat3 m = mat3(1.0, 2.0, 3.0, 0.5, -1.0, 2.0, gl_FragCoord.xyy); c = vec4(inverse(m) * vec3(1.0, 2.0, 3.0), determinant(m * transpose(m)));',
    ],
    [
      'structs',
      'P p = P(vec2(gl_FragCoord.x), float[2](1.0, 2.0)); p.b[1] = p.a.y; P q = p; q.a.x++; c = vec4(p == q, q.b[1], q.a);',
      'struct P { vec2 a; float b[2]; };',
    ],
    [
      'out and inout',
      'float a = gl_FragCoord.x; float b = 2.0; swap(a, b); c = vec4(a, b, 0.0, 0.0);',
      'void swap(inout float a, inout float b) { float t = a; a = b; b = t; }',
    ],
    ['ints', 'int i = int(gl_FragCoord.x) - 3; c = vec4(i / 2, i % 2, i * 715827883, -i >> 1);'],
    ['division by zero of ints', 'int z = int(gl_FragCoord.x) - 2; c = vec4(7 / z, 7 % z, uint(9) / uint(z), 1);'],
    ['uints', 'uint u = uint(gl_FragCoord.x) * 2654435769u; c = vec4(u >> 3u, u % 7u, u / 3u, u < 9u);'],
    ['shifts by pixel', 'int i = int(gl_FragCoord.x); c = vec4(1 << i, 1000 >> i, 4000000000u >> uint(i), i << 2);'],
    [
      'floats that are no numbers',
      'float z = gl_FragCoord.x - gl_FragCoord.x; c = vec4(isnan(z / z), isinf(1.0 / z), int(1.0 / z), min(z / z, 1.0));',
    ],
    [
      'hash',
      'uvec3 v = uvec3(gl_FragCoord.xyy) * 1664525u + 1013904223u; v.x += v.y * v.z; v ^= v >> 16u; c = vec4(vec3(v) / 4294967296.0, 1.0);',
    ],
    [
      'mathematics',
      'float x = gl_FragCoord.x * 0.37 - 1.0; c = vec4(sin(x * 9.0), exp(x), atan(x, 0.3), pow(abs(x), 1.7));',
    ],
    ['more mathematics', 'float x = gl_FragCoord.x * 0.1; c = vec4(acos(x), tanh(x), log2(x), asinh(x * 3.0));'],
    [
      'geometry',
      'vec3 n = normalize(vec3(gl_FragCoord.xy, 1.0)); c = vec4(refract(n, n.zxy, 0.7), dot(reflect(n, n.yzx), cross(n, vec3(1.0, 0.0, 2.0))));',
    ],
    [
      'norms',
      'vec2 v = gl_FragCoord.xy * vec2(0.31, -0.47) - vec2(1.03, 0.1); uint u = packUnorm2x16(v); uint s = packSnorm2x16(v.yx); c = vec4(u & 65535u, u >> 16, s & 65535u, s >> 16); c += vec4(unpackUnorm2x16(s), unpackSnorm2x16(u));',
    ],
    [
      'halves of every size',
      'float x = exp2(gl_FragCoord.x * 7.3 - 29.0); uint u = packHalf2x16(vec2(x * gl_FragCoord.y, -1.003 * x)); c = vec4(u & 65535u, u >> 16, unpackHalf2x16(u));',
    ],
    [
      'halves between two others',
      'int i = int(gl_FragCoord.x) + 7 * int(gl_FragCoord.y); uint u = packHalf2x16(vec2(intBitsToFloat(0x38800000 + i * 0x800), float(i) * 0.2980232e-7)); c = vec4(u & 65535u, u >> 16, unpackHalf2x16(u));',
    ],
    [
      'halves that are too large',
      'float x = 65487.0 + gl_FragCoord.x * 5.0; uint u = packHalf2x16(vec2(x, -x * x)); c = vec4(u & 65535u, u >> 16, unpackHalf2x16(u));',
    ],
    [
      'halves of any bits',
      'uint i = uint(gl_FragCoord.x) + 7u * uint(gl_FragCoord.y); vec2 h = unpackHalf2x16(i * 3067833783u); c = vec4(isnan(h.x) ? 7.0 : h.x, isnan(h.y) ? 7.0 : h.y, unpackHalf2x16(0x7c01fc00u + (i << 9)).y, 1.0);',
    ],
    [
      'modf and fract',
      'float w; float p = modf(gl_FragCoord.x * -1.3, w); c = vec4(p, w, fract(-0.3 * gl_FragCoord.x), mod(-gl_FragCoord.x, 1.7));',
    ],
  ])('%s', (_name, body, before = '') => expectSame(body, before))
})

describe('dFdy is the difference of two rows', () => {
  /** @param body of a function of the place */
  const effectOfRows = (body: string, color: string) =>
    effectOf(`vec4 f(vec2 p) { vec4 c = vec4(0.0); ${body} return c; }\nvoid main() { gl_FragColor = ${color}; }`)
  const low = 'vec2(gl_FragCoord.x, floor(gl_FragCoord.y / 2.0) * 2.0 + 0.5)'

  it.each([
    ['arithmetic', 'c = vec4(p.y * p.x, sin(p.y), p.x, fract(p.y * 0.7));'],
    ['pixels', 'c = IMG_PIXEL(inputImage, p) + IMG_PIXEL(inputImage, p.yx * 1.3) * IMG_PIXEL(inputImage, p + 1.0);'],
    ['a branch', 'if (p.y > p.x) c = vec4(p.x / p.y); else if (level > 0.0) c = IMG_PIXEL(inputImage, p.yy);'],
    ['a short loop', 'for (int i = 0; i < 5; i++) { if (float(i) > p.y + 1.0) break; c += p.xyxy * float(i); }'],
    ['a long loop', 'for (float i = 0.0; i < p.y * 31.0; i++) { c = c.yzwx + p.x; if (c.x > 40.0) c.z -= i; }'],
    [
      'a loop that is one for all',
      'float k = 0.0; for (int i = 0; i < count * 20; i++) k += sqrt(float(i)); c = k * p.xyyx;',
    ],
  ])('%s', async (_name, body) => {
    const drawn = await drawWithWasm(effectOfRows(body, 'dFdy(f(gl_FragCoord.xy))'))
    expect(drawn).toEqual(interpret(effectOfRows(body, `f(${low} + vec2(0.0, 1.0)) - f(${low})`)))
  })

  it('but not within a loop that goes on changing the value', async () => {
    const body = 'for (float i = 0.0; i < level * 99.0; i++) c += dFdy(c + p.y);'
    await expect(drawWithWasm(effectOfRows(body, 'f(gl_FragCoord.xy)'))).rejects.toThrow(unsupported)
  })
})

describe('programs that nobody has thought of', () => {
  /** Floats that are made of each other, of the pixel and of the picture. */
  const names = ['a', 'b', 'd']
  const leaf = fc.oneof(
    fc.constantFrom(...names, 'gl_FragCoord.x', 'gl_FragCoord.y', 'level', 'TIME', 'tint.g', 'float(i)'),
    fc.integer({ min: -40, max: 40 }).map((n) => (n / 8).toFixed(3)),
  )
  const float: fc.Arbitrary<string> = fc.letrec<{ float: string }>((tie) => ({
    float: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('float'), fc.constantFrom('+', '-', '*', '/'), tie('float'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(fc.constantFrom('min', 'max', 'mod', 'step', 'F'), tie('float'), tie('float'))
        .map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc
        .tuple(fc.constantFrom('abs', 'floor', 'fract', 'sign', 'sin', 'sqrt', 'ceil'), tie('float'))
        .map(([name, a]) => `${name}(${a})`),
      fc.tuple(tie('float'), tie('float'), tie('float')).map(([a, b, c]) => `(${a} < ${b} ? ${c} : ${a})`),
      fc.tuple(tie('float'), tie('float')).map(([a, b]) => `IMG_PIXEL(inputImage, vec2(${a}, ${b})).g`),
      tie('float').map((a) => `float(int(${a}) % 5)`),
    ),
  })).float
  const condition = fc.tuple(float, fc.constantFrom('<', '>', '<=', '=='), float).map(([a, op, b]) => `${a} ${op} ${b}`)
  const statement: fc.Arbitrary<string> = fc.letrec<{ statement: string; block: string }>((tie) => ({
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(fc.constantFrom(...names), fc.constantFrom('=', '+=', '-=', '*='), float)
        .map(([name, op, value]) => `${name} ${op} ${value};`),
      fc.tuple(condition, tie('block'), tie('block')).map(([test, yes, no]) => `if (${test}) ${yes} else ${no}`),
      fc
        .tuple(fc.integer({ min: 1, max: 45 }), tie('block'), condition)
        .map(
          ([rounds, body, test]) => `for (int j = 0; j < ${String(rounds)}; j++) { ${body} if (${test}) break; i++; }`,
        ),
      fc.tuple(fc.integer({ min: 0, max: 3 }), float).map(([at, value]) => `c[${String(at)}] = ${value};`),
      fc.tuple(float, float).map(([at, value]) => `c[int(abs(${at})) % 4] += ${value};`),
      fc
        .tuple(fc.constantFrom('=', '+=', '-='), leaf)
        .map(([op, value]) => `c[k++ % 4] ${op} ${value} + float(k++ % 3);`),
      fc
        .tuple(leaf, leaf, leaf)
        .map(
          ([key, value, limit]) =>
            `switch (int(${key}) % 3) { case 0: float t = ${value}; case 1: t += a; if (t > ${limit}) break; default: b = t; case 2: d += t++; }`,
        ),
      condition.map((test) => `if (${test}) { gl_FragColor = c; return; }`),
    ),
    block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => `{ ${all.join(' ')} }`),
  })).statement

  it('give the same bits', { timeout: 600_000 }, async () => {
    const before =
      'float F(float x, float y) { if (x > y) return x - y; for (int k = 0; k < 3; k++) { x += 0.25; if (x > 2.0) return x * y; } return y; }'
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 6 }), async (statements) => {
        const body = `  int i = 0; int k = 0; float a = 0.5; float b = gl_FragCoord.x; float d = 0.0;\n  ${statements.join('\n  ')}\n  c += vec4(a, b, d, float(i));`
        await expectSame(body, before)
      }),
      { numRuns: process.env.LONG ? 3000 : 80 },
    )
  })
})

describe('every file of the catalogue', () => {
  const files = readdirSync('effects/video').filter((file) => file.endsWith('.fs'))
  it.each(files)('%s is a valid module', (file) => {
    const effect = { ...parseEffect(readFileSync(`effects/video/${file}`, 'utf8')), name: file }
    expect(WebAssembly.validate(compileKernel([analyseEffect(effect)]).bytes)).toBe(true)
  })
})
