// Effects in scripts: what they do to pixels inside a chain, and that one which hangs, throws or gives back no picture is
// left out, while the camera goes on and nothing raw passes.
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, type TestContext, vi } from 'vitest'
import { loadModule } from '../../components/load-module.ts'
import { processTrack } from '../../components/process-track.ts'
import { renderImage } from '../../components/render-image.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect.ts'
import { parseChain } from '../../effects/chain.ts'
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { checkDefinition, describeModule } from '../../effects/module-effect.ts'
import guide from '../../docs/effects.md?raw'
import workerUrl from '../../workers/module.worker.ts?worker&url'
import type { RenderStage } from '../../workers/pipeline-api.ts'
import { Pipeline } from '../../workers/pipeline.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'
import { coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'
import { expectPixels, picture } from '../support/page/pictures.ts'

const green: Rgb = [0, 160, 0]
const black: Rgb = [0, 0, 0]

const urls: string[] = []
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})
afterAll(() => urls.forEach((url) => URL.revokeObjectURL(url)))

/** The URL of a script with this text. */
function scriptOf(text: string): string {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  urls.push(url)
  return url
}

/** A script whose `process` has this body. */
function bodied(body: string, more = ''): string {
  return scriptOf(`export default { name: 'test', ${more} process(image, params, frame) { ${body} } }`)
}

async function stageOf(url: string, more: Partial<EffectStage> = {}): Promise<EffectStage> {
  return { name: '', effect: await loadModule(url), values: {}, ...more }
}

/** Red becomes `amount` less; the other channels stay. */
const reddish = `for (let at = 0; at < image.data.length; at += 4) image.data[at] -= params.amount`
const amount = 'params: [{ name: "amount", defaultValue: 10, minValue: 0, maxValue: 255 }],'

/** No two pixels alike, some transparent. */
const image = picture(4, 3, (x, y) => [60 + 10 * x, 20 * y, 100 + x * y, x === 1 ? 128 : 255])

describe('a script in a chain', () => {
  it('gets the pixels of its place, rows from the top, and hands them on to what follows', async () => {
    // After invert red is 255 - r, so 10 less; after the second invert 10 more than at first.
    const stage = await stageOf(bodied(`${reddish}; image.data[0] = 0`, amount))
    const result = await renderImage(image, [...parseChain('invert'), stage, ...parseChain('invert')])
    expectPixels(result, (x, y) => {
      const [r, g, b, a] = [60 + 10 * x + 10, 20 * y, 100 + x * y, x === 1 ? 128 : 255]
      return x === 0 && y === 0 ? [255, g, b, a] : [r, g, b, a]
    })
  })

  it('may give back a picture of its own, or a promise', async () => {
    const stage = await stageOf(
      scriptOf(`export default { name: 'swap', async process(image) {
        const result = new ImageData(image.width, image.height)
        for (let at = 0; at < image.data.length; at += 4) {
          result.data.set([image.data[at + 2], image.data[at + 1], image.data[at], 255], at)
        }
        return result
      } }`),
    )
    expectPixels(await renderImage(image, [stage]), (x, y) => [100 + x * y, 20 * y, 60 + 10 * x, 255])
  })

  it('is laid over its input by mix and blend, and stands in groups', async () => {
    const white = await stageOf(bodied('image.data.fill(255)'), { mix: 0.5 })
    const opaque = picture(2, 2, () => [100, 60, 0])
    expectPixels(await renderImage(opaque, [white]), () => [177.5, 157.5, 127.5])
    const grouped = await stageOf(bodied('image.data.fill(255)'), { blend: 'difference' })
    const group: Chain = [{ stages: [grouped, ...parseChain('invert')], mix: 0.5 }]
    expectPixels(await renderImage(opaque, group), () => [100, 60, 0])
  })

  it('knows its parameters and the frame, and remembers what it likes', async () => {
    const tell = `image.data.set([params.amount, frame.frameIndex, Math.round(frame.time * 30), 255]);
      image.data.set([frame.width, frame.height, globalThis.count = (globalThis.count ?? 0) + 1, 255], 4)
      image.data.set([Math.round(frame.timestamp / 1e6 * 30), 0, 0, 255], 8)`
    const stage = await stageOf(bodied(tell, amount), { values: { amount: 42 } })
    const { data } = await renderImage(image, [stage], { frames: 3, frameIndex: 7, timestamp: 1e6 })
    expect([...data.slice(0, 12)]).toEqual([42, 9, 32, 255, 4, 3, 3, 255, 32, 0, 0, 255])
  })

  it('takes what is called amount as every effect does: defaults, drivers, and values of renderImage', async () => {
    const stage = await stageOf(bodied('image.data.fill(params.amount)', amount))
    const first = async (values: EffectStage['values'], options = {}) =>
      (await renderImage(image, [{ ...stage, values }], options)).data[0]
    expect(await first({})).toBe(10)
    expect(await first({ amount: { driver: 'lfo', frequency: 0.5, min: 0, max: 200 } }, { timestamp: 1e6 })).toBe(200)
    expect(await first({}, { values: [{ amount: 99 }] })).toBe(99)
    expect(await first({ amount: 1000 })).toBe(255)
    await expect(first({ amuont: 1 })).rejects.toThrow('Did you mean "amount"?')
  })
})

