import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect.ts'
import type { RtcEffect } from '../../components/rtc-effect.ts'
import { catalogue, settableParams } from '../../effects/catalogue.ts'
import type { EffectStage, Stage } from '../../effects/effect.ts'
import { kebabCase } from '../../effects/spelling.ts'
import { coloursUntil, isNear, type Rgb } from '../support/page/frames.ts'

let warnings: string[] = []
beforeEach(() => {
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void warnings.push(text))
})
afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

/** The first `<rtc-effect>` of this HTML, in the document and up to date. */
async function mount(html: string): Promise<RtcEffect> {
  document.body.innerHTML = html
  const effects = [...document.querySelectorAll('rtc-effect')]
  for (const effect of effects.reverse()) await effect.updateComplete
  return document.querySelector('rtc-effect')!
}

/** After this every change of attributes, children and properties has been seen. */
async function settle(effect: RtcEffect): Promise<void> {
  await new Promise(requestAnimationFrame)
  await effect.updateComplete
}

/** The value of `amount` that a stage was given. */
function amountOf(stage: Stage | 'pending' | null): unknown {
  return (stage as EffectStage).values.amount
}

/** An ISF file that multiplies by its input `gain`. */
const isf = (gain = 1) => `/*{
  "ISFVSN": "2",
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "gain", "TYPE": "float", "DEFAULT": ${gain}.0, "MAX": 4.0 },
    { "NAME": "mix", "TYPE": "float" },
    { "NAME": "isOn", "TYPE": "bool" },
    { "NAME": "where", "TYPE": "point2D" },
    { "NAME": "tint", "TYPE": "color" },
    { "NAME": "mode", "TYPE": "long", "VALUES": [0, 1], "LABELS": ["As it is", "Upside down"] },
    { "NAME": "mask", "TYPE": "image" }
  ]
}*/
void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * gain; }`
const script = (text: string) => `<script type="x-shader/x-fragment">${text}</script>`

describe('<rtc-effect> attributes', () => {
  const numbers = [...catalogue.values()].flatMap((info) =>
    settableParams(info)
      .filter(({ type, choices }) => type === 'float' && !choices)
      .map((param) => ({ info, param })),
  )

  it('set their parameter however they are spelled', async () => {
    const spelling = fc.record({
      one: fc.constantFrom(...numbers),
      joint: fc.constantFrom('', '-', '_', '--'),
      capitals: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      prefix: fc.constantFrom('', 'param-'),
    })
    const property = fc.asyncProperty(spelling, async ({ one: { info, param }, joint, capitals, prefix }) => {
      const joined = kebabCase(param.name).replaceAll('-', joint)
      const attribute = prefix + joined.replace(/./g, (c, at: number) => (capitals[at] ? c.toUpperCase() : c))
      const effect = document.createElement('rtc-effect')
      effect.name = info.name
      effect.setAttribute(attribute, String(param.maxValue))
      document.body.replaceChildren(effect)
      await effect.updateComplete
      expect(effect.error).toBeNull()
      expect((effect.stage as EffectStage).values).toEqual({ [param.name]: param.maxValue })
    })
    await fc.assert(property, { numRuns: 300 })
  })

  it('are written as in chain text, switches and labels and URLs without quotes', async () => {
    const effect = await mount(
      `<rtc-effect gain="lfo(0.5hz, 0..2)" is-on where="(10, 20)" tint="#00ff00" mode="upside down" mask="hat.png"
        param-mix="25%" mix="50%" blend="screen">${script(isf())}</rtc-effect>`,
    )
    expect(effect.error).toBeNull()
    expect(effect.stage).toMatchObject({
      mix: 0.5,
      blend: 'screen',
      values: {
        gain: { driver: 'lfo', frequency: 0.5, min: 0, max: 2 },
        mix: 0.25,
        isOn: true,
        where: [10, 20],
        tint: [0, 1, 0, 1],
        mode: 1,
        mask: 'hat.png',
      },
    })
  })

  it('leave alone what belongs to HTML', async () => {
    const effect = await mount(
      '<rtc-effect name="sepia" id="a" class="b" title="c" data-d="e" aria-label="f" onclick="" slot="" style=""></rtc-effect>',
    )
    expect(effect.error).toBeNull()
    expect(effect.stage).toEqual({ name: 'sepia', values: {} })
  })

  it('change the stage live', async () => {
    const effect = await mount('<rtc-effect name="sepia" amount="0.2"></rtc-effect>')
    let changes = 0
    document.body.addEventListener('stagechange', () => changes++)
    effect.setAttribute('amount', '0.9')
    await settle(effect)
    expect(amountOf(effect.stage)).toBe(0.9)
    expect(changes).toBe(1)
    effect.removeAttribute('amount')
    await settle(effect)
    expect(amountOf(effect.stage)).toBeUndefined()
  })

  it('give way to `values`, which takes images and exact names', async () => {
    const effect = await mount('<rtc-effect name="chroma-key" tolerance="0.2" softness="0.3"></rtc-effect>')
    const background = new ImageData(1, 1)
    effect.values = { tolerance: 0.4, background }
    await settle(effect)
    expect(effect.values).toEqual({ tolerance: 0.4, softness: 0.3, background })
    expect((effect.stage as EffectStage).values.background).toBe(background)
  })
})

