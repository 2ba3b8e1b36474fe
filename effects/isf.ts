// ISF file -> Effect: reads the JSON header of an Interactive Shader Format file (https://github.com/mrRay/ISF_Spec),
// version 2 and the spellings of version 1. Used by the catalogue, by `<rtc-effect>` and by everybody who has a file of
// their own. The GLSL below the header is looked at by the backends.
import type { Color, Effect, ParamDescriptor, ParamType, Pass, Point } from './effect.ts'
import { EffectError } from './effect.ts'
import { problemOfText } from './drawn-text.ts'
import type { Json } from './json.ts'
import { JsonError, readJson } from './json.ts'
import { PassSizeError, evaluate, maxPassSize, minPassSize } from './pass-size.ts'
import { inPlainWords } from './spelling.ts'

/** What a file does not say of itself. */
export interface ParseEffectOptions {
  /** The vertex shader that came with the file (same name, ending .vs). */
  vertex?: string
  /** Absolute URL of the file: images it imports are found relative to it. */
  baseUrl?: string
  /** Name of the file, for errors. */
  file?: string
}

type JsonObject = ReadonlyMap<string, Json>
type ParamValue = number | boolean | Point | Color

const maxLength = 1_000_000
const maxPasses = 64
const types: readonly string[] = ['event', 'bool', 'long', 'float', 'point2D', 'color', 'image', 'audio', 'audioFFT']

/** Words that GLSL ES keeps for itself. */
const keywords = new Set(
  (
    'attribute const uniform varying in out inout layout precision highp mediump lowp if else for while do switch case ' +
    'default break continue return discard struct void bool int uint float vec2 vec3 vec4 ivec2 ivec3 ivec4 bvec2 ' +
    'bvec3 bvec4 uvec2 uvec3 uvec4 mat2 mat3 mat4 sampler2D samplerCube sampler3D true false main'
  ).split(' '),
)

/** Variables that every shader has from its host. */
const hostNames = new Set(['PASSINDEX', 'RENDERSIZE', 'TIME', 'TIMEDELTA', 'DATE', 'FRAMEINDEX', 'isf_FragNormCoord'])

const noHeader =
  'The file has no ISF header. Begin it with a comment that holds JSON: /*{ "ISFVSN": "2", "INPUTS": [] }*/'

/** Reads an ISF file.
 *  @throws EffectError that names the line and column of what is wrong */
