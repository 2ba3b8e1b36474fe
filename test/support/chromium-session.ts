// Chromium, driven from Node over its own protocol by puppeteer: for what WebDriver cannot do to a browser, such as
// crashing its GPU process, freezing a page or putting an endless loop into a worker.
import { launch, type Browser, type Page, type WebWorker } from 'puppeteer-core'
import { findChrome } from '../../scripts/find-chrome.mjs'
import { testFlags } from './chrome.ts'

/** Tabs that are hidden are treated as in a browser with windows: puppeteer would keep them as awake as the one in front. */
const keepingAwake = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

/** Ends with `close`.
 *  @param without flags to leave out
 *  @param userDataDir a profile that is there afterwards; otherwise it is one of its own */
export function startChromium(without: readonly string[] = [], userDataDir?: string): Promise<Browser> {
  return launch({
    userDataDir,
    executablePath: findChrome()?.chrome,
    args: testFlags.filter((flag) => !without.includes(flag)),
    ignoreDefaultArgs: keepingAwake,
    protocolTimeout: 60_000,
  })
}

/** Waits until `condition` gives something truthy, and returns that. Rejects as soon as that does.
 *  @param what for the message when it never does */
export async function until<Result>(
  what: string,
  condition: () => Promise<Result> | Result,
  timeoutMs = 20_000,
): Promise<NonNullable<Result>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const result = await condition()
    if (result) return result
    if (performance.now() > deadline) throw new Error(`waited ${String(timeoutMs)} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The page's workers whose file has this name, in the order they came. */
export function workersOf(page: Page, name: string): WebWorker[] {
  return page.workers().filter((worker) => worker.url().includes(`/${name}`))
}

export interface WatchedContext {
  /** Takes it away, as a driver that fails does.
   *  @returns is it lost now? */
  lose(): Promise<boolean>
  /** Is the one lost that was drawn on last? */
  isLost(): Promise<boolean>
}

/** The WebGL context that a worker draws on: always that of its newest draw call. Resolves with the first one. */
export async function watchContext(worker: WebWorker): Promise<WatchedContext> {
  const drawn = await worker.evaluateHandle(() => {
    const newest: { context: WebGL2RenderingContext | null } = { context: null }
    const gl: { drawArrays: (this: WebGL2RenderingContext, ...call: [number, number, number]) => void } =
      WebGL2RenderingContext.prototype
    const draw = gl.drawArrays
    gl.drawArrays = function (...call) {
      newest.context = this
      draw.apply(this, call)
    }
    return newest
  })
  await until('a draw call', () => drawn.evaluate(({ context }) => context !== null))
  return {
    lose: () =>
      drawn.evaluate(({ context }) => {
        context!.getExtension('WEBGL_lose_context')!.loseContext()
        return context!.isContextLost()
      }),
    isLost: () => drawn.evaluate(({ context }) => context!.isContextLost()),
  }
}

/** Resolves when there is a new one. */
export async function crashGpuProcess(browser: Browser): Promise<void> {
  const client = await browser.target().createCDPSession()
  const find = async () => {
    const { processInfo } = await client.send('SystemInfo.getProcessInfo')
    return processInfo.find(({ type }) => type === 'GPU')?.id
  }
  const former = await find()
  if (former === undefined) throw new Error('The browser has no GPU process.')
  // It does not answer.
  client.send('Browser.crashGpuProcess').catch(() => undefined)
  await until('another GPU process', async () => {
    const id = await find()
    return id !== undefined && id !== former
  })
  await client.detach()
}
