// JSON that remembers where each value stood, so that the ISF parser can point at what is wrong. Forgives what people
// leave in headers they edit by hand: commas too many, keys given twice (the last one counts), numbers written .5 or 1.,
// tabs in strings and comments. A key whose value is null is as if it were not there: converters write such.

/** A value and the offset of its first character. */
export interface Json {
  readonly at: number
  readonly value: null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>
}

/** Says what is wrong with JSON. `offset` counts characters of the whole text from 0. */
export class JsonError extends Error {
  override readonly name = 'JsonError'

  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}

const maxDepth = 32
const words: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null }
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Reads one value that starts at `start`, and says where it ended. What follows is not looked at. */
export function readJson(text: string, start: number): { json: Json; end: number } {
  let at = start
  let depth = 0
  const json = readValue()
  return { json, end: at }

  /** Takes blanks and comments, which begin with // and end with their line. */
  function skipBlanks(): void {
    take(/(?:\s+|\/\/[^\n]*)*/y)
  }

  /** Takes what the sticky pattern matches here. */
  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }

  function fail(expected: string): JsonError {
    const found = at < text.length ? `"${text.slice(at, at + 1)}"` : 'the end of the file'
    return new JsonError(`Expected ${expected} in the header's JSON, found ${found}.`, at)
  }

  function readValue(): Json {
    skipBlanks()
    const start = at
    const number = take(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy)
    if (number !== undefined) return { at: start, value: Number(number) }
    const word = take(/(?:true|false|null)\b/y)
    if (word !== undefined) return { at: start, value: words[word] ?? null }
    if (text[at] === '"') return { at: start, value: readString() }
    if (text[at] === '[') return { at: start, value: readArray() }
    if (text[at] === '{') return { at: start, value: readObject() }
    throw fail('a value')
  }

  function readString(): string {
    const start = at
    const quoted = take(/"(?:[^"\\\n]|\\[^\n])*"/y)
    if (quoted === undefined) throw new JsonError('The string that starts here has no closing quote.', start)
    return quoted
      .slice(1, -1)
      .replace(/\\(?:u([0-9a-f]{4})|([^]))/gi, (_, code: string | undefined, letter: string) =>
        code ? String.fromCharCode(parseInt(code, 16)) : (escapes[letter] ?? letter),
      )
  }

  function readArray(): Json[] {
    const items: Json[] = []
    readList(']', () => items.push(readValue()))
    return items
  }

  function readObject(): Map<string, Json> {
    const members = new Map<string, Json>()
    readList('}', () => {
      if (text[at] !== '"') throw fail('a key in double quotes')
      const key = readString()
      skipBlanks()
      if (!take(/:/y)) throw fail('":"')
      const json = readValue()
      if (json.value === null) members.delete(key)
      else members.set(key, json)
    })
    return members
  }

  /** From an opening bracket to its closing one; more commas than needed are fine, if they follow an item. */
  function readList(closing: ']' | '}', readItem: () => void): void {
    if (++depth > maxDepth) throw new JsonError(`Nest at most ${maxDepth} brackets in the header's JSON.`, at)
    at++
    skipBlanks()
    while (text[at] !== closing) {
      readItem()
      skipBlanks()
      if (text[at] !== closing && text[at] !== ',') throw fail(`"," or "${closing}"`)
      while (take(/,/y)) skipBlanks()
    }
    at++
    depth--
  }
}