describe('<rtc-effect> with something wrong', () => {
  async function mountWatched(html: string) {
    const errors: Error[] = []
    const effect = await mount(html)
    effect.addEventListener('error', (event) => errors.push((event as Event & { error: Error }).error))
    return { effect, errors }
  }

  it('names the nearest effect and keeps the last good stage', async () => {
    const { effect, errors } = await mountWatched('<rtc-effect name="pixelate"></rtc-effect>')
    const good = effect.stage
    effect.name = 'pixlate'
    await settle(effect)
    expect(effect.stage).toBe(good)
    expect(errors).toEqual([effect.error])
    expect(effect.error?.message).toBe('no effect named "pixlate". Did you mean "pixelate"?')
    expect(warnings).toEqual(['rtc-effect: no effect named "pixlate". Did you mean "pixelate"?'])
    effect.name = 'pixelate'
    await settle(effect)
    expect(effect.error).toBeNull()
  })

  it('is pending, not absent, while it has never been good', async () => {
    const effect = await mount('<rtc-effect name="pixlate"></rtc-effect>')
    expect(effect.stage).toBe('pending')
    effect.disabled = true
    expect(effect.stage).toBeNull()
  })

  it('keeps the last good value and lets the others change', async () => {
    const { effect, errors } = await mountWatched('<rtc-effect name="vignette" amount="0.5" radius="0.5"></rtc-effect>')
    expect(effect.error).toBeNull()
    effect.setAttribute('amount', 'much')
    effect.setAttribute('radius', '0.25')
    await settle(effect)
    expect(effect.values).toMatchObject({ amount: 0.5, radius: 0.25 })
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('amount of vignette takes a number')])
  })

  it('names the nearest parameter', async () => {
    const { effect } = await mountWatched('<rtc-effect name="pixelate" cel-size="4"></rtc-effect>')
    expect(effect.error?.message).toBe('pixelate has no parameter "cel-size". Did you mean "cell-size"?')
    expect(effect.stage).toEqual({ name: 'pixelate', values: {} })
  })

  it('takes the whole effect where mix or blend make no sense', async () => {
    const { effect } = await mountWatched('<rtc-effect name="blur" mix=""></rtc-effect>')
    expect(effect.error?.message).toContain('mix is ""')
    expect(effect.stage).toEqual({ name: 'blur', values: {} })
    effect.mix = 0.5
    effect.setAttribute('blend', 'addition')
    await settle(effect)
    expect(effect.error?.message).toContain('blend is "addition": write one of normal, multiply')
    expect(effect.stage).toEqual({ name: 'blur', values: {}, mix: 0.5 })
  })
})

