// A page of bench/page in Chrome, for the scripts that need a browser to draw: contact-sheet.mjs and docs.mjs.
import { createServer } from 'vite'
import { remote } from 'webdriverio'
import { chromeFlags, findChrome } from './find-chrome.mjs'

/** @param page file name in bench/page
 *  @param ready name of the global function that the page has when it is loaded
 *  @returns `call(name, ...args)`, which gives what a global function of the page resolves with, the Vite `server` behind
 *    the page, and `close()` */
export async function openPage(page, ready) {
  const found = findChrome()
  if (!found) throw new Error('This needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
  // Files that are written meanwhile must not reload the page.
  const server = await createServer({
    server: { port: 0, strictPort: false, hmr: false, watch: null },
    logLevel: 'error',
  })
  await server.listen()
  const browser = await remote({
    logLevel: 'error',
    capabilities: {
      browserName: 'chrome',
      'wdio:enforceWebDriverClassic': true,
      'wdio:chromedriverOptions': { binary: found.chromedriver },
      'goog:chromeOptions': { binary: found.chrome, args: chromeFlags },
    },
  })
  await browser.setTimeout({ script: 300_000 })
  await browser.url(`http://localhost:${server.httpServer.address().port}/bench/page/${page}`)
  await browser.waitUntil(() => browser.execute((name) => name in globalThis, ready), { timeout: 60_000 })

  async function call(name, ...args) {
    const { result, problem } = await browser.executeAsync(
      (name, args, done) => {
        Promise.resolve(globalThis[name](...args)).then(
          (result) => done({ result }),
          (error) => done({ problem: String(error) }),
        )
      },
      name,
      args,
    )
    // Not named `error`, which WebDriver takes for its own.
    if (problem) throw new Error(`bench/page/${page} failed at ${name}(${args.join(', ').slice(0, 60)}): ${problem}`)
    return result
  }

  async function close() {
    await browser.deleteSession()
    await server.close()
  }

  return { call, server, close }
}
