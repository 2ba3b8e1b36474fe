// The ISF parser: what each key of a header becomes, and what a person is told about a file that is wrong.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'

const shader = 'void main() { gl_FragColor = vec4(1.0); }\n'

/** A file with this header, given as data. */
function file(header: object): string {
  return `/*${JSON.stringify(header, null, 2)}*/\n${shader}`
}

/** The one parameter that an INPUT becomes. */
function param(input: object) {
  return parseEffect(file({ INPUTS: [{ NAME: 'value', ...input }] })).params[0]!
}

function errorOf(text: string, options?: Parameters<typeof parseEffect>[1]): EffectError {
  try {
    parseEffect(text, options)
  } catch (error) {
    expect(error).toBeInstanceOf(EffectError)
    return error as EffectError
  }
  throw new Error('The file was accepted.')
}

describe('a header', () => {
  it('becomes an effect', () => {
    const effect = parseEffect(
      file({
        ISFVSN: '2',
        DESCRIPTION: 'Does something.',
        CREDIT: 'somebody',
        CATEGORIES: ['Blur', 'Film'],
        INPUTS: [{ NAME: 'inputImage', TYPE: 'image' }],
      }),
      { vertex: 'void main() { isf_vertShaderInit(); }' },
    )
    expect(effect).toMatchObject({
      name: '',
      kind: 'video',
      description: 'Does something.',
      credit: 'somebody',
      categories: ['Blur', 'Film'],
      params: [{ name: 'inputImage', type: 'image', label: 'Input image' }],
      passes: [{ persistent: false, float: false }],
      imported: [],
      vertex: 'void main() { isf_vertShaderInit(); }',
      private: false,
      extended: false,
      generator: false,
    })
  })

  it('may say nothing at all', () => {
    const effect = parseEffect(`/*{}*/${shader}`)
    expect(effect).toMatchObject({ description: '', categories: [], params: [], generator: true })
  })

  it('may follow other comments, a byte order mark and Windows line ends', () => {
    const effect = parseEffect(
      '\uFEFF// mine\r\n/* all rights kept */\r\n/*\r\n{\r\n"CREDIT": "me"\r\n}\r\n*/\r\nfloat x;\r\n',
    )
    expect(effect.credit).toBe('me')
    expect(effect.fragment.split('\n')[7]).toBe('float x;')
  })

  it('is blanked out of the shader, so that lines and columns stay', () => {
    const text = '/*{\n  "CREDIT": "me"\n}*/ float a;\nfloat b;\n'
    expect(parseEffect(text).fragment).toBe(`   \n${' '.repeat(16)}\n    float a;\nfloat b;\n`)
  })

  it('forgives commas before closing brackets and keys given twice: the last one counts', () => {
    const text = '/*{ "CREDIT": "a", "CREDIT": "b", "INPUTS": [ { "NAME": "x", "TYPE": "float", "MAX": .5, }, ], }*/'
    expect(parseEffect(text)).toMatchObject({ credit: 'b', params: [{ name: 'x', maxValue: 0.5 }] })
  })

  it('forgives commas too many, comments, and keys that are null, which count as left out', () => {
    const text = `/*{ // by hand
      "CREDIT": "a",, // once is enough
      "DESCRIPTION": null, "PASSES": null, "CATEGORIES": null,
      "INPUTS": [{ "NAME": "x", "TYPE": "float", "DEFAULT": null, "LABEL": null },, ]
    }*/`
    expect(parseEffect(text)).toMatchObject({
      credit: 'a',
      description: '',
      categories: [],
      params: [{ name: 'x', label: 'X', defaultValue: 0 }],
      passes: [{ persistent: false }],
    })
  })

  it('shows people numbers and lists as text', () => {
    const text =
      '/*{ "CREDIT": ["Ann", "Bob"], "DESCRIPTION": 7, "INPUTS": [{ "NAME": "x", "TYPE": "bool", "LABEL": 1 }] }*/'
    expect(parseEffect(text)).toMatchObject({ credit: 'Ann, Bob', description: '7', params: [{ label: '1' }] })
  })

  it('reads escapes in strings, and a comment end in one', () => {
    expect(parseEffect('/*{ "CREDIT": "a\\n\\"b\\" \\u00e9 */ c" }*/').credit).toBe('a\n"b" é */ c')
  })

  it('has our extension keys', () => {
    expect(parseEffect(file({ PRIVATE: true, EXTENDED: true, FLASHES: true }))).toMatchObject({
      private: true,
      extended: true,
      flashes: true,
    })
    expect(param({ TYPE: 'float', NEUTRAL: 0.5 }).neutralValue).toBe(0.5)
    expect(param({ TYPE: 'image', TEXT: true }).text).toBe('')
    expect(param({ TYPE: 'image', TEXT: 'Hello' }).text).toBe('Hello')
    expect(param({ TYPE: 'image', TEXT: false }).text).toBeUndefined()
    expect(param({ TYPE: 'float', TEXT: true }).text).toBeUndefined()
    expect(param({ TYPE: 'float', IDENTITY: 0.5 }).neutralValue).toBe(0.5)
  })

  it('says what is a generator: neither a filter nor a transition', () => {
    const generator = (...names: string[]) =>
      parseEffect(file({ INPUTS: names.map((NAME) => ({ NAME, TYPE: 'image' })) })).generator
    expect(generator()).toBe(true)
    expect(generator('mask')).toBe(true)
    expect(generator('inputImage')).toBe(false)
    expect(generator('startImage', 'endImage')).toBe(false)
    expect(generator('startImage')).toBe(true)
  })
})

