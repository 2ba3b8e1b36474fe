// What every bench shares: a page of bench/page is opened in Chrome and its `runBench` awaited, and rows of text become
// a table. Used by run.mjs and effects.mjs.
import { createServer } from 'vite'
import { remote } from 'webdriverio'
import { chromeFlags, findChrome } from '../scripts/find-chrome.mjs'

/** What the page's `runBench` resolves with.
 *  @param page file name in bench/page */
export async function runPage(page) {
  const found = findChrome()
  if (!found) throw new Error('The bench needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
  // Files that are saved meanwhile must not reload the page.
  const server = await createServer({
    server: { port: 0, strictPort: false, hmr: false, watch: null },
    logLevel: 'error',
  })
  await server.listen()
  const browser = await remote({
    logLevel: 'error',
    // A page measures for minutes, longer on a busy machine.
    connectionRetryTimeout: 600_000,
    capabilities: {
      browserName: 'chrome',
      'wdio:enforceWebDriverClassic': true,
      'wdio:chromedriverOptions': { binary: found.chromedriver },
      'goog:chromeOptions': { binary: found.chrome, args: chromeFlags },
    },
  })
  try {
    await browser.setTimeout({ script: 600_000 })
    await browser.url(`http://localhost:${server.httpServer.address().port}/bench/page/${page}`)
    await browser.waitUntil(() => browser.execute(() => 'runBench' in globalThis), { timeout: 60_000 })
    const { result, error } = await browser.executeAsync((done) => {
      globalThis.runBench().then(
        (result) => done({ result }),
        (error) => done({ error: String(error) }),
      )
    })
    if (error) throw new Error(`bench/page/${page}, which npm run dev shows too, failed: ${error}`)
    return result
  } finally {
    await browser.deleteSession()
    await server.close()
  }
}

/** Columns as wide as their widest cell, the first one to the left and the others to the right.
 *  @param lines texts; the first line is the header */
export function printTable(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines) {
    const cells = line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
    console.log(cells.join('  ').trimEnd())
  }
}