describe('<rtc-effect> with a script', () => {
  it('follows what is typed and keeps the last good text while it is broken', async () => {
    const effect = await mount(`<rtc-effect gain="2">${script(isf(1))}</rtc-effect>`)
    const text = effect.querySelector('script')!.firstChild as Text
    const defaultOf = (stage: Stage | 'pending' | null) =>
      (stage as EffectStage).effect?.params.find(({ name }) => name === 'gain')?.defaultValue
    expect(defaultOf(effect.stage)).toBe(1)
    text.data = isf(3)
    await settle(effect)
    expect(defaultOf(effect.stage)).toBe(3)
    expect(effect.values).toEqual({ gain: 2 })
    text.data = isf(3).replace('"INPUTS":', '"INPUTS"')
    await settle(effect)
    expect(effect.error?.name).toBe('EffectError')
    expect(effect.error).toMatchObject({ line: 3 })
    expect(defaultOf(effect.stage)).toBe(3)
    effect.querySelector('script')!.text = isf(2)
    await settle(effect)
    expect(effect.error).toBeNull()
    expect(defaultOf(effect.stage)).toBe(2)
  })
})

describe('<rtc-effect src>', () => {
  /** The network, which answers when it is told to. */
  function holdFetch() {
    const answers: ((response: Response) => void)[] = []
    const asked: string[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      asked.push((url as URL).href)
      return new Promise((resolve) => answers.push(resolve))
    })
    return { answers, asked }
  }

  it('is pending while it loads, and names itself after its file', async () => {
    const { answers, asked } = holdFetch()
    const effect = await mount('<rtc-effect src="looks/warm-light.fs" gain="2"></rtc-effect>')
    expect(effect.stage).toBe('pending')
    expect(effect.params).toEqual([])
    expect(asked).toEqual([new URL('looks/warm-light.fs', document.baseURI).href])
    answers[0]!(new Response(isf()))
    await expect.poll(() => effect.stage).toMatchObject({ effect: { name: 'warm-light' }, values: { gain: 2 } })
    expect(effect.params.map(({ name }) => name)).toContain('gain')
  })

  it('takes the newest file when an older one arrives later', async () => {
    const { answers } = holdFetch()
    const effect = await mount('<rtc-effect src="first.fs"></rtc-effect>')
    effect.src = 'second.fs'
    await settle(effect)
    answers[1]!(new Response(isf()))
    await expect.poll(() => effect.stage).toMatchObject({ effect: { name: 'second' } })
    answers[0]!(new Response(isf()))
    await settle(effect)
    expect(effect.stage).toMatchObject({ effect: { name: 'second' } })
  })

  it('says what the server said, and what is wrong in the file', async () => {
    const { answers } = holdFetch()
    const effect = await mount('<rtc-effect src="gone.fs"></rtc-effect>')
    answers[0]!(new Response('', { status: 404 }))
    await expect.poll(() => effect.error?.message).toContain('gone.fs could not be loaded: the server answered 404')
    effect.src = 'page.fs'
    await settle(effect)
    answers[1]!(new Response('<!doctype html>'))
    await expect.poll(() => effect.error?.message).toContain('page.fs:1:1: The file has no ISF header')
    expect(effect.stage).toBe('pending')
  })
})

describe('<rtc-effect> as a group', () => {
  it('stands for its children in their order, and for what changes in them', async () => {
    const group = await mount(
      `<rtc-effect mix="50%" blend="multiply">
        <rtc-effect name="blur"></rtc-effect>
        <rtc-effect name="sepia" disabled></rtc-effect>
        <rtc-effect name="invert"></rtc-effect>
      </rtc-effect>`,
    )
    await settle(group)
    const names = () => (group.stage as { stages: EffectStage[] }).stages.map(({ name }) => name)
    expect(group.stage).toMatchObject({ mix: 0.5, blend: 'multiply' })
    expect(names()).toEqual(['blur', 'invert'])
    const [blur, sepia] = group.children as unknown as [RtcEffect, RtcEffect]
    sepia.disabled = false
    await settle(sepia)
    await settle(group)
    expect(names()).toEqual(['blur', 'sepia', 'invert'])
    group.append(blur)
    await settle(blur)
    await settle(group)
    expect(names()).toEqual(['sepia', 'invert', 'blur'])
    group.replaceChildren()
    await settle(group)
    expect(group.stage).toBeNull()
  })

  it('is pending while a child is, and tells its own parent once', async () => {
    const group = await mount('<rtc-effect><rtc-effect name="blurr"></rtc-effect></rtc-effect>')
    await settle(group)
    expect(group.stage).toBe('pending')
    const targets: EventTarget[] = []
    document.body.addEventListener('stagechange', (event) => targets.push(event.target!))
    ;(group.firstElementChild as RtcEffect).name = 'blur'
    await settle(group)
    expect(group.stage).toEqual({ stages: [{ name: 'blur', values: {} }] })
    expect(new Set(targets)).toEqual(new Set([group]))
  })
})