describe('an INPUT', () => {
  it('of type float has a range that holds its default', () => {
    const type = { TYPE: 'float' }
    expect(param({ ...type, DEFAULT: 2, MIN: -3, MAX: 4 })).toMatchObject({
      defaultValue: 2,
      minValue: -3,
      maxValue: 4,
    })
    expect(param(type)).toMatchObject({ defaultValue: 0, minValue: 0, maxValue: 1 })
    expect(param({ ...type, DEFAULT: 5 })).toMatchObject({ defaultValue: 5, minValue: 0, maxValue: 5 })
    expect(param({ ...type, DEFAULT: 9, MIN: 0, MAX: 4 })).toMatchObject({ defaultValue: 4 })
    expect(param({ ...type, MIN: 3 })).toMatchObject({ defaultValue: 3, minValue: 3, maxValue: 3 })
    expect(param({ ...type, MAX: -3 })).toMatchObject({ defaultValue: -3, minValue: -3, maxValue: -3 })
  })

  it('of type long has choices, with labels where the file gives them', () => {
    const choices = [
      { value: 4, label: 'four' },
      { value: 7, label: '7' },
    ]
    expect(param({ TYPE: 'long', VALUES: [4, 7], LABELS: ['four'], DEFAULT: 7 })).toMatchObject({
      choices,
      defaultValue: 7,
    })
    expect(param({ TYPE: 'long', VALUES: [4, 7], DEFAULT: 5 })).toMatchObject({ defaultValue: 4 })
    expect(param({ TYPE: 'long', LABELS: ['a', 'b'] }).choices).toEqual([
      { value: 0, label: 'a' },
      { value: 1, label: 'b' },
    ])
    expect(param({ TYPE: 'long', MIN: 1, MAX: 9, DEFAULT: 3 })).toMatchObject({
      defaultValue: 3,
      minValue: 1,
      maxValue: 9,
    })
  })

  it.each([
    ['bool', { DEFAULT: true }, { defaultValue: true }],
    ['bool', { DEFAULT: 1 }, { defaultValue: true }],
    ['bool', {}, { defaultValue: false }],
    ['bool', { DEFAULT: 'true' }, { defaultValue: true }],
    ['bool', { DEFAULT: '0' }, { defaultValue: false }],
    ['float', { DEFAULT: '0.5', MIN: '0', MAX: '2.0' }, { defaultValue: 0.5, minValue: 0, maxValue: 2 }],
    ['float', { DEFAULT: true }, { defaultValue: 1, minValue: 0, maxValue: 1 }],
    ['long', { DEFAULT: 1.6 }, { defaultValue: 2 }],
    ['point2D', { DEFAULT: [3, 4, 5] }, { defaultValue: [3, 4], unit: 'px' }],
    ['event', {}, {}],
    ['point2D', { DEFAULT: [3, 4] }, { defaultValue: [3, 4], unit: 'px' }],
    ['point2D', {}, { defaultValue: [0, 0], unit: 'px' }],
    ['point2D', { DEFAULT: [0.5, 0.5] }, { defaultValue: [0.5, 0.5] }],
    ['float', { UNIT: 'px', MAX: 9 }, { defaultValue: 0, minValue: 0, maxValue: 9, unit: 'px' }],
    ['float', { UNIT: 'degrees' }, { defaultValue: 0, minValue: 0, maxValue: 1 }],
    ['bool', { UNIT: 'px' }, { defaultValue: false }],
    [
      'point2D',
      { DEFAULT: [0.5, 0.5], MIN: [0, 0], MAX: [1, 1] },
      { defaultValue: [0.5, 0.5], minValue: [0, 0], maxValue: [1, 1] },
    ],
    ['color', { DEFAULT: [0.1, 0.2, 0.3, 0.4] }, { defaultValue: [0.1, 0.2, 0.3, 0.4] }],
    ['color', { DEFAULT: [0.1, 0.2, 0.3] }, { defaultValue: [0.1, 0.2, 0.3, 1] }],
    ['image', {}, {}],
    ['audio', { MAX: 64 }, { maxValue: 64 }],
    ['audioFFT', {}, {}],
  ])('of type %s with %j', (type, keys, expected) => {
    const found = Object.entries(param({ TYPE: type, ...keys })).filter(([, value]) => value !== undefined)
    expect(Object.fromEntries(found)).toEqual({ name: 'value', type, label: 'Value', ...expected })
  })

  it.each([
    ['cellSize', 'Cell size'],
    ['cell_size', 'Cell size'],
    ['x', 'X'],
    ['layer2Size', 'Layer2 size'],
  ])('named %s is called "%s" where it has no LABEL', (name, label) => {
    expect(param({ NAME: name, TYPE: 'float' }).label).toBe(label)
    expect(param({ NAME: name, TYPE: 'float', LABEL: 'Mine' }).label).toBe('Mine')
  })
})

