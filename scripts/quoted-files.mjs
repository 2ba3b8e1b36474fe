// Blocks of code in docs/ that are files of the repository: ```tsx examples/react/src/app.tsx. `npm run docs` fills them in,
// and a test sees that they are up to date.
import { readFileSync } from 'node:fs'

/** @param {string} markdown
 *  @returns {string} the same with each such block as its file is now */
export function withQuotedFiles(markdown) {
  return markdown.replace(/^```(\w+) (\S+\/\S+)\n.*?^```$/gms, (_, language, path) => {
    return `\`\`\`${language} ${path}\n${readFileSync(path, 'utf8').trimEnd()}\n\`\`\``
  })
}
