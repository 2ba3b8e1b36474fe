// Chain text: the grammar, what a person is told about text that is wrong, and the way back from data to text.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, settableParams } from '../../effects/catalogue.ts'
import { ChainError, parseChain } from '../../effects/chain.ts'
import { formatChain } from '../../effects/format-chain.ts'
import type { Chain, ChainValue, EffectStage, ParamDescriptor, Point, Stage } from '../../effects/effect.ts'
import { blends } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { kebabCase } from '../../effects/spelling.ts'

/** The values of the only stage. */
function valuesOf(text: string): EffectStage['values'] {
  const [stage] = parseChain(text)
  return (stage as EffectStage).values
}

function errorOf(text: string): ChainError {
  try {
    parseChain(text)
  } catch (error) {
    expect(error).toBeInstanceOf(ChainError)
    return error as ChainError
  }
  throw new Error(`"${text}" was accepted.`)
}

function effectParams(): string[] {
  return [...catalogue.values()].flatMap((info) => settableParams(info).map(({ name }) => kebabCase(name)))
}

const byte = fc.integer({ min: 0, max: 255 }).map((value) => value / 255)

function numberIn(min: unknown, max: unknown): fc.Arbitrary<number> {
  const [low, high] = [typeof min === 'number' ? min : 0, typeof max === 'number' ? max : 1]
  return fc
    .oneof(fc.double({ min: low, max: high, noNaN: true }), fc.constantFrom(low, high))
    .map((value) => (value === 0 ? 0 : value))
}

/** What people write, and what a quoted text may trip over. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', 'n', '\n', '(', ')', ',', '👩🏽‍🚀', 'שלום', 'مرحبا', 'é', '<b>'),
    maxLength: 20,
  }),
)

function valueOf(param: ParamDescriptor): fc.Arbitrary<ChainValue> {
  const { minValue, maxValue } = param
  const number = numberIn(minValue, maxValue)
  switch (param.type) {
    case 'float': {
      const frequency = fc.double({ min: 0.001, max: 1000, noNaN: true })
      const lfo = fc.record({ driver: fc.constant('lfo' as const), frequency, min: number, max: number })
      const band = fc.constantFrom('bass' as const, 'mid' as const, 'treble' as const, 'level' as const)
      const audio = fc.record({ driver: fc.constant('audio' as const), band, min: number, max: number })
      return fc.oneof(number, lfo, audio)
    }
    case 'long':
      return fc.constantFrom(...param.choices!.map(({ value }) => value))
    case 'point2D':
      return fc.tuple(
        ...[0, 1].map((axis) => numberIn((minValue as Point)[axis], (maxValue as Point)[axis])),
      ) as fc.Arbitrary<[number, number]>
    case 'color':
      return fc.tuple(byte, byte, byte, byte)
    case 'image':
      return param.text === undefined ? fc.webUrl() : texts
    default:
      return fc.boolean()
  }
}

const layers = {
  mix: fc.option(numberIn(0, 1), { nil: undefined }),
  blend: fc.option(fc.constantFrom(...blends), { nil: undefined }),
}

const effectStages = fc.constantFrom(...catalogue.values()).chain((info) => {
  // Sound cannot be written.
  const written = settableParams(info).filter(({ type }) => type !== 'audio' && type !== 'audioFFT')
  const values = fc.record(Object.fromEntries(written.map((param) => [param.name, valueOf(param)])), {
    requiredKeys: [],
  })
  return fc.record({ name: fc.constant(info.name), values, ...layers }) as fc.Arbitrary<Stage>
})

/** Chains of every effect with every kind of value, with groups up to the depth that is allowed. */
const chains: fc.Arbitrary<Chain> = fc.letrec<{ chain: Chain; group: Stage }>((tie) => ({
  chain: fc.array(fc.oneof({ maxDepth: 7, depthIdentifier: 'group' }, effectStages, tie('group')), { maxLength: 4 }),
  group: fc.record({ stages: tie('chain'), ...layers }),
})).chain

