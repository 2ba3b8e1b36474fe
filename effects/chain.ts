// Chain text <-> Chain: the language of the attribute `effects` and of share links, as in
// `pixelate(cell-size: 12) [blur(8px) sepia](mix: 50%)`. Its grammar is in docs/effects.md.
import { catalogue, findParam, settableParams } from './catalogue.ts'
import type {
  Blend,
  Chain,
  ChainValue,
  Color,
  Driver,
  EffectInfo,
  EffectStage,
  GroupStage,
  ParamDescriptor,
  Point,
  Stage,
} from './effect.ts'
import { blends } from './effect.ts'
import { problemOfText } from './drawn-text.ts'
import { didYouMean, kebabCase, nearestName, squeeze } from './spelling.ts'

const maxLength = 10_000
const maxDepth = 8

/** Chain text that cannot be understood. The message is a sentence. */
export class ChainError extends Error {
  override readonly name = 'ChainError'

  constructor(
    message: string,
    /** Offset of the first character that is wrong, from 0. */
    readonly position: number,
    /** The name that was probably meant. */
    readonly suggestion?: string,
  ) {
    super(message)
  }
}

/** From a number with this unit to the number that the effect gets. */
const units: ReadonlyMap<string, (number: number) => number> = new Map([
  ['px', (number: number) => number],
  ['deg', (number: number) => number],
  ['s', (number: number) => number],
  ['hz', (number: number) => number],
  ['ms', (number: number) => number / 1000],
  ['%', (number: number) => number / 100],
  ['db', (number: number) => 10 ** (number / 20)],
])

const bands = ['bass', 'mid', 'treble', 'level'] as const

/** Says what each type of parameter is written like, for errors. */
const shapes: Readonly<Record<ParamDescriptor['type'], string>> = {
  event: 'true or false',
  bool: 'true or false',
  long: 'one of its choices',
  float: 'a number, lfo(…) or audio(…)',
  point2D: 'a point such as (0.5, 0.5)',
  color: 'a colour such as #00ff00',
  image: 'a URL in double quotes',
  audio: 'the URL of a sound, or the id of a source, in double quotes',
  audioFFT: 'sound, which cannot be written',
}

/** What stands between two commas, before it is known which parameter it is for. */
type Argument =
  /** `written` is the number without its unit, where that is decibels. */
  | { readonly kind: 'number'; readonly value: number; readonly written?: number }
  | { readonly kind: 'color'; readonly value: Color }
  | { readonly kind: 'point'; readonly value: Point }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'driver'; readonly value: Omit<Driver, 'min' | 'max'>; readonly range?: readonly [number, number] }

/** Reads chain text. Numbers out of a parameter's range are refused, not clamped: they are typing errors.
 *  @throws ChainError */
export function parseChain(text: string): Chain {
  return read(text, 'chain')
}

/** Reads one value as chain text writes it, for effects that chain text cannot name.
 *  @param owner what has the parameter, for errors
 *  @throws ChainError */
export function parseValue(text: string, param: ParamDescriptor, owner: string): ChainValue {
  return toParam(read(text, 'value'), param, owner, 0)
}

