// What a page sees of an ISF file that cannot be used: a sentence with file, line and column, while the last good chain
// goes on on the same track.
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import type { RtcEffect } from '../../components/rtc-effect.ts'
import { coloursUntil, isNear, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 255, 0]
const red: Rgb = [255, 0, 0]
const fill = (color: string) => `/*{ "INPUTS": [] }*/\nvoid main() { gl_FragColor = ${color}; }`
const files = new Map<string, () => Promise<Response>>([
  ['good.fs', () => answer(fill('vec4(0.0, 1.0, 0.0, 1.0)'))],
  ['next.fs', () => answer(fill('vec4(1.0, 0.0, 0.0, 1.0)'))],
])
const answer = (body: BodyInit, status = 200) => Promise.resolve(new Response(body, { status }))
/** What `fetch` does for a URL of another origin without CORS. */
const refuse = () => Promise.reject(new TypeError('Failed to fetch'))
const header = (json: string) => `/*{ ${json} }*/\nvoid main() { gl_FragColor = vec4(1.0); }`

let camera: RtcCamera
let effect: RtcEffect
let track: MediaStreamTrack
beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    const file = (url as URL).pathname.split('/').at(-1)!
    return files.get(file)?.() ?? answer('', 404)
  })
  document.body.innerHTML =
    '<rtc-camera source="pattern" width="160" height="90" no-audio autostart><rtc-effect src="good.fs"></rtc-effect></rtc-camera>'
  camera = document.querySelector('rtc-camera')!
  effect = document.querySelector('rtc-effect')!
  await vi.waitFor(() => expect(camera.state).toBe('live'), { timeout: 10_000 })
  track = camera.stream!.getVideoTracks()[0]!
  await coloursUntil(track, (colour) => isNear(colour, green, 40))
})
afterAll(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})
afterEach(async () => {
  effect.src = 'good.fs'
  await coloursUntil(track, (colour) => isNear(colour, green, 40) && sentence() === undefined)
})

function sentence(): string | undefined {
  return (effect.error ?? camera.error)?.message
}

it.each([
  ['no JSON', '/*{\n  INPUTS: [] }*/', /^bad\.fs:2:3: Expected a key in double quotes/],
  [
    'an INPUT of unknown type',
    header('"INPUTS": [\n{ "NAME": "a", "TYPE": "vec3" }]'),
    /^bad\.fs:2:24: "vec3" is no type of INPUT/,
  ],
  [
    'MIN above MAX',
    header('"INPUTS": [\n{ "NAME": "a", "TYPE": "float", "MIN": 2, "MAX": 1 }]'),
    /^bad\.fs:2:40: MIN is above MAX\. Swap them\./,
  ],
  [
    'two INPUTS of one name',
    header('"INPUTS": [{ "NAME": "a", "TYPE": "bool" },\n{ "NAME": "a", "TYPE": "bool" }]'),
    /^bad\.fs:2:11: Two INPUTS are named "a"\. Rename one\./,
  ],
  ['a pass of no pixels', header('"PASSES": [\n{ "WIDTH": 0 }]'), /^bad\.fs:2:12: A pass cannot be 0 pixels/],
  [
    'a pass of 100,000 pixels',
    header('"PASSES": [\n{ "TARGET": "a", "HEIGHT": "100000" }]'),
    /^bad\.fs:2:28: A pass cannot be 100000 pixels: use 1 to 8192\./,
  ],
  ['5 MB', header('') + '\n'.repeat(5_000_000), /^bad\.fs:1:1: The file is larger than 1 MB/],
  [
    'bytes that are no text',
    new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]),
    /^bad\.fs:3:1: The file is binary, not text\./,
  ],
  ['GLSL with a mistake', header('') + '\nfloat f() { return colour; }', /^bad:3:20: "colour" is not declared/],
  [
    'an endless loop',
    '/*{ }*/\nvoid main() {\n  while (true) gl_FragColor += vec4(0.1);\n}',
    /^bad:3:3: This loop does not end, or not soon enough\./,
  ],
])('a file that holds %s', async (_, text, expected) => {
  files.set('bad.fs', () => answer(text))
  await expectSentence('bad.fs', expected)
})

it('a file that is not there', async () => {
  await expectSentence('gone.fs', /gone\.fs could not be loaded: the server answered 404\. Check src\./)
})

it('a file of another origin that allows nobody to read it', async () => {
  files.set('far.fs', refuse)
  await expectSentence(
    'https://elsewhere.example/far.fs',
    /^The effect https:\/\/elsewhere\.example\/far\.fs could not be loaded: it cannot be reached, or CORS forbids it\./,
  )
})

it('the next good file runs', async () => {
  effect.src = 'next.fs'
  await coloursUntil(track, (colour) => isNear(colour, red, 40))
  expect(effect.error).toBeNull()
  expect(camera.error).toBeNull()
})

/** The sentence is said, and from the moment of asking on nothing but the last good effect is seen. */
async function expectSentence(src: string, expected: RegExp): Promise<void> {
  effect.src = src
  let framesAfter = 0
  const seen = await coloursUntil(track, () => sentence() !== undefined && ++framesAfter > 5)
  expect(sentence()).toMatch(expected)
  expect(seen.filter((colour) => !isNear(colour, green, 40))).toEqual([])
  expect(camera.stream?.getVideoTracks()[0]).toBe(track)
}