describe('a chain', () => {
  it('is effects in the order they act, video and audio alike', () => {
    expect(parseChain('pixelate(cell-size: 12) sepia(0.8) echo(delay: 0.3)')).toEqual([
      { name: 'pixelate', values: { cellSize: 12 } },
      { name: 'sepia', values: { amount: 0.8 } },
      { name: 'echo', values: { delay: 0.3 } },
    ])
  })

  it.each(['', '  ', '\n\t'])('may be empty: "%s"', (text) => {
    expect(parseChain(text)).toEqual([])
  })

  it('takes blanks and line breaks anywhere between words, and needs none beside brackets', () => {
    const chain = parseChain('sepia(0.8)[blur]invert(amount:1,mix:0.5)')
    expect(parseChain(' sepia ( 0.8 )\n [ blur ]\n invert ( amount : 1 , mix : 0.5 ) ')).toEqual(chain)
    expect(chain).toHaveLength(3)
  })

  it('takes values without names in declared order, without the picture itself', () => {
    expect(valuesOf('brightness-contrast(0.1, 1.5)')).toEqual({ brightness: 0.1, contrast: 1.5 })
    expect(valuesOf('swirl(90, center: (0, 1), 0.25)')).toEqual({ angle: 90, center: [0, 1], radius: 0.25 })
    expect(valuesOf('chroma-key(#00f, 0.2)')).toEqual({ color: [0, 0, 1, 1], tolerance: 0.2 })
  })

  it.each(['cellSize', 'cell-size', 'cell_size', 'CELLSIZE', 'Cell-Size'])('knows a parameter as %s', (name) => {
    expect(valuesOf(`pixelate(${name}: 8)`)).toEqual({ cellSize: 8 })
  })

  it.each([
    ['blur(8px)', { radius: 8 }],
    ['sepia(80%)', { amount: 0.8 }],
    ['hue-rotate(-90deg)', { angle: -90 }],
    ['echo(300ms)', { delay: 0.3 }],
    ['echo(0.3s)', { delay: 0.3 }],
    ['robot(440hz)', { frequency: 440 }],
    ['robot(440Hz)', { frequency: 440 }],
    ['gain(0db)', { gain: 1 }],
    ['loudness(-20db)', { target: -20 }],
    ['gain(-20dB)', { gain: 0.1 }],
    ['gain(+20db, mix: 1)', undefined],
    ['sepia(.5)', { amount: 0.5 }],
    ['sepia(+5e-1)', { amount: 0.5 }],
  ])('takes units: %s', (text, values) => {
    if (values) expect(valuesOf(text)).toEqual(values)
    else expect(errorOf(text).message).toBe('gain goes from 0 to 4; this is 10.')
  })

  it.each([
    ['#0f0', [0, 1, 0, 1]],
    ['#0f08', [0, 1, 0, 0x88 / 255]],
    ['#336699', [0.2, 0.4, 0.6, 1]],
    ['#33669980', [0.2, 0.4, 0.6, 0x80 / 255]],
    ['#ABCDEF', [0xab / 255, 0xcd / 255, 0xef / 255, 1]],
  ])('takes colours: %s', (text, color) => {
    expect(valuesOf(`chroma-key(${text})`)).toEqual({ color })
  })

  it('takes points, choices by label and URLs', () => {
    expect(valuesOf('swirl(center: (0.25, .5))')).toEqual({ center: [0.25, 0.5] })
    expect(valuesOf('mirror(top)')).toEqual({ side: 2 })
    expect(valuesOf('mirror(Side: BOTTOM)')).toEqual({ side: 3 })
    expect(valuesOf('mirror(4)')).toEqual({ side: 4 })
    expect(valuesOf('chroma-key(background: "a b/(c), #d.jpg")')).toEqual({ background: 'a b/(c), #d.jpg' })
  })

  it('takes text to be drawn, in which a backslash stands before quotes, backslashes and the n of a new line', () => {
    expect(valuesOf('text("Hello, (world)!")')).toEqual({ text: 'Hello, (world)!' })
    expect(valuesOf('lower-third("Ada Lovelace", height: 20%)')).toEqual({ text: 'Ada Lovelace', height: 0.2 })
    expect(valuesOf(String.raw`text("She said \"C:\\new\".\nאמרה 👩🏽‍🚀", size: 0.2)`)).toEqual({
      text: 'She said "C:\\new".\nאמרה 👩🏽‍🚀',
      size: 0.2,
    })
    expect(valuesOf(String.raw`text("50\% \o/")`)).toEqual({ text: String.raw`50\% \o/` })
    expect(valuesOf(`text("${'x'.repeat(200)}")`)).toEqual({ text: 'x'.repeat(200) })
  })

  it('takes drivers, with a range or with all of the parameter’s own', () => {
    expect(valuesOf('hue-rotate(lfo(0.5hz, -180..180))')).toEqual({
      angle: { driver: 'lfo', frequency: 0.5, min: -180, max: 180 },
    })
    expect(valuesOf('sepia(lfo( 2 Hz , 1 .. .5 ))')).toEqual({
      amount: { driver: 'lfo', frequency: 2, min: 1, max: 0.5 },
    })
    expect(valuesOf('pixelate(audio(bass, 2..30))')).toEqual({
      cellSize: { driver: 'audio', band: 'bass', min: 2, max: 30 },
    })
    expect(valuesOf('gain(audio(level))')).toEqual({ gain: { driver: 'audio', band: 'level', min: 0, max: 4 } })
  })

  it('takes mix and blend among any stage’s values, and on groups', () => {
    expect(parseChain('sepia(mix: 50%, 0.8, blend: Multiply) [blur [invert]](blend: screen, mix: 0) []')).toEqual([
      { name: 'sepia', values: { amount: 0.8 }, mix: 0.5, blend: 'multiply' },
      {
        stages: [{ name: 'blur', values: {} }, { stages: [{ name: 'invert', values: {} }] }],
        mix: 0,
        blend: 'screen',
      },
      { stages: [] },
    ])
  })
})