function read(text: string, what: 'chain'): Chain
function read(text: string, what: 'value'): Argument
function read(text: string, what: 'chain' | 'value'): Chain | Argument {
  if (text.length > maxLength) {
    throw new ChainError(`A chain has at most ${maxLength} characters; this one has ${text.length}.`, maxLength)
  }
  let at = 0
  skipBlanks()
  const found = what === 'chain' ? readChain(0) : readValue()
  if (at < text.length) throw unexpected(what === 'chain' ? 'the name of an effect' : 'one value and no more')
  return found

  /** Takes what the sticky pattern matches here, and the blanks behind it. */
  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) return undefined
    at += found.length
    skipBlanks()
    return found
  }

  function skipBlanks(): void {
    const blanks = /\s*/y
    blanks.lastIndex = at
    at += blanks.exec(text)![0].length
  }

  function unexpected(wanted: string): ChainError {
    const found = at < text.length ? `"${shorten(/\S{1,30}/.exec(text.slice(at, at + 60))?.[0] ?? '')}"` : 'the end'
    return new ChainError(`Expected ${wanted}, found ${found}.`, at)
  }

  function readChain(depth: number): Stage[] {
    if (depth > maxDepth) throw new ChainError(`Groups can be nested ${maxDepth} deep, no deeper.`, at - 1)
    const stages: Stage[] = []
    skipBlanks()
    for (;;) {
      const start = at
      if (take(/\[/y)) stages.push(readGroup(start, depth))
      else {
        const name = takeWord()
        if (name === undefined) return stages
        stages.push(readEffect(name, start))
      }
      if (text[at] === ',') throw new ChainError('Put a space, not a comma, between two effects.', at)
    }
  }

  function readGroup(start: number, depth: number): GroupStage {
    const stages = readChain(depth + 1)
    if (at >= text.length) throw new ChainError('The bracket that opens here is never closed with "]".', start)
    if (!take(/\]/y)) throw unexpected('the name of an effect or "]"')
    const { mix, blend } = readArguments(undefined)
    return { stages, ...(mix !== undefined && { mix }), ...(blend && { blend }) }
  }

  function readEffect(name: string, start: number): EffectStage {
    const info = catalogue.get(name)
    if (!info) throw misspelled(`no effect named "${shorten(name)}".`, name, catalogue.keys(), start)
    const { values, mix, blend } = readArguments(info)
    return { name, values, ...(mix !== undefined && { mix }), ...(blend && { blend }) }
  }

  /** @param info none for a group, which takes `mix` and `blend` only */
  function readArguments(info: EffectInfo | undefined): Omit<EffectStage, 'name'> {
    const values: Record<string, ChainValue> = {}
    const seen = new Set<string>()
    const owner = info?.name ?? 'a group'
    const params = info ? settableParams(info) : []
    let mix: number | undefined
    let blend: Blend | undefined
    let positional = 0
    const open = at
    if (!take(/\(/y)) return { values }
    do {
      const start = at
      const name = take(/[a-z_][\w-]*(?=\s*:)/iy)
      if (name !== undefined) take(/:/y)
      const valueAt = at
      if (at >= text.length) throw new ChainError('The bracket that opens here is never closed with ")".', open)
      const argument = readValue()
      if (name === 'mix') {
        mix = toMix(argument, valueAt)
      } else if (name === 'blend') {
        blend = toBlend(argument, valueAt)
      } else {
        const param = name === undefined ? params[positional++] : info && findParam(info, name)
        if (!param && name === undefined) {
          const most = params.length === 0 ? 'no values without a name' : `at most ${params.length} without a name`
          throw new ChainError(`${owner} takes ${most}; mix: and blend: can be named.`, start)
        }
        if (!param) {
          const names = [...params.map((one) => kebabCase(one.name)), 'mix', 'blend']
          throw misspelled(`${owner} has no parameter "${shorten(name!)}".`, name!, names, start)
        }
        values[param.name] = toParam(argument, param, owner, valueAt)
        if (seen.has(param.name)) throw setTwice(kebabCase(param.name), start)
        seen.add(param.name)
        continue
      }
      if (seen.has(` ${name}`)) throw setTwice(name, start)
      seen.add(` ${name}`)
    } while (take(/,/y))
    if (at >= text.length) throw new ChainError('The bracket that opens here is never closed with ")".', open)
    if (!take(/\)/y)) throw unexpected('"," or ")"')
    return { values, mix, blend }
  }

  function readValue(): Argument {
    const start = at
    if (/[\d.+-]/.test(text.charAt(at))) {
      const value = readNumber('a value')
      // A unit stands right behind its number, so that a word after a blank is a mistake of its own.
      if (/\s/.test(text.charAt(at - 1))) return { kind: 'number', value }
      const unit = take(/%|[a-z]+/iy)
      const convert = unit === undefined ? undefined : units.get(unit.toLowerCase())
      if (unit !== undefined && !convert) {
        throw misspelled(`no unit named "${shorten(unit)}".`, unit, units.keys(), at - unit.length)
      }
      const written = unit?.toLowerCase() === 'db' ? value : undefined
      return { kind: 'number', value: finite(convert ? convert(value) : value, start), written }
    }
    if (text[at] === '#') return { kind: 'color', value: readColor() }
    if (text[at] === '"') {
      const quoted = take(/"(?:[^"\\]|\\[^])*"/y)
      if (quoted === undefined) throw new ChainError('The quote that opens here is never closed.', start)
      return {
        kind: 'text',
        value: quoted.slice(1, -1).replace(/\\(["\\n])/g, (_, c) => (c === 'n' ? '\n' : String(c))),
      }
    }
    if (take(/\(/y)) {
      const x = readNumber('a number')
      if (!take(/,/y)) throw unexpected('"," and the y of a point')
      const y = readNumber('a number')
      if (!take(/\)/y)) throw unexpected('")" after a point')
      return { kind: 'point', value: [x, y] }
    }
    const word = takeWord()
    if (word === undefined) throw unexpected('a value')
    if (text[at] !== '(') return { kind: 'word', value: word }
    return readDriver(word, start)
  }

  function readDriver(name: string, start: number): Argument {
    if (name !== 'lfo' && name !== 'audio') {
      throw misspelled(`no driver named "${shorten(name)}".`, name, ['lfo', 'audio'], start)
    }
    take(/\(/y)
    let value: Omit<Driver, 'min' | 'max'>
    let range: [number, number] | undefined
    if (name === 'lfo') {
      const numberAt = at
      const frequency = readNumber('a frequency such as 0.5hz')
      if (!take(/hz\b/iy)) throw unexpected('"hz" after the frequency')
      if (frequency <= 0) throw new ChainError('The frequency of an lfo must be above 0hz.', numberAt)
      if (!take(/,/y)) throw unexpected('"," and a range such as 0..1')
      value = { driver: 'lfo', frequency } as Omit<Driver, 'min' | 'max'>
      range = readRange()
    } else {
      const bandAt = at
      const word = takeWord()
      const band = bands.find((one) => one === word?.toLowerCase())
      if (!band) {
        if (word === undefined) throw unexpected(`one of ${bands.join(', ')}`)
        throw misspelled(`no band named "${shorten(word)}": use one of ${bands.join(', ')}.`, word, bands, bandAt)
      }
      value = { driver: 'audio', band } as Omit<Driver, 'min' | 'max'>
      if (take(/,/y)) range = readRange()
    }
    if (!take(/\)/y)) throw unexpected(`")" after ${name}`)
    return { kind: 'driver', value, range }
  }

  function readRange(): [number, number] {
    const min = readNumber('a range such as 0..1')
    if (!take(/\.\./y)) throw unexpected('".." between the ends of a range')
    return [min, readNumber('a number')]
  }

  function readNumber(wanted: string): number {
    const start = at
    const number = take(/[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy)
    if (number === undefined) throw unexpected(wanted)
    return finite(Number(number), start)
  }

  function finite(number: number, start: number): number {
    if (Number.isFinite(number)) return number
    throw new ChainError('This number is too large.', start)
  }

  function readColor(): Color {
    const start = at
    const hex = take(/#\w*/y)!.slice(1)
    if (!/^(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(hex)) {
      throw new ChainError(`"#${shorten(hex)}" is no colour: write #rgb, #rgba, #rrggbb or #rrggbbaa.`, start)
    }
    const long = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex
    const [red = 0, green = 0, blue = 0, alpha = 255] = long.match(/../g)!.map((pair) => parseInt(pair, 16))
    return [red / 255, green / 255, blue / 255, alpha / 255]
  }

  function takeWord(): string | undefined {
    return take(/[a-z_][\w-]*/iy)
  }
}

function toParam(argument: Argument, param: ParamDescriptor, owner: string, at: number): ChainValue {
  const spelled = kebabCase(param.name)
  switch (param.type) {
    case 'float':
      if (argument.kind === 'driver') return toDriver(argument, param, at)
      if (argument.kind === 'number') {
        const isDecibels = param.unit === 'db' || param.unit === 'lufs'
        return inRange(isDecibels ? (argument.written ?? argument.value) : argument.value, param, at)
      }
      break
    case 'long':
      return toChoice(argument, param, at)
    case 'bool':
    case 'event':
      if (argument.kind === 'word' && /^(?:true|false)$/i.test(argument.value)) {
        return argument.value.toLowerCase() === 'true'
      }
      break
    case 'point2D':
      if (argument.kind === 'point') return inRange(argument.value, param, at)
      break
    case 'color':
      if (argument.kind === 'color') return argument.value
      break
    case 'audio':
      if (argument.kind === 'text') return argument.value
      break
    case 'image':
      if (argument.kind !== 'text') break
      if (param.text !== undefined) refuseLongText(argument.value, `${spelled} of ${owner}`, at)
      return argument.value
  }
  const shape = param.text === undefined ? shapes[param.type] : 'text in double quotes'
  throw new ChainError(`${spelled} of ${owner} takes ${shape}.`, at)
}

function refuseLongText(text: string, param: string, at: number): void {
  const problem = problemOfText(text)
  if (problem) throw new ChainError(`${param} ${problem}`, at)
}

function inRange<T extends number | Point>(value: T, { name, minValue, maxValue }: ParamDescriptor, at: number): T {
  const [numbers, lowest, highest] = [value, minValue, maxValue].map((one) => (typeof one === 'number' ? [one] : one))
  const isOut = numbers!.some((one, i) => one < (lowest?.[i] ?? -Infinity) || one > (highest?.[i] ?? Infinity))
  if (!isOut) return value
  const write = (limit: number | Point | undefined, open: string) =>
    limit === undefined ? open : typeof limit === 'number' ? String(limit) : `(${limit.join(', ')})`
  throw new ChainError(
    `${kebabCase(name)} goes from ${write(minValue, 'any')} to ${write(maxValue, 'any')}; this is ${write(value, '')}.`,
    at,
  )
}

function toDriver(argument: Argument & { kind: 'driver' }, param: ParamDescriptor, at: number): Driver {
  const { minValue, maxValue } = param
  const whole = [typeof minValue === 'number' ? minValue : 0, typeof maxValue === 'number' ? maxValue : 1] as const
  const [min, max] = (argument.range ?? whole).map((end) => inRange(end, param, at))
  return { ...argument.value, min, max } as Driver
}

function toChoice(argument: Argument, param: ParamDescriptor, at: number): number {
  const { choices } = param
  if (!choices) {
    if (argument.kind === 'number' && Number.isInteger(argument.value)) return inRange(argument.value, param, at)
    throw new ChainError(`${kebabCase(param.name)} takes a whole number.`, at)
  }
  const isWord = argument.kind === 'word' || argument.kind === 'text'
  const choice = choices.find(({ value, label }) =>
    isWord ? squeeze(label) === squeeze(argument.value) : value === argument.value,
  )
  if (choice) return choice.value
  const labels = choices.map(({ label }) => kebabCase(label) || label)
  const reason = `${kebabCase(param.name)} takes one of ${labels.join(', ')}.`
  throw isWord ? misspelled(reason, argument.value, labels, at) : new ChainError(reason, at)
}

function toMix(argument: Argument, at: number): number {
  if (argument.kind === 'number' && argument.value >= 0 && argument.value <= 1) return argument.value
  throw new ChainError('mix takes a number from 0 to 1, or 0% to 100%.', at)
}

function toBlend(argument: Argument, at: number): Blend {
  const reason = `blend takes one of ${blends.join(', ')}.`
  if (argument.kind !== 'word') throw new ChainError(reason, at)
  const blend = blends.find((one) => one === argument.value.toLowerCase())
  if (blend) return blend
  throw misspelled(reason, argument.value, blends, at)
}

/** @param reason a sentence
 *  @param word what stands there in place of one of `names` */
export function misspelled(reason: string, word: string, names: Iterable<string>, at: number): ChainError {
  const known = [...names]
  return new ChainError(`${reason}${didYouMean(word, known)}`, at, nearestName(word, known))
}

function setTwice(name: string, at: number): ChainError {
  return new ChainError(`${name} is set twice. Leave one out.`, at)
}

function shorten(word: string): string {
  return word.length > 30 ? `${word.slice(0, 30)}…` : word
}