describe('renderImage rejects with a sentence where a script', () => {
  it.concurrent.each([
    ['throws', 'null.x', /TypeError: Cannot read/],
    ['gives back another size', 'return new ImageData(9, 9)', /process returned 9x9 pixels for a picture of 4x3\./],
    ['gives back what is no picture', 'return "done"', /must change the picture in place, or return an ImageData/],
    ['gives the picture away', 'structuredClone(0, { transfer: [image.data.buffer] })', /gave the memory/],
    ['hangs', 'while (true) {}', /process has not answered for 2 s\./],
  ])('%s', async (_, body, reason) => {
    const stage = await stageOf(bodied(body))
    await expect(renderImage(image, [stage])).rejects.toMatchObject({
      name: 'EffectError',
      reason: expect.stringMatching(reason) as string,
    })
  })

  it('throws in its fourth line', async () => {
    const stage = await stageOf(scriptOf('export default { name: "test",\n process() {\n\n   throw Error("no") } }'))
    await expect(renderImage(image, [stage])).rejects.toMatchObject({ line: 4, reason: 'Error: no.' })
  })
})

describe('loadModule rejects with a sentence for', () => {
  it.each([
    ['no effect', 'export const effect = 1', 'The script has no effect. End it with: export default defineEffect'],
    ['no JavaScript', 'export default {', 'SyntaxError: '],
    ['what throws', 'throw new Error("sorry")', 'Error: sorry.'],
    ['what imports what is not there', 'import "http://localhost:1/x.js"', 'Check the URL and what it imports'],
  ])('%s', async (_, text, reason) => {
    await expect(loadModule(scriptOf(text))).rejects.toMatchObject({
      name: 'EffectError',
      reason: expect.stringContaining(reason) as string,
    })
  })

  it('a URL that is not there', async () => {
    await expect(loadModule('/nowhere.js')).rejects.toThrow('nowhere.js:1:1: The script could not be loaded.')
  })
})

describe('a definition', () => {
  const process = () => undefined
  const good = { name: 'test', process }
  const param = (more: object) => ({ ...good, params: [{ name: 'amount', defaultValue: 1, ...more }] })

  it.each([
    [null, 'has no effect'],
    [{ ...good, name: 'My Effect' }, 'name is "My Effect": write it in small letters'],
    [{ process }, 'name is missing'],
    [{ name: 'test' }, 'process must be a function'],
    [{ ...good, proces: 1 }, 'has no "proces". Did you mean "process"?'],
    [{ ...good, flashes: 'no' }, 'flashes is true or false'],
    [{ ...good, params: {} }, 'params must be an array'],
    [{ ...good, params: [{ defaultValue: 1 }] }, "A param's name is missing"],
    [param({ defaultValue: 'red' }), 'defaultValue of "amount" must be a number, true or false'],
    [param({ minValue: 2, maxValue: 1 }), 'minValue of "amount" is above its maxValue'],
    [param({ minValue: 2 }), 'defaultValue of "amount" lies outside'],
    [param({ maxvalue: 2 }), 'has no "maxvalue". Did you mean "maxValue"?'],
    [param({ type: 'image' }), 'Write one of float, long, bool, point2D or color'],
    [param({ minValue: 'low' }), 'minValue of "amount" must be a number'],
    [
      {
        ...good,
        params: [
          { name: 'cellSize', defaultValue: 1 },
          { name: 'cell-size', defaultValue: 1 },
        ],
      },
      'Two params',
    ],
  ])('%o is refused', (exported, reason) => {
    expect(() => checkDefinition(exported, 'http://x/my-effect.js?v=1')).toThrow(reason)
    expect(() => checkDefinition(exported, 'http://x/my-effect.js?v=1')).toThrow(/^my-effect\.js:1:1: /)
  })

  it.each([true, false])('says whether it flashes: %s', (flashes) => {
    expect(describeModule(checkDefinition({ ...good, flashes }, 'http://x/a.js'), 'http://x/a.js').flashes).toBe(
      flashes,
    )
  })

  it('gives sliders what they need', () => {
    const params = [
      { name: 'cellSize', defaultValue: 4 },
      { name: 'isOn', defaultValue: true },
      { name: 'tint', defaultValue: [1, 0, 0, 1] },
      { name: 'mode', type: 'long', defaultValue: 0, choices: [{ value: 0, label: 'As it is' }] },
    ]
    const described = describeModule(checkDefinition({ ...good, params }, 'http://x/a.js'), 'http://x/a.js')
    expect(described.params).toMatchObject([
      { name: 'cellSize', type: 'float', label: 'Cell size', minValue: 0, maxValue: 4 },
      { name: 'isOn', type: 'bool' },
      { name: 'tint', type: 'color' },
      { name: 'mode', type: 'long', choices: [{ value: 0, label: 'As it is' }] },
    ])
  })
})

