// A web site made of the built library and of what a test puts beside it, with a server that can be told to be slow.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'

export interface TestSite {
  /** Such as `http://localhost:41234`. */
  readonly origin: string
  /** Files of the test's own, by path such as `/slow.fs`; they win over the library's. */
  readonly files: Map<string, string>
  /** Answers come so late, in milliseconds, where the path matches. */
  readonly delays: Map<RegExp, number>
  /** Content Security Policy of every answer; empty for none. */
  policy: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', fs: 'text/plain' }

/** Needs `npm run build` to have run. */
export async function startSite(): Promise<TestSite> {
  const library = sirv(fileURLToPath(new URL('../../dist', import.meta.url)))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    const answer = () => {
      if (site.policy) response.setHeader('Content-Security-Policy', site.policy)
      // Each page asks for everything anew.
      response.setHeader('Cache-Control', 'no-store')
      const file = site.files.get(pathname)
      if (file === undefined) library(request, response)
      else response.setHeader('Content-Type', types[pathname.split('.').at(-1)!] ?? 'text/html').end(file)
    }
    const [, delayMs] = [...site.delays].find(([path]) => path.test(pathname)) ?? []
    if (delayMs === undefined) answer()
    else setTimeout(answer, delayMs)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const site: TestSite = {
    origin: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    files: new Map(),
    delays: new Map(),
    policy: '',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return site
}
