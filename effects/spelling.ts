// Names of effects and parameters in their spellings: as files, chain text and people write them, and as they are mistyped.
// Used wherever text is read or shown.

/** How chain text and attributes spell a parameter: `cellSize` -> `cell-size`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/[^a-z\d]+/gi, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
}

const acronyms = /\b(?:ascii|crt|lut|rgb|vhs)\b/gi

/** What people read: `rgb-split` -> `RGB split`, `cellSize` -> `Cell size`. */
export function inPlainWords(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_\s]+/g, ' ')
    .trim()
    .toLowerCase()
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(acronyms, (word) => word.toUpperCase())
}

/** A spelling without what does not count: case, blanks, `-` and `_`. */
export function squeeze(spelled: string): string {
  return spelled.toLowerCase().replace(/[\s_-]+/g, '')
}

/** The name that was probably meant by a misspelled word, if one is near. */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  const meant = squeeze(word)
  if (meant === '') return undefined
  let nearest: { name: string; distance: number; edits: number } | undefined
  for (const name of names) {
    const squeezed = squeeze(name)
    const isBeginning = meant.length >= 3 && squeezed.startsWith(meant)
    const edits = editDistance(meant, squeezed)
    const distance = isBeginning ? Math.min(edits, 1) : edits
    if (distance > Math.max(1, Math.floor(Math.max(meant.length, squeezed.length) / 3))) continue
    // Of a beginning and a slip, the slip: "int" is "tint" before it is "interlace".
    const isNearer = !nearest || distance < nearest.distance || (distance === nearest.distance && edits < nearest.edits)
    if (isNearer) nearest = { name, distance, edits }
  }
  return nearest?.name
}

/** ` Did you mean "sepia"?`, to end a sentence with; empty where no name is near. */
export function didYouMean(word: string, names: Iterable<string>): string {
  const nearest = nearestName(word, names)
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`
}

/** Insertions, deletions, substitutions and swaps of neighbours that lead from `a` to `b` (Damerau-Levenshtein, optimal
 *  string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost, isSwap ? beforeLast[j - 2]! + 1 : Infinity)
    }
    ;[beforeLast, last] = [last, row]
  }
  return last[b.length]!
}
