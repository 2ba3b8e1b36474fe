// Answers plain HTTP requests with the built playground and library. Used by main.ts.
import { existsSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'

/** The playground needs nothing from elsewhere and lets nothing else in, but for effect files that a person gives the
 *  address of: hence `https:`. `wasm-unsafe-eval` is for the wasm backend. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self' https:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** The library may be named in a page of any origin, its workers and effects included. */
const headers = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
}

/** Serves the files of `directory`. Those with a hash in their name never change; all others are asked for again. */
export function createStaticFiles(directory: string): RequestListener {
  const files = sirv(directory, {
    etag: true,
    setHeaders(response, pathname) {
      const hashed = /^\/(assets|chunks)\//.test(pathname)
      response.setHeader('Cache-Control', hashed ? 'public,max-age=31536000,immutable' : 'no-cache')
    },
  })

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end()
      return
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const [, path = '', folder, query = ''] = /^((?:\/[\w-]+)*\/([\w-]+))(\?.*)?$/.exec(request.url ?? '') ?? []
    if (folder && existsSync(join(directory, path, 'index.html'))) {
      // Links in the page are relative to the folder. So is this one, and a proxy may have put a path before.
      response.writeHead(301, { Location: `${folder}/${query}`, 'Cache-Control': 'no-cache' }).end()
      return
    }
    // A file that is gone since the start, as after a new build, is no reason to end the server and every call.
    response.once('pipe', (file) => file.once('error', () => response.destroy()))
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
    })
  }
}