describe('PASSES', () => {
  it('have a target, memory, floats and a size', () => {
    const PASSES = [
      { TARGET: 'a', PERSISTENT: true, FLOAT: 1, WIDTH: '$WIDTH / 2', HEIGHT: 100 },
      { TARGET: 'b', WIDTH: '' },
      {},
    ]
    expect(parseEffect(file({ PASSES })).passes).toEqual([
      { target: 'a', persistent: true, float: true, width: '$WIDTH / 2', height: '100' },
      { target: 'b', persistent: false, float: false },
      { persistent: false, float: false },
    ])
  })

  it('are persistent wherever their target is so once', () => {
    const PASSES = [{ TARGET: 'a' }, { TARGET: 'a', PERSISTENT: 1 }]
    expect(parseEffect(file({ PASSES })).passes.map(({ persistent }) => persistent)).toEqual([true, true])
  })

  it('know the persistent buffers of version 1, as a list and with sizes', () => {
    const PASSES = [{ TARGET: 'a', FLOAT: true }, { TARGET: 'b' }, {}]
    expect(parseEffect(file({ PERSISTENT_BUFFERS: ['a'], PASSES })).passes).toMatchObject([
      { target: 'a', persistent: true, float: true },
      { target: 'b', persistent: false },
      { persistent: false },
    ])
    const PERSISTENT_BUFFERS = { b: { WIDTH: 16, HEIGHT: '$HEIGHT/4', FLOAT: true } }
    expect(parseEffect(file({ PERSISTENT_BUFFERS, PASSES })).passes[1]).toEqual({
      target: 'b',
      persistent: true,
      float: true,
      width: '16',
      height: '$HEIGHT/4',
    })
  })
})

describe('IMPORTED', () => {
  const baseUrl = 'https://example.org/effects/one.fs'

  it.each([[{ lut: { PATH: '../lut.png' } }], [[{ NAME: 'lut', PATH: '../lut.png' }]]])('%j', (IMPORTED) => {
    expect(parseEffect(file({ IMPORTED })).imported).toEqual([{ name: 'lut', url: '../lut.png' }])
    expect(parseEffect(file({ IMPORTED }), { baseUrl }).imported).toEqual([
      { name: 'lut', url: 'https://example.org/lut.png' },
    ])
  })

  it('refuses cube maps and names that no shader can use', () => {
    expect(errorOf(file({ IMPORTED: [{ NAME: 'sky', PATH: ['a.png', 'b.png'] }] })).reason).toContain('cube maps')
    expect(errorOf(file({ IMPORTED: { 'my sky': { PATH: 'a.png' } } })).reason).toContain('"my sky"')
    expect(errorOf(file({ IMPORTED: { sky: { PATH: 'https://' } } }), { baseUrl }).reason).toContain('no path')
  })
})

