// A grammar as the docs write it, one `rule = …` a line: "text", { any number of }, [ none or one ], ( … ) and |. Derives
// sentences from it, and says whether it has a sentence.

type Expression =
  | { readonly text: string }
  | { readonly name: string }
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly repeated: Expression; readonly atMostOnce: boolean }

/** What the grammar leaves to words: how it is written, and some that are. */
export interface Word {
  /** Sticky. */
  readonly pattern: RegExp
  readonly examples: readonly string[]
}

/** Throws where the text is no grammar, or names what is neither a rule nor a word. */
export class Grammar {
  readonly #rules: ReadonlyMap<string, Expression>
  readonly #words: Readonly<Record<string, Word>>

  constructor(text: string, words: Readonly<Record<string, Word>>) {
    this.#rules = new Map(text.trim().split('\n').map(parseRule))
    this.#words = words
    const named = [...this.#rules.values()].flatMap(namesIn)
    const unknown = named.filter((name) => !this.#rules.has(name) && !(name in words))
    if (unknown.length > 0) throw new Error(`The grammar does not say what these are: ${unknown.join(', ')}`)
  }

  /** A sentence. @param pick chooses a number from 0 to less than what it gets */
  derive(rule: string, pick: (count: number) => number): string {
    const write = (expression: Expression, before: string): string => {
      if ('text' in expression) return before + expression.text
      if ('all' in expression) return expression.all.reduce((text, one) => write(one, text), before)
      if ('any' in expression) return write(expression.any[pick(expression.any.length)]!, before)
      if ('repeated' in expression) {
        let text = before
        for (let left = pick(expression.atMostOnce ? 2 : 3); left > 0; left--) text = write(expression.repeated, text)
        return text
      }
      const word = this.#words[expression.name]
      if (!word) return write(this.#rules.get(expression.name)!, before)
      const one = word.examples[pick(word.examples.length)]!
      return /\w$/.test(before) && /^\w/.test(one) ? `${before} ${one}` : before + one
    }
    return write(this.#rules.get(rule)!, '')
  }

  /** Whether the whole text is a sentence; blanks may stand between its parts. */
  has(rule: string, text: string): boolean {
    const skip = (at: number) => at + /^\s*/.exec(text.slice(at))![0].length
    /** Where a match that begins at one of these places may end. */
    const match = (expression: Expression, from: ReadonlySet<number>): Set<number> => {
      if ('all' in expression) return expression.all.reduce((places, one) => match(one, places), new Set(from))
      if ('any' in expression) return new Set(expression.any.flatMap((one) => [...match(one, from)]))
      if ('repeated' in expression) {
        const reached = new Set(from)
        let last: Set<number> = reached
        do {
          last = new Set([...match(expression.repeated, last)].filter((place) => !reached.has(place)))
          for (const place of last) reached.add(place)
        } while (last.size > 0 && !expression.atMostOnce)
        return reached
      }
      const word = 'name' in expression ? this.#words[expression.name] : undefined
      if ('name' in expression && !word) {
        return from.size === 0 ? new Set() : match(this.#rules.get(expression.name)!, from)
      }
      const ends = new Set<number>()
      for (const place of [...from].map(skip)) {
        if ('text' in expression) {
          if (text.startsWith(expression.text, place)) ends.add(place + expression.text.length)
        } else if (word) {
          word.pattern.lastIndex = place
          if (word.pattern.test(text)) ends.add(word.pattern.lastIndex)
        }
      }
      return ends
    }
    return [...match(this.#rules.get(rule)!, new Set([0]))].some((end) => skip(end) === text.length)
  }
}

function parseRule(line: string): [string, Expression] {
  const tokens = line.match(/"[^"]*"|'[^']*'|\w+|[=|{}()[\]]|\S/g) ?? []
  const [name = '', equals] = tokens.splice(0, 2)
  const found = parseChoice(tokens)
  if (!/^\w+$/.test(name) || equals !== '=' || tokens.length > 0) throw new Error(`This is no rule: ${line}`)
  return [name, found]
}

function parseChoice(tokens: string[]): Expression {
  const any = [parseRow(tokens)]
  while (tokens[0] === '|') {
    tokens.shift()
    any.push(parseRow(tokens))
  }
  return any.length > 1 ? { any } : any[0]!
}

function parseRow(tokens: string[]): Expression {
  const all: Expression[] = []
  while (tokens.length > 0 && !/^[|})\]]$/.test(tokens[0]!)) all.push(parseOne(tokens))
  if (all.length === 0) throw new Error('Something is missing in a rule.')
  return { all }
}

function parseOne(tokens: string[]): Expression {
  const token = tokens.shift()!
  if (/^["']/.test(token)) return { text: token.slice(1, -1) }
  if (/^\w+$/.test(token)) return { name: token }
  const inside = parseChoice(tokens)
  const pair = token + (tokens.shift() ?? '')
  if (pair === '()') return inside
  if (pair !== '{}' && pair !== '[]') throw new Error(`"${token}" is never closed, or means nothing.`)
  return { repeated: inside, atMostOnce: pair === '[]' }
}

function namesIn(expression: Expression): string[] {
  if ('name' in expression) return [expression.name]
  if ('repeated' in expression) return namesIn(expression.repeated)
  const parts = 'all' in expression ? expression.all : 'any' in expression ? expression.any : []
  return parts.flatMap(namesIn)
}
