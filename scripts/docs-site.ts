// The pages of docs/ as a site: each markdown file becomes a page of dist/docs, everything else there is copied. A plugin of
// vite.config.ts, so that `npm run dev` has the same pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { marked, Renderer, type Tokens } from 'marked'
import type { Plugin } from 'vite'

const folder = 'docs'

/** A file of the site: its path below docs/, and what is in it. */
interface SiteFile {
  readonly path: string
  readonly source: string | Uint8Array
}

/** Makes the site a part of the build, and has the dev server answer with pages as the files are now. */
export function docsSite(): Plugin {
  return {
    name: 'docs-site',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle() {
      for (const { path, source } of siteFiles()) this.emitFile({ type: 'asset', fileName: `docs/${path}`, source })
    },
    configureServer({ middlewares }) {
      middlewares.use('/docs', (request, response, next) => {
        const path = decodeURI(request.url ?? '').slice(1) || 'index.html'
        const file = siteFile(path)
        // What has a query is a module that imports one of the files.
        if (!file) {
          next()
          return
        }
        response.setHeader('Content-Type', contentTypes[posix.extname(path)] ?? 'text/plain')
        response.end(file.source)
      })
    },
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
}

/** All files of the site. */
export function siteFiles(): SiteFile[] {
  return listed().map((path) => ({ path: sitePath(path), source: read(path) }))
}

function siteFile(path: string): SiteFile | undefined {
  const found = listed().find((one) => sitePath(one) === path)
  return found === undefined ? undefined : { path, source: read(found) }
}

const icon = '../playground/icon.svg'

/** What the site is made of, as paths that begin in docs/. */
function listed(): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name)))
  return [...files, icon]
}

/** docs/README.md is the page that one comes to first. */
function sitePath(path: string): string {
  if (path === icon) return 'icon.svg'
  return path.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html')
}

function read(path: string): string | Uint8Array {
  return path.endsWith('.md') ? page(path) : readFileSync(posix.join(folder, path))
}

/** @param path of the markdown file, below docs/ */
function page(path: string): string {
  const text = readFileSync(posix.join(folder, path), 'utf8')
  const root = '../'.repeat(path.split('/').length - 1)
  const content = marked.parse(text, { async: false, renderer: new PageRenderer(path) })
  const script = content.includes('class="live"') ? `<script type="module" src="${root}site.js"></script>\n` : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(titleOf(path))} - rtc-elements</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${root}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}site.css">
${script}</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a href="${root}../index.html">rtc-elements</a> <a href="${root}index.html">Documentation</a> <a class="to-pages" href="#pages">Pages</a></header>
<main id="content"${isReference(path) ? ' class="reference"' : ''}>
${content}</main>
<nav id="pages" aria-label="All pages">
${navigation(path)}</nav>
</body>
</html>
`
}

/** Columns that a phone has room for. */
const mostNarrow = 3

/** Pages whose tables are lists of things: on narrow screens they become just that. */
function isReference(path: string): boolean {
  return path.startsWith('elements/') || path === 'catalogue.md' || path === 'theming.md'
}

function titleOf(path: string): string {
  return /^# (.*)$/m.exec(readFileSync(posix.join(folder, path), 'utf8'))?.[1]?.replaceAll('`', '') ?? path
}

/** The links that docs/README.md lists, below its headings. */
function navigation(path: string): string {
  const index = readFileSync(posix.join(folder, 'README.md'), 'utf8')
  const groups = index.split(/^## /m).slice(1)
  return groups
    .map((group) => {
      const links = [...group.matchAll(/^- \[(.*?)\]\((.*?)\)/gm)].map(([, text = '', target = '']) => {
        const current = target === path ? ' aria-current="page"' : ''
        const href = posix.relative(posix.dirname(path), sitePath(target))
        return `<li><a href="${escape(href)}"${current}>${marked.parseInline(text, { async: false })}</a></li>\n`
      })
      return `<p>${escape(group.split('\n')[0] ?? '')}</p>\n<ul>\n${links.join('')}</ul>\n`
    })
    .join('')
}

class PageRenderer extends Renderer {
  readonly #path: string
  readonly #anchors: string[] = []
  /** What the newest heading says. */
  #topic = ''

  /** @param path the file that the markdown is from, below docs/ */
  constructor(path: string) {
    super()
    this.#path = path
  }

  override heading({ tokens, depth }: Tokens.Heading): string {
    const text = this.parser.parseInline(tokens)
    const id = this.#anchorOf(text)
    this.#topic = text.replace(/<[^>]*>/g, '')
    return `<h${depth} id="${id}">${text} <a class="anchor" href="#${id}" aria-label="Link to this part">#</a></h${depth}>\n`
  }

  override link({ href, tokens }: Tokens.Link): string {
    const [target = '', anchor] = href.split('#')
    const words = this.parser.parseInline(tokens)
    if (/^https?:/.test(href)) return `<a href="${escape(href)}">${words}</a>`
    const path = target === '' ? this.#path : posix.join(posix.dirname(this.#path), target)
    // What is not of docs/ is not of the site.
    if (path.startsWith('..')) return words
    // A page is called by its name in the repository, and by its title here.
    const isFileName = words === posix.basename(path) && existsSync(posix.join(folder, path))
    const text = isFileName ? escape(titleOf(path)) : words
    const relative = target === '' ? '' : posix.relative(posix.dirname(this.#path), sitePath(path))
    return `<a href="${escape(relative + (anchor ? `#${anchor}` : ''))}">${text}</a>`
  }

  override table(token: Tokens.Table): string {
    const isWide = token.header.length > mostNarrow && !isReference(this.#path)
    const content = isWide ? this.#labelled(token) : super.table(token)
    const look = isWide ? 'table wide' : 'table'
    return `<div class="${look}" tabindex="0" role="group" aria-label="Table: ${this.#topic}">\n${content}</div>\n`
  }

  /** Each cell says what its column is, for where there is no room for columns. */
  #labelled({ header, rows }: Tokens.Table): string {
    const labels = header.map(({ tokens }) => this.parser.parseInline(tokens).replace(/<[^>]*>/g, ''))
    const head = this.tablerow({ text: header.map((cell) => this.tablecell(cell)).join('') })
    const body = rows.map((cells) => {
      const labelled = cells.map(
        ({ tokens }, at) => `<td data-label="${labels[at] ?? ''}"><div>${this.parser.parseInline(tokens)}</div></td>\n`,
      )
      return this.tablerow({ text: labelled.join('') })
    })
    return `<table>\n<thead>\n${head}</thead>\n<tbody>${body.join('')}</tbody></table>\n`
  }

  override code({ text, lang = '' }: Tokens.Code): string {
    const listing = `<pre tabindex="0"><code>${escape(text)}\n</code></pre>\n`
    return isLive(text, lang) ? `<div class="live" role="group" aria-label="Example">\n${listing}</div>\n` : listing
  }

  /** The anchor of a heading as GitHub makes it. */
  #anchorOf(html: string): string {
    const words = html.replace(/<[^>]*>|&#?\w+;/g, '').toLowerCase()
    const anchor = words.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
    const same = this.#anchors.filter((other) => other === anchor).length
    this.#anchors.push(anchor)
    return same > 0 ? `${anchor}-${same}` : anchor
  }
}

/** Does an example run on the page? Elements alone do; a page of its own does not. */
function isLive(text: string, lang: string): boolean {
  return /^html\b/.test(lang) && text.includes('<rtc-') && !/<script type="module"|<!doctype/.test(text)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
