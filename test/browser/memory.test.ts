// Effects that remember: they begin at frame 0 and second 0 whenever they are added, on both backends.
import { afterAll, describe, expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

/** Sets itself up in its first frame alone, as Conway's Life does: red is the frame, green tenths of a second. */
const seeded = {
  ...parseEffect(`/*{
    "ISFVSN": "2",
    "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }],
    "PASSES": [{ "TARGET": "memory", "PERSISTENT": true }, {}]
  }*/
  void main() {
    if (PASSINDEX == 0 && FRAMEINDEX == 0) gl_FragColor = vec4(1.0);
    else if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(memory);
    else gl_FragColor = vec4(float(FRAMEINDEX) / 255.0, TIME / 25.5, IMG_THIS_PIXEL(memory).b, 1.0);
  }`),
  name: 'seeded',
}

const image = new ImageData(4, 4)

describe.each([
  ['webgl2', () => new WebGL2Backend()],
  ['wasm', () => new WasmBackend()],
] as const)('on %s', (_name, create) => {
  const backend = create()
  afterAll(() => backend.delete())

  const draw = async (isLive: boolean, moments: readonly [time: number, frameIndex: number][]) => {
    const program = await backend.compile([{ effect: seeded, values: {}, mix: 1, blend: 'normal' }], null)
    const drawn: number[][] = []
    for (const [time, frameIndex] of moments) {
      const moment = { time, timeDelta: 0.1, frameIndex, date: 0, sound: null, isLive }
      drawn.push([...(await backend.drawImage(program, image, image, moment)).data.slice(0, 3)])
    }
    program.delete()
    return drawn
  }

  it('an effect that is added to a running camera sets itself up', async () => {
    expect(
      await draw(true, [
        [60, 1800],
        [61, 1830],
      ]),
    ).toEqual([
      [0, 0, 255],
      [30, 10, 255],
    ])
  })

  it('a picture of a certain moment is of that moment', async () => {
    expect(await draw(false, [[2, 60]])).toEqual([[60, 20, 0]])
  })
})