/** Header text with « before what is wrong; the mark is taken out. */
const wrong: [what: string, text: string, reason: RegExp][] = [
  ['a missing header', '«void main() {}', /no ISF header/],
  ['a comment that is no header', '«/* INPUTS: none */ void main() {}', /no ISF header/],
  ['an empty file', '«', /no ISF header/],
  ['a header that is not JSON', '/*{\n  «CREDIT: "me" }*/', /key in double quotes/],
  ['a missing comma', '/*{ "A": 1\n   «"B": 2 }*/', /"," or "}"/],
  ['a missing colon', '/*{ "A" «1 }*/', /":"/],
  ['a word that is no value', '/*{ "A": «yes }*/', /a value/],
  ['a header that never ends', '/*{ "A": [1, 2«', /end of the file/],
  ['a string that never ends', '/*{ "A": «"b\n } */', /closing quote/],
  ['a bracket too many', '/*{ "A": 1 }«} */', /Expected \*\//],
  ['a comment that never ends', '/*{ "A": 1 }«', /Expected \*\//],
  [
    'an unknown type',
    '/*{ "INPUTS": [\n { "NAME": "a", "TYPE": «"vec3" } ] }*/',
    /"vec3" is no type of INPUT.*point2D/,
  ],
  ['an INPUT without a type', '/*{ "INPUTS": [\n\n «{ "NAME": "a" } ] }*/', /no TYPE/],
  ['an INPUT without a name', '/*{ "INPUTS": [ «{ "TYPE": "float" } ] }*/', /needs a NAME/],
  [
    'a name with blanks',
    '/*{ "INPUTS": [{ "NAME": «"cell size", "TYPE": "float" }] }*/',
    /"cell size" cannot be a var/,
  ],
  ['a name that is a number', '/*{ "INPUTS": [{ "NAME": «"2x", "TYPE": "float" }] }*/', /"2x" cannot be a variable/],
  ['a name that GLSL keeps', '/*{ "INPUTS": [{ "NAME": «"gl_a", "TYPE": "float" }] }*/', /"gl_a" cannot be/],
  ['a name that is a keyword', '/*{ "INPUTS": [{ "NAME": «"float", "TYPE": "float" }] }*/', /"float" cannot be/],
  ['a name of the host', '/*{ "INPUTS": [{ "NAME": «"TIME", "TYPE": "float" }] }*/', /"TIME" is given by the host/],
  ['MIN above MAX', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float", "MIN": «2, "MAX": 1 }] }*/', /MIN is above MAX/],
  [
    'MIN above MAX in y',
    '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "point2D", "MIN": «[0, 2], "MAX": [1, 1] }] }*/',
    /MIN is above MAX/,
  ],
  [
    'two INPUTS of one name',
    '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "bool" },\n{ "TYPE": "float", "NAME": «"a" }] }*/',
    /Two INPUTS are named "a"/,
  ],
  ['text for a number', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float", "DEFAULT": «"much" }] }*/', /must be a number/],
  ['a number for a colour', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "color", "DEFAULT": «1 }] }*/', /four numbers/],
  ['a point of one', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "point2D", "DEFAULT": «[1] }] }*/', /two numbers/],
  ['a word for a long', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "long", "DEFAULT": «"x" }] }*/', /whole number/],
  ['text for a bool', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "bool", "DEFAULT": «"on" }] }*/', /true or false/],
  ['a wrong TEXT', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "image", "TEXT": «7 }] }*/', /TEXT must be true, or text/],
  [
    'a long TEXT',
    `/*{ "INPUTS": [{ "NAME": "a", "TYPE": "image", "TEXT": «"${'x'.repeat(201)}" }] }*/`,
    /TEXT takes at most 200 characters; this text has 201/,
  ],
  ['a wrong NEUTRAL', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float", "NEUTRAL": «[1] }] }*/', /NEUTRAL of a float/],
  [
    'a wrong MAX',
    '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float", "MAX": «"high" }] }*/',
    /MAX of a float must be a number/,
  ],
  ['VALUES that are words', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "long", "VALUES": [«"x"] }] }*/', /whole numbers/],
  ['no VALUES', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "long", "VALUES": «[] }] }*/', /at least one/],
  ['INPUTS that are no list', '/*{ "INPUTS": «{ "NAME": "a" } }*/', /INPUTS must be a list/],
  ['an INPUT that is no object', '/*{ "INPUTS": [ «"a" ] }*/', /must be an object/],
  ['a TYPE that is no text', '/*{ "INPUTS": [{ "NAME": "a", "TYPE": «12 }] }*/', /TYPE must be text/],
  ['a pass of no pixels', '/*{ "PASSES": [{ "TARGET": "a", "WIDTH": «0 }] }*/', /cannot be 0 pixels: use 1 to 8192/],
  [
    'a pass of too many pixels',
    '/*{ "PASSES": [{ "TARGET": "a",\n "HEIGHT": «"100000" }] }*/',
    /cannot be 100000 pixels/,
  ],
  ['a pass of less than nothing', '/*{ "PASSES": [{ "TARGET": "a", "WIDTH": «-4 }] }*/', /cannot be -4 pixels/],
  ['a size that is no number', '/*{ "PASSES": [{ "TARGET": "a", "WIDTH": «true }] }*/', /numbers or expressions/],
  ['a size that is no expression', '/*{ "PASSES": [{ "WIDTH": "$WIDTH / «" }] }*/', /cut off/],
  ['an unknown input in a size', '/*{ "PASSES": [{ "WIDTH": "8 + «$size" }] }*/', /no number named \$size/],
  ['an unknown function in a size', '/*{ "PASSES": [{ "WIDTH": "«alert(1)" }] }*/', /"alert" is none of the functions/],
  [
    'a target that is an input',
    '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float" }], "PASSES": [{ "TARGET": «"a" }] }*/',
    /"a" is an INPUT already/,
  ],
  [
    'an image that is an input',
    '/*{ "INPUTS": [{ "NAME": "a", "TYPE": "float" }], "IMPORTED": { "a": «{ "PATH": "a.png" } } }*/',
    /"a" is an INPUT already/,
  ],
  [
    'a target that is no variable',
    '/*{ "PASSES": [{ "TARGET": «"my buffer" }] }*/',
    /"my buffer" cannot be a variable/,
  ],
  ['brackets without end', `/*{ "A": ${'['.repeat(31)}«${'['.repeat(5000)}`, /at most 32 brackets/],
  ['a binary file', '/*{ }*/ \n abc«\0def', /binary/],
]