/** Works until red is above 100. */
const untilRed = (then: string) => `if (image.data[0] > 100) { ${then} } image.data.fill(255)`
const white: Rgb = [255, 255, 255]
const red: Rgb = [200, 0, 0]

function startTrack({ onTestFinished }: TestContext, chain: Chain, allowRaw = false) {
  const source = solidTrack(green)
  const processed = processTrack(source.track, chain, { allowRaw })
  onTestFinished(() => {
    processed.stop()
    source.stop()
  })
  return { source, processed }
}

/** Waits until the script of the stage has failed, with what went out meanwhile. */
async function failing(test: TestContext, chain: (onerror: (error: Error) => void) => Chain, allowRaw = false) {
  const onerror = vi.fn()
  const { source, processed } = startTrack(test, chain(onerror), allowRaw)
  await processed.ready
  await coloursUntil(processed.track, (colour) => isNear(colour, white))
  source.set(red)
  const seen = await coloursUntil(processed.track, () => onerror.mock.calls.length > 0)
  return { source, processed, seen, onerror }
}

describe('a script that fails while it runs', () => {
  it.concurrent.for([
    ['hangs', 'while (true) {}', 'process has not answered'],
    ['throws', 'throw new Error("no red")', 'Error: no red.'],
    ['gives back another size', 'return new ImageData(1, 1)', 'process returned 1x1 pixels'],
  ] as const)('and %s is told of and left out; the effects beside it go on', async ([, then, reason], test) => {
    const stage = await stageOf(bodied(untilRed(then)))
    // Where the script runs all is white; without it red, inverted, is cyan.
    const { processed, seen, onerror } = await failing(test, (onerror) => [
      ...parseChain('invert invert'),
      { ...stage, onerror },
      ...parseChain('invert invert'),
    ])
    expect(onerror.mock.calls).toEqual([
      [expect.objectContaining({ name: 'EffectError', reason: expect.stringContaining(reason) as string })],
    ])
    const after = await coloursUntil(processed.track, (colour) => isNear(colour, red))
    expect([...seen, ...after].filter((colour) => ![white, red, black].some((one) => isNear(colour, one)))).toEqual([])
  })

  it.concurrent('is not shown to be missing where it was alone: the last processed frame stays', async (test) => {
    const stage = await stageOf(bodied(untilRed('throw 1')))
    const { source, processed, onerror } = await failing(test, (onerror) => [{ ...stage, onerror }])
    source.set(green)
    let count = 0
    const seen = await coloursUntil(processed.track, () => ++count > 2)
    expect(seen.filter((colour) => !isNear(colour, white))).toEqual([])
    // Asked for again, it stays what it is.
    await expect(processed.setChain([{ ...stage, onerror, mix: 0.5 }])).rejects.toThrow('1.')
    count = 0
    const again = await coloursUntil(processed.track, () => ++count > 2)
    expect(again.filter((colour) => !isNear(colour, white))).toEqual([])
  })

  it.concurrent('is left out where it was alone and allowRaw is set', async (test) => {
    const stage = await stageOf(bodied(untilRed('throw 1')))
    const { processed } = await failing(test, (onerror) => [{ ...stage, onerror }], true)
    await coloursUntil(processed.track, (colour) => isNear(colour, red))
  })

  it.concurrent('is never left out where people hide behind it', async (test) => {
    const stage = await stageOf(bodied(untilRed('throw 1'), 'private: true,'))
    const { processed } = await failing(
      test,
      (onerror) => [...parseChain('invert invert'), { ...stage, onerror }],
      true,
    )
    let count = 0
    const seen = await coloursUntil(processed.track, () => ++count > 2)
    expect(seen.filter((colour) => !isNear(colour, white))).toEqual([])
  })

  it.concurrent('is tried again after the chain was without it', async (test) => {
    const stage = await stageOf(bodied(untilRed('throw 1')))
    const { source, processed, onerror } = await failing(test, (onerror) => [{ ...stage, onerror }])
    await processed.setChain('invert')
    await coloursUntil(processed.track, (colour) => isNear(colour, [55, 255, 255]))
    source.set(green)
    await processed.setChain([{ ...stage, onerror }])
    await coloursUntil(processed.track, (colour) => isNear(colour, white))
  })

  it.concurrent('does not hold up a chain that has it no more', async (test) => {
    const stage = await stageOf(bodied(untilRed('while (true) {}')))
    const { source, processed } = startTrack(test, [stage])
    await coloursUntil(processed.track, (colour) => isNear(colour, white))
    source.set(red)
    await processed.setChain('invert')
    await coloursUntil(processed.track, (colour) => isNear(colour, [55, 255, 255]))
  })
})

