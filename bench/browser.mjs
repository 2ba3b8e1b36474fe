// What every bench shares: a page of bench/page is opened in Chrome and its `runBench` awaited, and rows of text become
// a table. Used by pipeline.mjs, kernels.mjs and effects.mjs.
import { execSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { createServer } from 'vite'
import { remote } from 'webdriverio'
import { chromeFlags, findChrome } from '../scripts/find-chrome.mjs'

/** A page measures for minutes, longer on a busy machine. */
const longest = 1_200_000

/** What the page's `runBench` resolves with.
 *  @param page name of a file in bench/page, without its ending
 *  @param argument what `runBench` is called with
 *  @param flags of Chrome, besides the usual ones */
export async function runPage(page, argument, flags = []) {
  const found = findChrome()
  if (!found) throw new Error('The bench needs Chrome or Chromium: install one, or set CHROME_BIN to its path.')
  installPeers()
  const server = await createServer({
    cacheDir: 'bench/node_modules/.vite',
    // Found late, a package would make the server reload the page.
    optimizeDeps: { entries: [`bench/page/${page}.ts`], force: true, exclude: ['@silvia-odwyer/photon'] },
    plugins: [servePage(), wasmModule()],
    // Files that are saved meanwhile must not reload the page.
    server: { port: 0, strictPort: false, hmr: false, watch: null, headers: isolated },
    logLevel: 'error',
  })
  await server.listen()
  const browser = await remote({
    logLevel: 'error',
    connectionRetryTimeout: longest,
    capabilities: {
      browserName: 'chrome',
      'wdio:enforceWebDriverClassic': true,
      'wdio:chromedriverOptions': { binary: found.chromedriver },
      'goog:chromeOptions': { binary: found.chrome, args: [...chromeFlags, ...flags] },
    },
  })
  try {
    await browser.setTimeout({ script: longest })
    await browser.url(`http://localhost:${server.httpServer.address().port}/${page}`)
    await browser.waitUntil(() => browser.execute(() => 'runBench' in globalThis), { timeout: 60_000 })
    const { result, error } = await browser.executeAsync((argument, done) => {
      globalThis.runBench(argument).then(
        (result) => done({ result }),
        (error) => done({ error: error.stack ?? String(error) }),
      )
    }, argument)
    if (error) throw new Error(`bench/page/${page}.ts failed: ${error}`)
    return result
  } finally {
    await browser.deleteSession()
    await server.close()
  }
}

/** Such a page gets a clock of 5 microseconds; others get one of 100. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** Answers /NAME with an empty page that runs bench/page/NAME.ts. As files, such pages would make `npm run dev` look for
 *  the packages of the bench. */
function servePage() {
  return {
    name: 'bench-page',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const [, name] = /^\/([a-z]+)$/.exec(request.url) ?? []
        if (!name || !existsSync(`bench/page/${name}.ts`)) return next()
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...isolated })
        response.end(
          `<!doctype html><title>${name}</title><script type="module" src="/bench/page/${name}.ts"></script>`,
        )
      })
    },
  }
}

/** Makes a .wasm file a module of its exports as they are: Photon's other half, which it imports and is imported by, takes
 *  no globals that are unwrapped. */
function wasmModule() {
  return {
    name: 'wasm-module',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.wasm')) return
      const module = new WebAssembly.Module(readFileSync(id))
      const names = WebAssembly.Module.exports(module).map(({ name }) => name)
      const [{ module: half }] = WebAssembly.Module.imports(module)
      return `
        import * as half from '${half}'
        import url from './${basename(id)}?url'
        const { instance } = await WebAssembly.instantiateStreaming(fetch(url), { '${half}': half })
        export const { ${names.join(', ')} } = instance.exports`
    },
  }
}

/** Installs what we are measured beside: packages of bench/package.json, which nothing else needs. */
export function installPeers() {
  const installed = 'bench/node_modules/.package-lock.json'
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('bench/package-lock.json').mtimeMs) return
  console.log('Installing what the bench measures beside ours (npm ci in bench/)…')
  execSync('npm ci --ignore-scripts --no-fund --no-audit --loglevel error', {
    cwd: 'bench',
    stdio: ['ignore', 'inherit', 'inherit'],
  })
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
