// The English that errors and warnings are made of, as it stands in the code.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** Where sentences are made that elements show. */
const folders = ['effects', 'workers', 'call', 'components']
/** Of the server, too: what it says to those in a call. */
const ofServer = ['client', 'join-tokens', 'local', 'protocol', 'room', 'rooms'].map((name) => `signaling/${name}.ts`)

/** @returns each sentence and phrase with `{1}`, `{2}` … for what is filled in, and the file that it is first found in */
export function sentencesInCode(): Map<string, string> {
  const found = new Map<string, string>()
  const paths = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`))
    .concat(ofServer)
    .filter((path) => /(?<!\.d|\.styles)\.ts$/.test(path) && !path.startsWith('components/translations/'))
    .sort()
  for (const path of paths) {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (isForPrograms(node)) return
      const text = textOf(node)
      if (text !== undefined) {
        const numbered = numberHoles(text)
        if (isEnglish(numbered) && !found.has(numbered)) found.set(numbered, path)
      }
      for (const inner of partsOf(node, text !== undefined)) visit(inner)
    }
    visit(source)
  }
  return found
}

/** A zero byte stands for each expression. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `\0${literal.text}`).join('')
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)]
    if (left !== undefined || right !== undefined) return `${left ?? '\0'}${right ?? '\0'}`
  }
  return undefined
}

/** Where more texts may be: of one that is a text itself, in what is filled in. */
function partsOf(node: ts.Node, isText: boolean): ts.Node[] {
  const parts: ts.Node[] = []
  if (!isText) ts.forEachChild(node, (part) => void parts.push(part))
  else if (ts.isTemplateExpression(node)) parts.push(...node.templateSpans.map(({ expression }) => expression))
  else if (ts.isBinaryExpression(node))
    for (const side of [node.left, node.right])
      parts.push(...(textOf(side) === undefined ? [side] : partsOf(side, true)))
  return parts
}

function numberHoles(text: string): string {
  let number = 0
  return text.replace(/\0/g, () => `{${String(++number)}}`)
}

/** Two words of English, at least one of which is none of a program's. */
function isEnglish(text: string): boolean {
  return /[a-z)"},] [a-z"({]/i.test(text) && /[a-z]{2}/.test(text) && !/;$|\n|=>|^[\w-]+: /.test(text)
}

/** Texts of the console, of templates and styles, of what effects say of themselves (which the catalogue's words translate),
 *  and modules' names. */
function isForPrograms(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isCallExpression(node)) return /^console\.|\.term$|\.split$|^RegExp/.test(node.expression.getText())
  return ts.isPropertyAssignment(node) && /^(?:description|label|credit|categories)$/.test(node.name.getText())
}
