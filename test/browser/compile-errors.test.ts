// What is wrong with a file is said in the same words, with the same line and column, whichever backend was to draw it.
import { afterAll, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import type { EffectError } from '../../effects/effect.ts'
import type { Backend } from '../../workers/backend.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

const backends: readonly Backend[] = [new WebGL2Backend(), new WasmBackend()]
afterAll(() => backends.forEach((backend) => backend.delete()))

async function errorOf(backend: Backend, fragment: string, vertex?: string): Promise<EffectError> {
  const header = '/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/'
  const effect = {
    ...parseEffect(`${header}\n${fragment}`, vertex === undefined ? {} : { vertex }),
    name: 'broken',
  }
  const compiled = backend.compile([{ effect, values: {}, mix: 1, blend: 'normal' }], null)
  return compiled.then(
    () => expect.unreachable(`${backend.name} compiled it.`),
    (error: unknown) => error as EffectError,
  )
}

const endless = 'This loop does not end, or not soon enough.'

it.each([
  ['void main() {\n  gl_FragColor = vec4(colour);\n}', 'broken:3:23: "colour" is not declared.'],
  ['void main() {\n  vec3 a = vec2(1.0);\n}', 'broken:3:12: "a" is a vec3, not a vec2. Write vec3(…, 1.0).'],
  ['void main() {\n  gl_FragColor = vec4(1.0)\n}', 'broken:3:27: Expected ";" after the statement.'],
  ['float f(float x) { return x; }\nvoid main() {\n  f(1.0, 2.0);\n}', 'broken:4:3: f() takes 1 argument, not 2.'],
  ['void main() { gl_FragColor = f(1.0); }', 'broken:2:30: There is no function "f".'],
  ['#if 1\nvoid main() {}', 'broken:2:1: This #if has no #endif.'],
  ['void main() {\n  float x = 0.0;\n  while (true) { x += 1.0; }\n}', `broken:4:3: ${endless}`],
  ['void main() {\n  for (int i = 0; i < 9; i--) gl_FragColor += 0.1;\n}', `broken:3:3: ${endless}`],
  ['void main() {\n  for (int i = 0; i < 9; i++) gl_FragColor += 0.1;\n  for (;;) {}\n}', `broken:4:3: ${endless}`],
])('%s', async (fragment, message) => {
  for (const backend of backends) expect((await errorOf(backend, fragment)).message).toBe(message)
})

it('in a vertex shader', async () => {
  const vertex = 'void main() {\n  isf_vertShaderInit();\n  gl_Position = there;\n}'
  for (const backend of backends) {
    const error = await errorOf(backend, 'void main() { gl_FragColor = vec4(1.0); }', vertex)
    expect(error.message).toBe('broken.vs:3:17: "there" is not declared.')
  }
})

it('in the one of several effects in one pass that is broken', async () => {
  const header = '/*{ "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }] }*/\n'
  const own = (name: string, rest: string) => ({
    effect: {
      ...parseEffect(`${header}void main() {\n  gl_FragColor = IMG_THIS_PIXEL(inputImage);\n${rest}}`),
      name,
    },
    values: {},
    mix: 1,
    blend: 'normal' as const,
  })
  const stages = [own('sound', ''), own('endless', '  while (true) { gl_FragColor.r += 0.1; }\n'), own('other', '')]
  for (const backend of backends) {
    await expect(backend.compile(stages, null)).rejects.toMatchObject({ message: `endless:4:3: ${endless}` })
  }
})
