// The built library as pages use it: from another origin, and under a strict Content Security Policy. Nothing may be
// asked of any host but the page's own and the bundle's.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Browser } from 'webdriverio'
import { openPage, startBrowser, until } from '../support/browser-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let page: Server
let browser: Browser | undefined
let content = ''
let policy = ''
let script = ''

beforeAll(async () => {
  server = await startServer()
  page = createServer(({ url }, response) => {
    const isScript = url === '/negative.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.setHeader('Content-Security-Policy', policy)
    response.end(isScript ? script : content)
  })
  await new Promise<void>((resolve) => page.listen(0, 'localhost', resolve))
})
afterAll(async () => {
  page.close()
  await server.stop()
})
afterEach(async () => {
  await browser?.deleteSession()
  browser = undefined
})

const camera =
  '<rtc-camera source="pattern" width="320" height="240" autostart effects="invert echo(delay: 0.1)"></rtc-camera>'

/** Does the camera send the inverted test card? Its grey ramp then falls from left to right. */
function isInverted() {
  const { stream } = document.querySelector('rtc-camera')!
  const [track] = stream?.getVideoTracks() ?? []
  if (!track) return false
  const video = document.querySelector('rtc-camera')!.shadowRoot!.querySelector('video')!
  if (video.videoWidth === 0) return false
  const canvas = new OffscreenCanvas(320, 240)
  const context = canvas.getContext('2d')!
  context.drawImage(video, 0, 0, 320, 240)
  const [left, right] = [context.getImageData(4, 134, 1, 1).data[0]!, context.getImageData(315, 134, 1, 1).data[0]!]
  return left - right > 100
}

const hostsAsked = (one: Browser) =>
  one.execute(() => [...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin))])

/** What the console says of the Content Security Policy. */
async function violations(one: Browser): Promise<string[]> {
  const entries = (await one.getLogs('browser')) as { message: string }[]
  return entries.map(({ message }) => message).filter((message) => /content security policy/i.test(message))
}

it('runs from another origin, through a shim for its workers', async () => {
  const { port } = page.address() as AddressInfo
  content = `<!doctype html><script type="module" src="${server.origin}/rtc-elements.js"></script>${camera}`
  policy = `default-src 'none'; script-src ${server.origin}; worker-src blob:; connect-src ${server.origin}`
  browser = await startBrowser()
  await browser.url(`http://localhost:${String(port)}/`)
  await until(browser, 'the inverted card', isInverted)
  const hosts = await hostsAsked(browser)
  expect(hosts.filter((host) => host !== server.origin && !host.endsWith(`:${String(port)}`))).toEqual([])
  expect(await violations(browser)).toEqual([])
})

it('says which policy a sound effect of WebAssembly needs, and goes on with the others', async () => {
  const { port } = page.address() as AddressInfo
  content = `<!doctype html><script type="module" src="${server.origin}/rtc-elements.js"></script>
    ${camera.replace('invert echo(delay: 0.1)', 'pitch(4)')}`
  policy = `default-src 'none'; script-src ${server.origin}; worker-src blob:; connect-src ${server.origin}`
  browser = await startBrowser()
  await browser.url(`http://localhost:${String(port)}/`)
  const problem = () => document.querySelector('rtc-camera')?.error?.message ?? ''
  await until(browser, 'a sentence', () => (document.querySelector('rtc-camera')?.error?.message ?? '') !== '')
  expect(await browser.execute(problem)).toMatch(/pitch needs WebAssembly.*wasm-unsafe-eval/)
  await browser.execute(() => (document.querySelector('rtc-camera')!.effects = 'invert gain(0.5)'))
  await until(browser, 'the inverted card', isInverted)
})

it("runs a page's own script as an effect from there, in a worker within a worker", async () => {
  const { port } = page.address() as AddressInfo
  script = `import { defineEffect } from '${server.origin}/define-effect.js'
    export default defineEffect({
      name: 'negative',
      process({ data }) { for (let at = 0; at < data.length; at++) if (at % 4 < 3) data[at] = 255 - data[at] },
    })`
  content = `<!doctype html><script type="module" src="${server.origin}/rtc-elements.js"></script>
    <rtc-camera source="pattern" width="320" height="240" autostart><rtc-effect src="negative.js"></rtc-effect></rtc-camera>`
  const own = `'self' ${server.origin}`
  policy = `default-src 'none'; script-src ${own}; worker-src blob:; connect-src ${own}`
  browser = await startBrowser()
  await browser.url(`http://localhost:${String(port)}/`)
  await until(browser, 'the inverted card', isInverted)
  expect(await violations(browser)).toEqual([])
})

it('runs under the strict policy that the server itself sends', async () => {
  browser = await startBrowser()
  // The wasm of sound effects too: a chain that cannot run in full does not run at all.
  const chain = 'invert noise-suppression pitch(4) reverb(room: hall)'
  await openPage(browser, server.origin, camera.replace('invert echo(delay: 0.1)', chain))
  await until(browser, 'the inverted card', isInverted)
  expect(await browser.execute(() => document.querySelector('rtc-camera')!.error?.message ?? null)).toBeNull()
  expect(await hostsAsked(browser)).toEqual([server.origin])
  expect(await violations(browser)).toEqual([])
})