describe('refuses, with line and column,', () => {
  it.each(wrong)('%s', (_, marked, reason) => {
    const at = marked.indexOf('«')
    const before = marked.slice(0, at).split('\n')
    const error = errorOf(marked.replace('«', ''), { file: 'one.fs' })
    expect(error.reason).toMatch(reason)
    expect(error.reason).toMatch(/^[A-Z"].*[.}?/]$/)
    expect([error.line, error.column]).toEqual([before.length, before.at(-1)!.length + 1])
    expect(error.message).toBe(`one.fs:${String(error.line)}:${String(error.column)}: ${error.reason}`)
  })

  it('a file over 1 MB, before it is read', () => {
    const started = performance.now()
    expect(errorOf(`/*{}*/${'\r\n'.repeat(2_500_000)}`)).toMatchObject({ line: 1, column: 1 })
    expect(errorOf('/*{}*/', { vertex: ' '.repeat(1_000_001) }).reason).toBe(
      'The file is larger than 1 MB: that is no shader.',
    )
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('counts lines the same with Windows line ends', () => {
    expect(errorOf('/*{\r\n  "A": 1,\r\n  B }*/')).toMatchObject({ line: 3, column: 3 })
  })
})

it('gives an effect or an EffectError for any text', { timeout: 60_000 }, () => {
  const pieces = fc.constantFrom(
    ...[
      '/*',
      '*/',
      '{',
      '}',
      '[',
      ']',
      '"INPUTS"',
      '"PASSES"',
      ':',
      ',',
      '"NAME"',
      '"a"',
      '"TYPE"',
      '"float"',
      '1',
      '\n',
    ],
    ...['"WIDTH"', '"$WIDTH/2"', '"DEFAULT"', 'true', 'null', '"', '\\', '"IMPORTED"', '"color"', '"long"', '"VALUES"'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(' ')),
    fc.array(pieces, { maxLength: 60 }).map((parts) => `/*{ ${parts.join('')} }*/`),
    fc.json().map((json) => `/*{ "INPUTS": [${json}], "PASSES": [${json}], "IMPORTED": ${json} }*/`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseEffect(text, { baseUrl: 'https://example.org/' })
      } catch (error) {
        expect(error).toBeInstanceOf(EffectError)
      }
    }),
    { numRuns: process.env.LONG ? 100_000 : 2000 },
  )
})
