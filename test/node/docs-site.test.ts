// The documentation as a site: every link leads somewhere, nothing is asked of other hosts, and a strict Content Security
// Policy has nothing against it.
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { siteFiles } from '../../scripts/docs-site.ts'

const files = new Map(siteFiles().map(({ path, source }) => [path, source]))
const pages = [...files].flatMap(([path, source]) => (typeof source === 'string' ? [{ path, html: source }] : []))

/** The values of an attribute. */
function valuesOf(html: string, attribute: string): string[] {
  return [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value!)
}

it('has a page for every file of docs/, and what they need', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['index.html', 'start.html', 'catalogue.html', 'elements/rtc-camera.html']),
  )
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['site.css', 'site.js', 'pipeline.svg', 'thumbnails/blur.webp']),
  )
})

describe.each(pages)('$path', ({ path, html }) => {
  it('has links that lead somewhere', () => {
    const astray = valuesOf(html, 'href').filter((href) => {
      const [target = '', anchor] = href.split('#')
      const file = target === '' ? path : posix.join(posix.dirname(path), target)
      if (/^https?:/.test(href) || file === '../index.html') return false
      const source = files.get(file)
      return source === undefined || (anchor !== undefined && !new RegExp(`id="${anchor}"`).test(String(source)))
    })
    expect(astray).toEqual([])
  })

  it('loads what is there, and nothing from elsewhere', () => {
    const lost = valuesOf(html, 'src').filter((src) => !files.has(posix.join(posix.dirname(path), src)))
    expect(lost).toEqual([])
  })

  it('has neither scripts nor styles of its own', () => {
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|<[^>]+ (?:style|on\w+)=/)
  })

  it('can be read by ear and by keyboard: one heading at the top, a way past the rest, words for pictures', () => {
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toMatch(/<a class="skip" href="#content">/)
    expect(html).not.toMatch(/<img(?![^>]* alt="[^"]+")/)
  })

  it('stands in the list of pages, marked, unless it belongs to another page', () => {
    const isListed = !['index.html', 'thumbnails/index.html'].includes(path)
    expect(html.match(/aria-current="page"/g)?.length ?? 0).toBe(isListed ? 1 : 0)
  })
})