export function parseEffect(isf: string, options: ParseEffectOptions = {}): Effect {
  if (isf.length > maxLength || (options.vertex?.length ?? 0) > maxLength) {
    throw new EffectError('The file is larger than 1 MB: that is no shader.', options.file, 1, 1)
  }
  // A shader's line ends where a text editor's does, so that columns and lines mean the same to both.
  const text = isf.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')

  function fail(reason: string, at = 0): EffectError {
    const lines = text.slice(0, at).split('\n')
    return new EffectError(reason, options.file, lines.length, lines.at(-1)!.length + 1)
  }

  if (text.includes('\0'))
    throw fail('The file is binary, not text. An ISF file is a shader, in plain text.', text.indexOf('\0'))

  const comment = /\/\*\s*(?=\{)/.exec(text)
  if (!comment) throw fail(noHeader)
  const { json, end } = readHeader(comment.index + comment[0].length)
  const header = json.value as JsonObject
  const params = readInputs()
  const imageNames = params.filter(({ type }) => type === 'image').map(({ name }) => name)
  const isTransition = imageNames.includes('startImage') && imageNames.includes('endImage')

  return {
    name: '',
    kind: 'video',
    description: textOf(header.get('DESCRIPTION')) ?? '',
    categories: readCategories(),
    credit: textOf(header.get('CREDIT')),
    params,
    private: isSet(header.get('PRIVATE')),
    flashes: isSet(header.get('FLASHES')) || undefined,
    generator: !imageNames.includes('inputImage') && !isTransition,
    passes: readPasses(),
    imported: readImported(),
    fragment: text.slice(0, comment.index) + text.slice(comment.index, end).replace(/[^\n]/g, ' ') + text.slice(end),
    vertex: options.vertex,
    extended: isSet(header.get('EXTENDED')),
  }

  function readHeader(start: number): { json: Json; end: number } {
    try {
      const { json, end } = readJson(text, start)
      const close = /\s*\*\//y
      close.lastIndex = end
      const closed = close.exec(text)
      if (!closed) throw fail('Expected */ after the JSON of the header. Is there a } too many before?', end)
      return { json, end: end + closed[0].length }
    } catch (error) {
      throw error instanceof JsonError ? fail(error.message, error.offset) : error
    }
  }

  function readInputs(): ParamDescriptor[] {
    const inputs = readObjects(header, 'INPUTS').map(readInput)
    return inputs.map(({ param, at }, index) => {
      const isDouble = inputs.findIndex((other) => other.param.name === param.name) < index
      if (isDouble) throw fail(`Two INPUTS are named "${param.name}". Rename one.`, at)
      return param
    })
  }

  function readInput({ at, object }: { at: number; object: JsonObject }): { param: ParamDescriptor; at: number } {
    const name = readName(object, 'NAME', at, 'An INPUT')
    const type = readText(object, 'TYPE')
    if (type === undefined) throw fail(`The INPUT "${name}" has no TYPE: use one of ${types.join(', ')}.`, at)
    if (!isType(type)) {
      throw fail(`"${type}" is no type of INPUT: use one of ${types.join(', ')}.`, object.get('TYPE')!.at)
    }
    const label = textOf(object.get('LABEL')) ?? inPlainWords(name)
    const range = readRange(type, object)
    const param = { name, type, label, ...range, unit: readUnit(type, object, range) }
    return { param, at: object.get('NAME')!.at }
  }

  /** Points are in pixels unless their values are 0..1. Other words than px may be another host's. */
  function readUnit(type: ParamType, object: JsonObject, range: Pick<ParamDescriptor, 'maxValue' | 'defaultValue'>) {
    const isGiven = textOf(object.get('UNIT'))?.toLowerCase() === 'px' && ['float', 'long', 'point2D'].includes(type)
    const most = range.maxValue ?? range.defaultValue
    const isPoint = type === 'point2D' && Array.isArray(most)
    const isShare = isPoint && most.some((number) => number > 0) && most.every((number) => number <= 1)
    return isGiven || (isPoint && !isShare) ? ('px' as const) : undefined
  }

  /** What an INPUT says of its values. */
  function readRange(type: ParamType, object: JsonObject): Omit<ParamDescriptor, 'name' | 'type' | 'label' | 'unit'> {
    const given = readValue(type, object, 'DEFAULT')
    const neutralValue = readValue(type, object, 'NEUTRAL') ?? toValue(type, object.get('IDENTITY')) ?? undefined
    const choices = type === 'long' ? readChoices(object) : undefined
    const [min, max] = [readLimit(type, object, 'MIN'), readLimit(type, object, 'MAX')]
    if (numbers(min).some((number, index) => number > (numbers(max)[index] ?? Infinity))) {
      throw fail('MIN is above MAX. Swap them.', object.get('MIN')!.at)
    }
    switch (type) {
      case 'float': {
        const start = typeof given === 'number' ? given : 0
        const minValue = typeof min === 'number' ? min : Math.min(0, start, Number(max ?? 0))
        const maxValue = typeof max === 'number' ? max : Math.max(1, start, minValue)
        return { defaultValue: clamp(start, minValue, maxValue), minValue, maxValue, neutralValue }
      }
      case 'long': {
        if (!choices) return { defaultValue: given ?? Number(min ?? 0), minValue: min, maxValue: max, neutralValue }
        const isChoice = choices.some(({ value }) => value === given)
        return { defaultValue: isChoice ? given : choices[0]?.value, choices, neutralValue }
      }
      case 'bool':
        return { defaultValue: given ?? false, neutralValue }
      case 'point2D':
        return { defaultValue: given ?? [0, 0], minValue: min, maxValue: max, neutralValue }
      case 'color':
        return { defaultValue: given ?? [1, 1, 1, 1], neutralValue }
      case 'image':
        return { text: readDrawnText(object) }
      case 'audio':
      case 'audioFFT':
        return { maxValue: max }
      default:
        return {}
    }
  }

  /** TEXT of an image is true, or the text where nobody sets one. */
  function readDrawnText(object: JsonObject): string | undefined {
    const { at, value } = object.get('TEXT') ?? {}
    if (value === undefined || value === false) return undefined
    if (value !== true && typeof value !== 'string') throw fail('TEXT must be true, or text in double quotes.', at)
    const text = value === true ? '' : value
    const problem = problemOfText(text)
    if (problem) throw fail(`TEXT ${problem}`, at)
    return text
  }

  function readValue(type: ParamType, object: JsonObject, key: string): ParamValue | undefined {
    const json = object.get(key)
    const value = toValue(type, json)
    if (value === null) throw fail(`${key} of a ${type} must be ${shapes[type] ?? 'left out'}.`, json!.at)
    return value
  }

  function readLimit(type: ParamType, object: JsonObject, key: string): number | Point | undefined {
    const json = object.get(key)
    if (!json || !['float', 'long', 'point2D', 'audio', 'audioFFT'].includes(type)) return undefined
    const value = toValue(type === 'point2D' ? type : 'float', json)
    if (typeof value === 'number') return value
    if (type === 'point2D' && Array.isArray(value)) return value as unknown as Point
    throw fail(`${key} of a ${type} must be ${type === 'point2D' ? shapes.point2D : 'a number'}.`, json.at)
  }

  function readChoices(object: JsonObject): ParamDescriptor['choices'] {
    const labels = readArray(object, 'LABELS')?.map(({ value }) => value)
    const values = readArray(object, 'VALUES')?.map((json) => {
      const value = toValue('long', json)
      if (typeof value === 'number') return value
      throw fail('VALUES of a long must be whole numbers.', json.at)
    })
    if (values?.length === 0) throw fail('VALUES must name at least one number.', object.get('VALUES')!.at)
    const isLabel = (label: unknown) => typeof label === 'string' || typeof label === 'number'
    return (values ?? labels?.map((_, index) => index))?.map((value, index) => {
      const label = labels?.[index]
      return { value, label: isLabel(label) ? String(label) : String(value) }
    })
  }

  function readCategories(): string[] {
    const json = header.get('CATEGORIES')
    if (typeof json?.value === 'string') return [json.value]
    const categories = readArray(header, 'CATEGORIES') ?? []
    return categories.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  }

  function readPasses(): Pass[] {
    const buffers = readPersistentBuffers()
    const passes = readObjects(header, 'PASSES')
    if (passes.length > maxPasses) throw fail(`Use at most ${maxPasses} PASSES.`, header.get('PASSES')!.at)
    if (passes.length === 0) return [{ persistent: false, float: false }]
    return passes.map(({ at, object }) => {
      const isNamed = object.has('TARGET') && object.get('TARGET')!.value !== ''
      const target = isNamed ? readName(object, 'TARGET', at, 'A pass') : undefined
      if (params.some(({ name }) => name === target)) {
        throw fail(`"${target ?? ''}" is an INPUT already. Give the TARGET another name.`, object.get('TARGET')!.at)
      }
      const buffer = target === undefined ? undefined : buffers.get(target)
      return {
        target,
        persistent: buffer !== undefined,
        float: isSet(object.get('FLOAT') ?? buffer?.get('FLOAT')),
        width: readSize(object.get('WIDTH') ?? buffer?.get('WIDTH')),
        height: readSize(object.get('HEIGHT') ?? buffer?.get('HEIGHT')),
      }
    })
  }

  /** Targets that keep their pixels, and what version 1 says of them: a list of names, or names with sizes. */
  function readPersistentBuffers(): Map<string, JsonObject> {
    const buffers = new Map<string, JsonObject>()
    const old = header.get('PERSISTENT_BUFFERS')?.value
    if (old instanceof Map) {
      for (const [name, { value }] of old as JsonObject) buffers.set(name, value instanceof Map ? value : new Map())
    } else if (Array.isArray(old)) {
      for (const { value } of old as Json[]) if (typeof value === 'string') buffers.set(value, new Map())
    }
    for (const { object } of readObjects(header, 'PASSES')) {
      const target = object.get('TARGET')?.value
      if (typeof target === 'string' && isSet(object.get('PERSISTENT'))) {
        buffers.set(target, buffers.get(target) ?? new Map())
      }
    }
    return buffers
  }

  function readSize(json: Json | undefined): string | undefined {
    if (json === undefined || json.value === '' || json.value === null) return undefined
    if (typeof json.value !== 'number' && typeof json.value !== 'string') {
      throw fail('WIDTH and HEIGHT of a pass are numbers or expressions such as "floor($WIDTH / 2)".', json.at)
    }
    const expression = String(json.value)
    const values: Record<string, number> = { WIDTH: 1920, HEIGHT: 1080 }
    for (const { name, type, defaultValue } of params) {
      if (type === 'float' || type === 'long' || type === 'bool') values[name] = Number(defaultValue)
      if (type === 'image') Object.assign(values, { [`WIDTH_${name}`]: 1920, [`HEIGHT_${name}`]: 1080 })
    }
    try {
      const pixels = evaluate(expression, values)
      const isConstant = !expression.includes('$')
      if (isConstant && !(pixels >= minPassSize && pixels <= maxPassSize)) {
        throw fail(`A pass cannot be ${expression} pixels: use ${minPassSize} to ${maxPassSize}.`, json.at)
      }
      return expression
    } catch (error) {
      throw error instanceof PassSizeError ? fail(error.message, json.at + 1 + error.offset) : error
    }
  }

  function readImported(): { name: string; url: string }[] {
    return readImportedImages().map(({ name, at, object }) => {
      if (params.some((param) => param.name === name)) {
        throw fail(`"${name}" is an INPUT already. Give the IMPORTED image another name.`, at)
      }
      const path = object.get('PATH')
      if (typeof path?.value !== 'string') {
        throw fail(`The IMPORTED image "${name}" needs a PATH: one file (cube maps are not supported).`, at)
      }
      if (options.baseUrl === undefined) return { name, url: path.value }
      if (URL.canParse(path.value, options.baseUrl)) return { name, url: new URL(path.value, options.baseUrl).href }
      throw fail(`"${path.value}" is no path to an image.`, path.at)
    })
  }

  /** Most files write `{ "name": { "PATH": … } }`, some `[{ "NAME": "name", "PATH": … }]`. */
  function readImportedImages(): { name: string; at: number; object: JsonObject }[] {
    const json = header.get('IMPORTED')
    if (json === undefined) return []
    if (Array.isArray(json.value)) {
      return readObjects(header, 'IMPORTED').map(({ at, object }) => ({
        name: readName(object, 'NAME', at, 'An IMPORTED image'),
        at,
        object,
      }))
    }
    return [...toObject(json, 'IMPORTED')].map(([name, image]) => ({
      name: checkName(name, image.at),
      at: image.at,
      object: toObject(image, 'An IMPORTED image'),
    }))
  }

  function readName(object: JsonObject, key: string, at: number, owner: string): string {
    const name = object.get(key)
    if (typeof name?.value === 'string') return checkName(name.value, name.at)
    throw fail(`${owner} needs a ${key}: the variable it has in the shader.`, name?.at ?? at)
  }

  function checkName(name: string, at: number): string {
    if (hostNames.has(name)) throw fail(`"${name}" is given by the host already. Choose another name.`, at)
    if (/^(?!gl_)[a-z_]\w*$/i.test(name) && !keywords.has(name)) return name
    throw fail(`"${name}" cannot be a variable of a shader: use letters, digits and _, and no word of GLSL.`, at)
  }

  function readText(object: JsonObject, key: string): string | undefined {
    const json = object.get(key)
    if (json === undefined || typeof json.value === 'string') return json?.value as string | undefined
    throw fail(`${key} must be text in double quotes.`, json.at)
  }

  function readArray(object: JsonObject, key: string): readonly Json[] | undefined {
    const json = object.get(key)
    if (json === undefined || Array.isArray(json.value)) return json?.value as readonly Json[] | undefined
    throw fail(`${key} must be a list: [ … ].`, json.at)
  }

  function readObjects(object: JsonObject, key: string): { at: number; object: JsonObject }[] {
    return (readArray(object, key) ?? []).map((json) => ({ at: json.at, object: toObject(json, `Each of ${key}`) }))
  }

  function toObject(json: Json, owner: string): JsonObject {
    if (json.value instanceof Map) return json.value as JsonObject
    throw fail(`${owner} must be an object: { … }.`, json.at)
  }
}

/** How a value of each type is written, for errors. */
const shapes: Partial<Record<ParamType, string>> = {
  bool: 'true or false',
  long: 'a whole number',
  float: 'a number',
  point2D: 'two numbers: [x, y]',
  color: 'four numbers: [red, green, blue, alpha]',
}

/** The value if it fits the type, null if it does not, undefined if there is none or the type takes none. As in other
 *  hosts, a number may stand in quotes or be true or false, a long is rounded, and a point takes the first two numbers. */
function toValue(type: ParamType, json: Json | undefined): ParamValue | null | undefined {
  if (json === undefined || !(type in shapes)) return undefined
  const list = Array.isArray(json.value) ? (json.value as Json[]).map(toNumber) : []
  const isNumbers = list.length > 0 && !list.includes(null)
  const number = toNumber(json)
  switch (type) {
    case 'bool':
      return number === null ? null : number !== 0
    case 'long':
      return number === null ? null : Math.round(number)
    case 'float':
      return number
    case 'point2D':
      return isNumbers && list.length >= 2 ? (list.slice(0, 2) as unknown as Point) : null
    default:
      if (!isNumbers || list.length < 3 || list.length > 4) return null
      return (list.length === 3 ? [...list, 1] : list) as unknown as Color
  }
}

const words: Readonly<Record<string, number>> = { true: 1, yes: 1, false: 0, no: 0 }

function toNumber({ value }: Json): number | null {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = words[value.trim().toLowerCase()] ?? Number(value)
  return Number.isNaN(number) ? null : number
}

/** What is only shown to people may be anything. */
function textOf(json: Json | undefined): string | undefined {
  const value = json?.value
  if (Array.isArray(value)) return (value as Json[]).flatMap((item) => textOf(item) ?? []).join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** ISF says "a positive value"; files write true, 1 or "true". */
function isSet(json: Json | undefined): boolean {
  const value = json?.value
  return value === true || (typeof value === 'number' && value > 0) || value === 'true' || value === '1'
}

function isType(word: string): word is ParamType {
  return types.includes(word)
}

function numbers(value: number | Point | undefined): readonly number[] {
  return value === undefined ? [] : typeof value === 'number' ? [value] : value
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}
