// What chains promise whatever draws them: values, events and memory of effects that come and go, on both backends.
import { afterAll, describe, expect, it, type MockInstance, vi } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import type { Effect } from '../../effects/effect.ts'
import type { Backend, Program } from '../../workers/backend.ts'
import type { StageValue } from '../../workers/pipeline-api.ts'
import { WasmBackend } from '../../workers/wasm/backend.ts'
import { WasmDevice } from '../../workers/wasm/device.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { WebGL2Device } from '../../workers/webgl2/device.ts'

const effect = (name: string, header: string, body: string, extended = false): Effect => ({
  ...parseEffect(`/*{ "ISFVSN": "2"${extended ? ', "EXTENDED": true' : ''}, ${header} }*/\nvoid main() { ${body} }`),
  name,
})
const input = '{ "NAME": "inputImage", "TYPE": "image" }'
const memory = '"PASSES": [{ "TARGET": "memory", "PERSISTENT": true }, {}]'
const image = new ImageData(2, 2)
const moment = { time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null }

/** Counts frames in tens of 255. */
const count = (isExtended: boolean) =>
  effect(
    'count',
    `"INPUTS": [${input}], ${memory}`,
    `gl_FragColor = IMG_THIS_PIXEL(memory) + (PASSINDEX == 0 ? vec4(10.0 / 255.0) : vec4(0.0));`,
    isExtended,
  )
const same = effect('same', `"INPUTS": [${input}]`, 'gl_FragColor = IMG_THIS_PIXEL(inputImage);', true)

describe.each([
  ['webgl2', () => new WebGL2Backend(), WebGL2Device.prototype],
  ['wasm', () => new WasmBackend(), WasmDevice.prototype],
] as const)('on %s', (_name, create, device) => {
  const backend: Backend = create()
  afterAll(() => backend.delete())

  const compile = (effects: readonly Effect[], former: Program | null, values: Record<string, StageValue> = {}) =>
    backend.compile(
      effects.map((one) => ({ effect: one, values, mix: 1, blend: 'normal' })),
      former,
    )
  const draw = async (program: Program) => [
    ...(await backend.drawImage(program, image, image, moment)).data.slice(0, 4),
  ]

  it('a chain that is deleted while the next one is compiled gives its memory back once', async () => {
    const picture = await createImageBitmap(image)
    const laid = effect(
      'laid',
      `"INPUTS": [${input}, { "NAME": "picture", "TYPE": "image" }]`,
      'gl_FragColor = IMG_THIS_PIXEL(picture);',
    )
    const former = await compile([laid], null, { picture })
    await draw(former)
    const deleted = vi.spyOn(device, 'delete' as never) as unknown as MockInstance<(one: object) => void>
    const compiling = compile([laid, count(false)], former, { picture })
    former.delete()
    const next = await compiling
    await draw(next)
    next.delete()
    const pictures = deleted.mock.calls.map(([one]) => one)
    deleted.mockRestore()
    expect(pictures.length).toBeGreaterThan(0)
    expect(new Set(pictures).size).toBe(pictures.length)
    picture.close()
  })

  it('an event that is set as its effect is added fires in the first frame, also of an effect with loops', async () => {
    const flash = effect(
      'flash',
      `"INPUTS": [${input}, { "NAME": "fire", "TYPE": "event" }]`,
      'float sum = 0.0; for (int i = 0; i < 100; i++) sum += 0.01; gl_FragColor = vec4(fire ? sum : 0.0);',
    )
    const program = await compile([flash], null, { fire: true })
    expect([await draw(program), await draw(program)]).toEqual([
      [255, 255, 255, 255],
      [0, 0, 0, 0],
    ])
    program.delete()
  })

  it('an EXTENDED effect keeps its memory while EXTENDED neighbours come and go', async () => {
    let program = await compile([count(true)], null)
    const drawn = [(await draw(program))[0]]
    for (const effects of [[count(true), same], [same, count(true), same], [same, count(true)], [count(true)]]) {
      const next = await compile(effects, program)
      // Both are there to be drawn until the former one is deleted.
      drawn.push((await draw(program))[0], (await draw(next))[0])
      program.delete()
      program = next
    }
    expect(drawn).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90])
    program.delete()
  })

  it('a number that is given to a color leaves the default as it is', async () => {
    const tinted = effect(
      'tinted',
      `"INPUTS": [${input}, { "NAME": "tint", "TYPE": "color", "DEFAULT": [0.2, 0.4, 0.6, 0.8] }]`,
      'gl_FragColor = tint;',
    )
    let former: Program | null = null
    const drawWith = async (values: Record<string, StageValue>) => {
      const program = await compile([tinted], former, values)
      former?.delete()
      former = program
      return draw(program)
    }
    expect(await drawWith({})).toEqual([51, 102, 153, 204])
    expect(await drawWith({ tint: 1 })).toEqual([255, 0, 0, 255])
    expect(await drawWith({})).toEqual([51, 102, 153, 204])
  })

  it('a program of another backend of its kind is refused, and lends no memory', async () => {
    const other: Backend = create()
    const program = await compile([count(false)], null)
    await draw(program)
    await expect(other.drawImage(program, image, image, moment)).rejects.toEqual(
      new TypeError('The program is of another backend.'),
    )
    const stages = [{ effect: count(false), values: {}, mix: 1, blend: 'normal' }] as const
    const own = await other.compile(stages, program)
    expect((await other.drawImage(own, image, image, moment)).data[0]).toBe(10)
    program.delete()
    other.delete()
  })

  it('no objects are made for a frame that say what the frame before it did', async () => {
    const begin = vi.spyOn(device, 'begin')
    const sweep = vi.spyOn(device, 'sweep')
    const program = await compile([count(false)], null)
    for (let frame = 0; frame < 3; frame++) await draw(program)
    const given = [...begin.mock.calls.flatMap(([, ...rest]) => rest), ...sweep.mock.calls.map(([, one]) => one)]
    expect(new Set(given).size).toBe(3)
    vi.restoreAllMocks()
    program.delete()
  })
})
