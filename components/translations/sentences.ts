// What errors and warnings say, in another language. Where they are made, in workers and parsers, no language is known and
// programs read them too: they come in English, and are put into the reader's language where they are shown.

/** By the English sentence, or the phrase that stands in one: what it is in the other language. `{1}`, `{2}` … stand for what
 *  is filled in, in both. */
export type Sentences = Readonly<Record<string, string>>

/** Longer texts come from compilers and other people. */
const longest = 1000

/** @returns what puts a sentence into the other language. Sentences that are in none of the tables stay as they are. */
export function translateBy(...tables: Sentences[]): (english: string) => string {
  const exact = new Map(tables.flatMap((table) => Object.entries(table)))
  let patterns: Pattern[] | undefined
  const translate = (english: string): string => {
    const known = exact.get(english)
    if (known !== undefined) return known
    if (english.length > longest) return english
    patterns ??= [...exact].filter(([key]) => hole.test(key)).map(toPattern).sort((a, b) => b.weight - a.weight)
    for (const { regExp, names, text } of patterns) {
      const found = regExp.exec(english)
      if (!found) continue
      const values = found.slice(1).map((value, index) => (names[index] ? value : translate(value)))
      return text.replace(everyHole, (_, number: string) => values[Number(number) - 1] ?? '')
    }
    return english
  }
  return translate
}

interface Pattern {
  readonly regExp: RegExp
  /** Of each hole, whether a name stands there, in quotes, which is no phrase. */
  readonly names: readonly boolean[]
  /** The more of a sentence is written out, the surer it is meant. */
  readonly weight: number
  readonly text: string
}

const hole = /\{\d\}/
const everyHole = /\{(\d)\}/g

function toPattern([english, text]: [string, string]): Pattern {
  const parts = english.split(hole)
  return {
    regExp: new RegExp(`^${parts.map((part) => part.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')).join('([^]*?)')}$`),
    names: parts.slice(1).map((part, index) => /^["”]/.test(part) && /["“]$/.test(parts[index]!)),
    weight: parts.join('').length,
    text,
  }
}
