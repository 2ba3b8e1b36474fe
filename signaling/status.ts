// Answers what machines ask of the server over HTTP: /healthz, /readyz, /metrics and /ice-servers. Nothing of it is to be
// kept by a cache. Used by main.ts.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'
import type { Signaling } from './socket-server.ts'

/** @param metrics what `/metrics` answers whoever brings its `token`; where there are none, that is not found
 *  @param next answers everything else */
export function createStatus(
  signaling: Signaling,
  metrics: { readonly figures: Metrics; readonly token: string } | undefined,
  next: RequestListener,
): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next(request, response)
      return
    }
    switch (request.url?.split('?')[0]) {
      case '/healthz':
        answer(response, 200, 'ok\n')
        break
      case '/readyz':
        if (signaling.isReady) answer(response, 200, 'ready\n')
        else answer(response, 503, 'not ready\n')
        break
      case '/metrics':
        if (metrics) answerMetrics(request, response, metrics.figures, metrics.token)
        else next(request, response)
        break
      case '/ice-servers':
        answerIceServers(request, response)
        break
      default:
        next(request, response)
    }
  }

  function answerMetrics(request: IncomingMessage, response: ServerResponse, figures: Metrics, token: string): void {
    if (!isSame(bearer(request), token)) {
      answer(response, 401, 'Send the METRICS_TOKEN: Authorization: Bearer …\n')
      return
    }
    void figures.read(signaling).then((text) => answer(response, 200, text, figures.contentType))
  }

  function answerIceServers(request: IncomingMessage, response: ServerResponse): void {
    const iceServers = signaling.iceServersFor(bearer(request))
    if (iceServers) answer(response, 200, JSON.stringify({ iceServers }), 'application/json')
    else answer(response, 401, 'Send the token of your seat: Authorization: Bearer …\n')
  }
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  const challenge = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...challenge }).end(text)
}

function bearer({ headers }: IncomingMessage): string {
  return /^Bearer (\S{1,256})$/.exec(headers.authorization ?? '')?.[1] ?? ''
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