/** Text with « before what is wrong; the mark is taken out. */
const wrong: [text: string, message: string | RegExp, suggestion?: string][] = [
  ['«pixlate', 'no effect named "pixlate". Did you mean "pixelate"?', 'pixelate'],
  ['sepia «sepai(1)', 'no effect named "sepai". Did you mean "sepia"?', 'sepia'],
  ['«Sepia', 'no effect named "Sepia". Did you mean "sepia"?', 'sepia'],
  ['«glockenspiel', 'no effect named "glockenspiel".'],
  ['«__proto__', 'no effect named "__proto__".'],
  ['sepia(«amuont: 1)', 'sepia has no parameter "amuont". Did you mean "amount"?', 'amount'],
  ['sepia(«mxi: 1)', 'sepia has no parameter "mxi". Did you mean "mix"?', 'mix'],
  ['pixelate(«input-image: "a")', 'pixelate has no parameter "input-image".'],
  ['sepia(«constructor: 1)', 'sepia has no parameter "constructor".'],
  ['sepia(0.5, «0.5)', /^sepia takes at most 1 without a name/],
  ['sepia(0.5, «amount: 0.5)', 'amount is set twice. Leave one out.'],
  ['swirl(angle: 1, «Angle: 2)', 'angle is set twice. Leave one out.'],
  ['sepia(mix: 0, «mix: 1)', 'mix is set twice. Leave one out.'],
  ['sepia(«1.5)', 'amount goes from 0 to 1; this is 1.5.'],
  ['sepia(«-1%)', 'amount goes from 0 to 1; this is -0.01.'],
  ['swirl(center: «(0.5, 2))', 'center goes from (0, 0) to (1, 1); this is (0.5, 2).'],
  ['sepia(«lfo(1hz, 0..2))', 'amount goes from 0 to 1; this is 2.'],
  ['sepia(«1e999)', 'This number is too large.'],
  ['gain(«9999db)', 'This number is too large.'],
  ['sepia(mix: «2)', 'mix takes a number from 0 to 1, or 0% to 100%.'],
  ['sepia(mix: «top)', 'mix takes a number from 0 to 1, or 0% to 100%.'],
  ['sepia(blend: «multipy)', /^blend takes one of normal, .* Did you mean "multiply"\?$/, 'multiply'],
  ['sepia(blend: «1)', /^blend takes one of/],
  ['sepia(«#fff)', 'amount of sepia takes a number, lfo(…) or audio(…).'],
  ['sepia(«top)', 'amount of sepia takes a number, lfo(…) or audio(…).'],
  ['sepia(«(1, 2))', 'amount of sepia takes a number, lfo(…) or audio(…).'],
  ['chroma-key(«1)', 'color of chroma-key takes a colour such as #00ff00.'],
  ['chroma-key(background: «#fff)', 'background of chroma-key takes a URL in double quotes.'],
  ['text(«Hello)', 'text of text takes text in double quotes.'],
  ['text(«#fff)', 'text of text takes text in double quotes.'],
  [`text(«"${'x'.repeat(201)}")`, 'text of text takes at most 200 characters; this text has 201. Shorten it.'],
  ['text(«"Hello\\")', 'The quote that opens here is never closed.'],
  ['swirl(center: «1)', 'center of swirl takes a point such as (0.5, 0.5).'],
  ['mirror(«topp)', /^side takes one of left, right, top, bottom, whole\. Did you mean "top"\?$/, 'top'],
  ['mirror(«7)', 'side takes one of left, right, top, bottom, whole.'],
  ['mirror(«lfo(1hz, 0..1))', 'side takes one of left, right, top, bottom, whole.'],
  ['chroma-key(«#12345)', '"#12345" is no colour: write #rgb, #rgba, #rrggbb or #rrggbbaa.'],
  ['chroma-key(«#ggg)', '"#ggg" is no colour: write #rgb, #rgba, #rrggbb or #rrggbbaa.'],
  ['blur(8«pt)', 'no unit named "pt". Did you mean "px"?', 'px'],
  ['blur(8«constructor)', 'no unit named "constructor".'],
  ['blur(8 «px)', 'Expected "," or ")", found "px)".'],
  ['sepia(«)', 'Expected a value, found ")".'],
  ['sepia(1,«)', 'Expected a value, found ")".'],
  ['sepia(«,1)', 'Expected a value, found ",1)".'],
  ['sepia(amount: «)', 'Expected a value, found ")".'],
  ['sepia(amount: 1 «mix: 1)', 'Expected "," or ")", found "mix:".'],
  ['sepia«(', 'The bracket that opens here is never closed with ")".'],
  ['sepia«(0.5', 'The bracket that opens here is never closed with ")".'],
  ['sepia«(amount:', 'The bracket that opens here is never closed with ")".'],
  ['invert «[sepia', 'The bracket that opens here is never closed with "]".'],
  ['[sepia «)', 'Expected the name of an effect or "]", found ")".'],
  ['sepia «)', 'Expected the name of an effect, found ")".'],
  ['sepia «]', 'Expected the name of an effect, found "]".'],
  ['sepia«, invert', 'Put a space, not a comma, between two effects.'],
  ['«12', 'Expected the name of an effect, found "12".'],
  ['[sepia](«0.5)', 'a group takes no values without a name; mix: and blend: can be named.'],
  ['[sepia](«amount: 0.5)', 'a group has no parameter "amount".'],
  ['chroma-key(background: «"a.jpg)', 'The quote that opens here is never closed.'],
  ['swirl(center: (1 «2))', 'Expected "," and the y of a point, found "2))".'],
  ['swirl(center: (1, «x))', 'Expected a number, found "x))".'],
  ['sepia(«lfoo(1hz, 0..1))', 'no driver named "lfoo". Did you mean "lfo"?', 'lfo'],
  ['sepia(lfo(1«, 0..1))', 'Expected "hz" after the frequency, found ",".'],
  ['sepia(lfo(«0hz, 0..1))', 'The frequency of an lfo must be above 0hz.'],
  ['sepia(lfo(1hz«))', 'Expected "," and a range such as 0..1, found "))".'],
  ['sepia(lfo(1hz, 0«-1))', 'Expected ".." between the ends of a range, found "-1))".'],
  ['sepia(audio(«bas))', /^no band named "bas".* Did you mean "bass"\?$/, 'bass'],
  ['sepia(audio(«1))', 'Expected one of bass, mid, treble, level, found "1))".'],
  ['sepia(audio(bass «0..1))', 'Expected ")" after audio, found "0..1))".'],
]

