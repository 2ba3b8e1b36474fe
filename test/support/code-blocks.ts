// The blocks of code in a markdown file. Used by the tests that run the examples of the docs.

/** A block of code: `language` is the first word behind the fence, empty where there is none, `note` what follows it. */
export interface CodeBlock {
  readonly file: string
  readonly language: string
  readonly note: string
  readonly code: string
}

/** @returns the blocks, in their order, without the indentation of a list that they stand in */
export function codeBlocks(file: string, markdown: string): CodeBlock[] {
  const found = markdown.matchAll(/^( *)```(\w*) *([^\n]*)\n(.*?)^\1```$/gms)
  return [...found].map(([, indent = '', language = '', note = '', code = '']) => ({
    file,
    language,
    note,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}