describe('<rtc-effect> in a camera', () => {
  /** Covers the card, which has no such green in its middle. */
  const greenFile = '/*{ "INPUTS": [] }*/ void main() { gl_FragColor = vec4(0.0, 1.0, 0.0, 1.0); }'

  it('lets no raw frame pass while its file is loading, then runs', async () => {
    let answer: (response: Response) => void = () => undefined
    vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise((resolve) => (answer = resolve)))
    document.body.innerHTML =
      '<rtc-camera source="pattern" no-audio autostart><rtc-effect src="green.fs"></rtc-effect></rtc-camera>'
    const camera = document.querySelector('rtc-camera')!
    await expect.poll(() => camera.state).toBe('live')
    let frames = 0
    const seen = await coloursUntil(camera.stream!.getVideoTracks()[0]!, ([, green]) => {
      if (++frames === 4) answer(new Response(greenFile))
      return green > 200
    })
    expect(seen.filter((colour) => !isNear(colour, [0, 0, 0]) && !isNear(colour, [0, 255, 0], 40))).toEqual([])
    expect(isNear(seen[0]!, [0, 0, 0])).toBe(true)
  })

  it('holds back what was raw before, from the moment it is there', async () => {
    document.body.innerHTML = '<rtc-camera source="pattern" no-audio autostart></rtc-camera>'
    const camera = document.querySelector('rtc-camera')!
    await expect.poll(() => camera.stream).not.toBeNull()
    const track = camera.stream!.getVideoTracks()[0]!
    const isBlack = (colour: Rgb) => isNear(colour, [0, 0, 0])
    await coloursUntil(track, (colour) => !isBlack(colour))
    const effect = document.createElement('rtc-effect')
    effect.name = 'pixlate'
    camera.append(effect)
    await coloursUntil(track, isBlack)
    effect.name = 'pixelate'
    await coloursUntil(track, (colour) => !isBlack(colour))
    await expect.poll(() => camera.stats?.effects.map(({ name }) => name)).toEqual(['pixelate'])
  })

  it('works as its example says', async () => {
    const kaleidoscope = '/*{ "INPUTS": [{ "NAME": "sides", "TYPE": "float", "MAX": 9 }] }*/ void main() {}'
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(kaleidoscope))
    document.body.innerHTML = `
      <rtc-camera autostart>
        <rtc-effect name="pixelate" cell-size="12"></rtc-effect>
        <rtc-effect mix="50%" blend="screen"><rtc-effect name="blur"></rtc-effect></rtc-effect>
        <rtc-effect src="Kaleidoscope.fs" sides="6"></rtc-effect>
      </rtc-camera>`
    const camera = document.querySelector('rtc-camera')!
    await expect
      .poll(() => [...camera.querySelectorAll<RtcEffect>(':scope > rtc-effect')].map(({ stage }) => stage))
      .toMatchObject([
        { name: 'pixelate', values: { cellSize: 12 } },
        { stages: [{ name: 'blur' }], mix: 0.5, blend: 'screen' },
        { effect: { name: 'Kaleidoscope' }, values: { sides: 6 } },
      ])
    const names = () => camera.stats?.effects.map(({ name }) => name)
    await expect.poll(names, { timeout: 10_000 }).toEqual(['pixelate', 'blur', 'Kaleidoscope'])
  })
})