describe('refuses, and says where and what to do,', () => {
  it.each(wrong)('%s', (marked, message, suggestion) => {
    const error = errorOf(marked.replace('«', ''))
    if (typeof message === 'string') expect(error.message).toBe(message)
    else expect(error.message).toMatch(message)
    expect(error.position).toBe(marked.indexOf('«'))
    expect(error.suggestion).toBe(suggestion)
  })

  it('groups nested deeper than 8', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}sepia${']'.repeat(depth)}`
    expect(parseChain(nested(8))).toHaveLength(1)
    expect(errorOf(nested(9))).toMatchObject({ position: 8, message: 'Groups can be nested 8 deep, no deeper.' })
    expect(errorOf('['.repeat(10_000)).position).toBe(8)
  })

  it('text over 10,000 characters', () => {
    expect(parseChain(' '.repeat(10_000))).toEqual([])
    expect(errorOf(' '.repeat(10_001)).position).toBe(10_000)
  })

  it('without repeating long words', () => {
    expect(errorOf('x'.repeat(9000)).message.length).toBeLessThan(100)
    expect(errorOf(`sepia(${'x'.repeat(9000)}: 1)`).message.length).toBeLessThan(100)
    expect(errorOf(`sepia(1${'x'.repeat(9000)})`).message.length).toBeLessThan(100)
  })
})

describe('formatChain', () => {
  it('writes canonical text', () => {
    expect(formatChain(parseChain('pixelate(CELL_SIZE:12)  [blur(8px)sepia](MIX: 50%)'.replace('MIX', 'mix')))).toBe(
      'pixelate(cell-size: 12) [blur(radius: 8) sepia](mix: 0.5)',
    )
    expect(
      formatChain(parseChain('mirror(2) chroma-key(#0f0, fill: #0000) swirl(lfo(1hz, 0..90), center: (0,1))')),
    ).toBe(
      'mirror(side: top) chroma-key(color: #00ff00, fill: #00000000) ' +
        'swirl(angle: lfo(1hz, 0..90), center: (0, 1))',
    )
    expect(formatChain([])).toBe('')
  })

  it('leaves out values that are no text, and writes quotes so that they are read back', () => {
    const background = new Blob()
    expect(formatChain([{ name: 'chroma-key', values: { background, tolerance: 0.5 } }])).toBe(
      'chroma-key(tolerance: 0.5)',
    )
    expect(formatChain([{ name: 'chroma-key', values: { background: 'a"b.jpg' } }])).toBe(
      String.raw`chroma-key(background: "a\"b.jpg")`,
    )
    expect(formatChain([{ name: 'text', values: { text: 'a "b"\n\\c' } }])).toBe(String.raw`text(text: "a \"b\"\n\\c")`)
  })

  it('refuses what no text can say', () => {
    const effect = parseEffect('/*{}*/ void main() {}')
    expect(() => formatChain([{ name: 'mine', values: {}, effect }])).toThrow(TypeError)
    expect(() => formatChain([{ name: 'nothing', values: {} }])).toThrow('There is no effect named "nothing".')
    expect(() => formatChain([{ name: 'sepia', values: { size: 1 } }])).toThrow('sepia has no parameter "size".')
    expect(() => formatChain([{ name: 'sepia', values: { amount: NaN } }])).toThrow(TypeError)
  })

  it('and parseChain are inverse, for every chain of the catalogue', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const text = formatChain(chain)
        fc.pre(text.length <= 10_000)
        expect(parseChain(text)).toEqual(chain)
        expect(formatChain(parseChain(text))).toBe(text)
      }),
      { numRuns: process.env.LONG ? 20_000 : 500 },
    )
  })
})

it('gives a chain or a ChainError for any text', { timeout: 60_000 }, () => {
  const names = [...catalogue.keys(), ...effectParams(), 'mix', 'blend', 'lfo', 'audio', 'bass', 'top', 'true', 'hz']
  const pieces = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '..',
      '.',
      '#',
      '#fff',
      '"',
      '-',
      '%',
      'db',
      '0',
      '1',
      '0.5',
      '1e9',
    ),
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: pieces, maxLength: 40 }),
    // Right text with one thing wrong.
    fc.tuple(chains, fc.nat(), pieces).map(([chain, at, piece]) => {
      const text = formatChain(chain)
      const split = at % (text.length + 1)
      return text.slice(0, split) + piece + text.slice(split + (at % 3))
    }),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const chain = parseChain(text)
        expect(parseChain(formatChain(chain))).toEqual(chain)
      } catch (error) {
        expect(error).toBeInstanceOf(ChainError)
        const { position, message } = error as ChainError
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(text.length)
        expect(message).toMatch(/[.?]$/)
      }
    }),
    { numRuns: process.env.LONG ? 100_000 : 3000 },
  )
})