it('a script goes on while the chain has it, and ends when it has it no more', async () => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate')
  const backends: WebGL2Backend[] = []
  const pipeline = new Pipeline((runModule) => {
    backends.push(new WebGL2Backend({ runModule }))
    return backends.at(-1)!
  })
  const module = await loadModule(bodied(''))
  const stage: RenderStage = { module, workerUrl, values: {}, mix: 1, blend: 'normal' }
  terminate.mockClear()
  expect(await pipeline.setStages([stage])).toBeNull()
  expect(await pipeline.setStages([{ ...stage, mix: 0.5 }])).toBeNull()
  expect(terminate).not.toHaveBeenCalled()
  expect(await pipeline.setStages([])).toBeNull()
  expect(terminate).toHaveBeenCalledTimes(1)
  backends.forEach((backend) => backend.delete())
})

describe('<rtc-effect src> with a script', () => {
  async function mount(inner: string) {
    const source = solidTrack(green)
    onTestFinished(() => source.stop())
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(new MediaStream([source.track]))
    document.body.innerHTML = `<rtc-camera no-audio>${inner}</rtc-camera>`
    const camera = document.querySelector('rtc-camera')!
    const effect = document.querySelector('rtc-effect')!
    const errors = { camera: [] as string[], effect: [] as string[] }
    camera.addEventListener('error', () => errors.camera.push(camera.error!.message))
    effect.addEventListener('error', () => errors.effect.push(effect.error!.message))
    await camera.start()
    return { source, camera, effect, errors, track: camera.stream!.getVideoTracks()[0]! }
  }

  it('has attributes for its parameters, live', async () => {
    const url = bodied('image.data.fill(params.amount)', amount)
    const { effect, track } = await mount(`<rtc-effect src="${url}" amount="90"></rtc-effect>`)
    const seen = await coloursUntil(track, (colour) => isNear(colour, [90, 90, 90]))
    expect(effect.params).toMatchObject([{ name: 'amount', maxValue: 255 }])
    effect.setAttribute('amount', '200')
    seen.push(...(await coloursUntil(track, (colour) => isNear(colour, [200, 200, 200]))))
    expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
  })

  it('says what went wrong, as its camera does, and is tried again when it was disabled', async () => {
    const url = bodied(untilRed('throw new Error("no red")'))
    const { source, camera, effect, errors, track } = await mount(`<rtc-effect src="${url}"></rtc-effect>`)
    await coloursUntil(track, (colour) => isNear(colour, white))
    source.set(red)
    await vi.waitFor(() => expect(errors.effect).toHaveLength(1), 5000)
    expect(errors.effect[0]).toMatch(/:\d+:\d+: Error: no red\.$/)
    expect(errors.camera).toEqual(errors.effect)
    effect.mix = 0.9
    await effect.updateComplete
    expect(effect.error?.message).toBe(errors.effect[0])
    expect(camera.error?.message).toBe(errors.effect[0])
    effect.disabled = true
    source.set(green)
    await vi.waitFor(() => expect(camera.error).toBeNull(), 5000)
    effect.disabled = false
    effect.mix = 1
    await coloursUntil(track, (colour) => isNear(colour, white))
    expect(effect.error).toBeNull()
  })

  it('sends black while it has never been good, and a sentence', async () => {
    const { effect, errors, track } = await mount('<rtc-effect src="/nowhere.js"></rtc-effect>')
    await vi.waitFor(() => expect(errors.effect).toHaveLength(1), 5000)
    expect(effect.error!.message).toMatch(/^nowhere\.js.* could not be loaded/)
    let count = 0
    const seen = await coloursUntil(track, () => ++count > 2)
    expect(seen.filter((colour) => !isNear(colour, black))).toEqual([])
  })
})

it('can never be named by chain text, as links and peers have it', () => {
  expect(() => parseChain('"/my-effect.js"')).toThrow()
  expect(() => parseChain('my-effect.js')).toThrow()
  expect(() => parseChain('sepia(src: "/my-effect.js")')).toThrow()
})

it('runs the example of the guide', async () => {
  const [, example] = /```js\n\/\/ posterize\.js\n(.*?)```/s.exec(guide)!
  const url = scriptOf(example!.replace("'./define-effect.js'", `'${location.origin}/define-effect.js'`))
  const stage = await stageOf(url, { values: { levels: 2 } })
  expectPixels(
    await renderImage(
      picture(2, 1, (x) => [x * 40, 140, 200]),
      [stage],
    ),
    () => [0, 255, 255],
  )
})
