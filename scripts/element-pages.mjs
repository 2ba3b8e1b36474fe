// The pages docs/elements/TAG.md, made from the manifest of the elements: `npm run docs` writes them, and a test sees that
// they are up to date. What they say stands in the comments of the classes.

/** @param {object} manifest what createManifest of manifest.mjs returns
 *  @returns {Map<string, string>} the pages in markdown, by the elements' tags */
export function elementPages(manifest) {
  const elements = manifest.modules.flatMap(({ declarations }) => declarations)
  return new Map(elements.map((element) => [element.tagName, elementPage(element)]))
}

function elementPage({ tagName, description, attributes = [], members = [], events = [], slots = [], ...looks }) {
  const properties = members.filter(({ kind, attribute }) => kind === 'field' && !attribute)
  const methods = members.filter(({ kind }) => kind === 'method')
  const parts = [
    `# \`<${tagName}>\`\n\n${fromHere(description)}\n`,
    table('Attributes', ['attribute', 'type', 'meaning'], attributes, (one) => [
      code(one.name),
      typeOf(one),
      `${textOf(one)}${defaultOf(one)}`,
    ]),
    table('Properties', ['property', 'type', 'meaning'], properties, (one) => [
      code(one.name) + (one.readonly ? ', read-only' : ''),
      typeOf(one),
      textOf(one),
    ]),
    table('Methods', ['method', 'meaning'], methods, (one) => [code(signatureOf(one)), textOf(one)]),
    table('Events', ['event', 'when'], events, named),
    table('Slots', ['slot', 'what goes there'], slots, (one) => [one.name ? code(one.name) : '(default)', textOf(one)]),
    table('Parts', ['`::part(…)`', 'what it is'], looks.cssParts, named),
    table('Custom properties', ['property', 'what it sets'], looks.cssProperties, named),
    table('States', ['`:state(…)`', 'while'], looks.cssStates, named),
    `[What all elements have in common](../elements.md). This page is made from the comments of\n` +
      `[components/${tagName}.ts](../../components/${tagName}.ts) by \`npm run docs\`.\n`,
  ]
  return parts.filter(Boolean).join('\n')
}

function table(title, columns, rows = [], cellsOf) {
  if (rows.length === 0) return ''
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return `## ${title}\n\n${line(columns)}${line(columns.map(() => '---'))}${rows.map((row) => line(cellsOf(row))).join('')}`
}

function named(one) {
  return [code(one.name), textOf(one)]
}

/** A cell's text: a sentence on one line. */
function textOf({ description = '' }) {
  const text = fromHere(description).replace(/\s+/g, ' ').trim()
  const sentence = /^[a-z]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text
  return (/[.!?)]$/.test(sentence) ? sentence : `${sentence}.`).replaceAll('|', '\\|')
}

/** In comments, links begin at the project's root. */
function fromHere(text) {
  return text.replaceAll('](docs/', '](../')
}

function code(text) {
  return `\`${text.replaceAll('|', '\\|')}\``
}

function typeOf({ type }) {
  return type ? code(type.text) : ''
}

/** What is off, empty or 0 is what one expects of an attribute that is not there. */
function defaultOf({ default: value = '' }) {
  return ['', "''", 'false', '0', 'null'].includes(value) ? '' : ` Default: ${code(value.replace(/^'(.*)'$/, '$1'))}.`
}

function signatureOf({ name, parameters = [], return: returned }) {
  const listed = parameters.map(
    (one) => `${one.name}${one.optional || one.default ? '?' : ''}: ${one.type?.text ?? typeFrom(one)}`,
  )
  return `${name}(${listed.join(', ')})${returned && returned.type.text !== 'void' ? `: ${returned.type.text}` : ''}`
}

function typeFrom({ default: value }) {
  return value === 'true' || value === 'false' ? 'boolean' : 'unknown'
}
