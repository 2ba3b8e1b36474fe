// Both backends make the same pixels of every effect of the catalogue: at least 99.9 % of the bytes within 2 of 255.
import { afterAll, expect, it } from 'vitest'
import type { Effect, ParamDescriptor } from '../../effects/effect.ts'
import { videoEffects } from '../../effects/video/index.ts'
import type { Backend } from '../../workers/backend.ts'
import type { StageValue } from '../../workers/pipeline-api.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { picture } from '../support/page/pictures.ts'

const webgl2 = new WebGL2Backend()
const wasm = new WasmBackend()
afterAll(() => {
  webgl2.delete()
  wasm.delete()
})

const moment = { time: 1.25, timeDelta: 1 / 30, frameIndex: 3, date: 1_700_000_000_000, sound: null }

/** Smooth in most places, with edges and every hue, as a camera's picture is. */
const photograph = (width: number, height: number) =>
  picture(width, height, (x, y) => {
    const isDisc = Math.hypot(x - width / 2, y - height / 2) < height / 3
    const [u, v] = [x / width, y / height]
    if (isDisc) return [220 - 40 * v, 170 - 60 * u, 140]
    return [255 * u, 255 * v, 127 + 127 * Math.sin(6 * (u + v))]
  })

async function draw(backend: Backend, effect: Effect, values: Record<string, StageValue>, image: ImageData) {
  const program = await backend.compile([{ effect, values, mix: 1, blend: 'normal' }], null)
  try {
    // The second frame sees what the first one left behind.
    await backend.drawImage(program, image, image, { ...moment, timeDelta: 0, frameIndex: 0 })
    return await backend.drawImage(program, image, image, moment)
  } finally {
    program.delete()
  }
}

/** Share of the bytes that differ by more than 2. */
function difference(a: ImageData, b: ImageData): number {
  let count = 0
  for (let at = 0; at < a.data.length; at++) if (Math.abs(a.data[at]! - b.data[at]!) > 2) count++
  return count / a.data.length
}

function at(end: 'minValue' | 'maxValue', params: readonly ParamDescriptor[]): Record<string, StageValue> {
  return Object.fromEntries(params.flatMap((param) => (param[end] === undefined ? [] : [[param.name, param[end]]])))
}

for (const [name, info] of videoEffects) {
  it(`draws ${name} alike on both backends`, { timeout: 30_000 }, async () => {
    const effect = await info.load()
    const cases: [string, Record<string, StageValue>, ImageData][] = [
      ['at its defaults', {}, photograph(96, 64)],
      ['at its least values', at('minValue', effect.params), photograph(96, 64)],
      ['at its greatest values', at('maxValue', effect.params), photograph(96, 64)],
      ['at an odd size', {}, photograph(37, 23)],
    ]
    for (const [what, values, image] of cases) {
      const one = await draw(webgl2, effect, values, image)
      const other = await draw(wasm, effect, values, image)
      expect.soft(difference(one, other), what).toBeLessThanOrEqual(0.001)
    }
  })
}
