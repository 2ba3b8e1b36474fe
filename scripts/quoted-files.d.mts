/** The markdown with each block of code that names a file as that file is now. */
export function withQuotedFiles(markdown: string): string
