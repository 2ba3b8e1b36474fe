// What errors and warnings say, in another language. Where they are made, in workers and parsers, no language is known and
// programs read them too: they come in English, and are put into the reader's language where they are shown.

/** By the English sentence, or the phrase that stands in one: what it is in the other language. `{1}`, `{2}` … stand for what
 *  is filled in, in both. What begins with a blank is added to any other sentence. */
export type Sentences = Readonly<Record<string, string>>

/** Longer texts come from compilers and other people. */
const longest = 1000

/** @returns what puts a sentence into the other language. What is in none of the tables stays as it is. */
export function translateBy(...tables: Sentences[]): (english: string) => string {
  const exact = new Map(tables.flatMap((table) => Object.entries(table)))
  let patterns: Pattern[] | undefined

  const translate = (english: string): string => {
    const known = exact.get(english)
    if (known !== undefined || english === '' || english.length > longest) return known ?? english
    patterns ??= [...exact]
      .filter(isPattern)
      .map(toPattern)
      .sort((a, b) => b.weight - a.weight)
    for (const { regExp, text, isName } of patterns) {
      const found = regExp.exec(english)
      if (!found) continue
      const values = found.slice(1).map((value, index) => (isName[index] ? nameOf(value) : translate(value)))
      const filled = text.replace(everyHole, (_, number: string) => values[Number(number) - 1] ?? '')
      return translate(english.slice(0, found.index)) + filled
    }
    // A phrase that ends another sentence may have its full stop.
    return english.endsWith('.') ? `${translate(english.slice(0, -1))}.` : english
  }

  /** A word in quotes is somebody's own; what stands there for one that is missing is not. */
  const nameOf = (quoted: string) => (quoted.includes(' ') ? exact.get(quoted) : undefined) ?? quoted

  return translate
}

interface Pattern {
  readonly regExp: RegExp
  readonly text: string
  /** Of each hole, whether it stands in quotes. */
  readonly isName: readonly boolean[]
  /** The more of a sentence is written out, the surer it is meant. */
  readonly weight: number
}

const hole = /\{\d\}/
const everyHole = /\{(\d)\}/g

function isAddition(english: string): boolean {
  return english.startsWith(' ')
}

function isPattern([english]: [string, string]): boolean {
  return hole.test(english) || isAddition(english)
}

function toPattern([english, text]: [string, string]): Pattern {
  const parts = english.split(hole)
  const source = parts.map((part) => part.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')).join('([^]*?)')
  return {
    regExp: new RegExp(`${isAddition(english) ? '' : '^'}${source}$`),
    text,
    isName: parts.slice(1).map((part, index) => /^["”]/.test(part) && /["“]$/.test(parts[index]!)),
    weight: parts.join('').length,
  }
}
