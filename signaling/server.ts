// A signaling server with an HTTP server of its own, as main.ts and the tests run it.
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Signaling, SignalingOptions } from './socket-server.ts'
import { attachSignaling, pathOf, refuseUpgrade } from './socket-server.ts'

/** A signaling server that listens on a port of its own. */
export interface SignalingServer {
  /** Resolves when it listens; rejects with the error of `listen`, such as EADDRINUSE. */
  readonly ready: Promise<void>
  /** Where it listens, such as `http://localhost:8080`. Empty until `ready`. */
  readonly address: string
  readonly signaling: Signaling
  /** Closes signaling, then stops listening. */
  close(): Promise<void>
}

/** A signaling server with an HTTP server of its own.
 *  @param options `port` 0 takes any free one; `host` defaults to `localhost`; `handler` answers plain HTTP requests */
export function createSignalingServer(
  options: SignalingOptions & {
    readonly port: number
    readonly host?: string
    readonly handler?: (signaling: Signaling) => RequestListener
  },
): SignalingServer {
  const { port, host = 'localhost', handler } = options
  const httpServer = createServer()
  const signaling = attachSignaling(httpServer, options)
  httpServer.on('request', handler?.(signaling) ?? ((_, response) => void response.writeHead(404).end()))
  const path = options.path ?? '/signaling'
  httpServer.on('upgrade', (request, stream) => {
    if (pathOf(request) !== path) refuseUpgrade(stream, '404 Not Found', `Sockets are accepted at ${path} only.`)
  })

  let address = ''
  const ready = new Promise<void>((resolve, reject) => {
    httpServer.once('error', reject)
    httpServer.listen(port, host, resolve)
  }).then(() => {
    address = addressNamed(httpServer.address() as AddressInfo, host)
  })

  return {
    ready,
    get address() {
      return address
    },
    signaling,
    async close() {
      // While the sockets are told, requests are still answered: whoever asks hears that the server is not ready.
      await signaling.close()
      const closed = new Promise((resolve) => httpServer.close(resolve))
      httpServer.closeAllConnections()
      await closed
    },
  }
}

function addressNamed({ address, family, port }: AddressInfo, host: string): string {
  const isLocal = host === 'localhost' || address === '::' || address === '0.0.0.0'
  return `http://${isLocal ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`
}
