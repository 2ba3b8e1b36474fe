// A WebSocket that tells the other end why before it closes, and that is given up when its messages pile up. Used by
// socket-server.ts.
import { WebSocket } from 'ws'
import type { ErrorCode, ServerMessage } from './protocol.ts'
import { closeCodes, isPassing, maxMessageBytes, ProtocolError } from './protocol.ts'
import type { Occupant } from './seat.ts'

/** What ws closes a socket for by itself, before a message gets to us. */
const refusals: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  1007: ['NotJson', 'The message is not valid UTF-8: send JSON as text.'],
  1009: ['TooBig', `The message is longer than ${maxMessageBytes} bytes.`],
}

/** How long the other end may take to close, once it was told to; in milliseconds. */
const closeMs = 1000

/** One end of a connection; made by the WebSocketServer of ws. */
export class Socket extends WebSocket implements Occupant {
  /** The other end was told not to come back with its seat. */
  isBanned = false
  /** Bytes that may wait for a receiver that does not read them. It is cut off then; it can come back and resume. */
  maxBuffered = 1_048_576
  /** Pings that were not answered. */
  missedPings = 0
  /** Hears of each refusal. */
  onrefuse: ((code: ErrorCode) => void) | undefined

  /** Closes with the code that belongs to `error`. */
  refuse(error: ProtocolError): void {
    this.#endSoon()
    if (this.readyState !== WebSocket.OPEN) return
    this.isBanned = !isPassing(error.code)
    this.onrefuse?.(error.code)
    this.tell({ type: 'error', code: error.code, message: error.message })
    super.close(closeCodes[error.code], error.code)
  }

  /** Closes, whether the other end answers or not. */
  finish(code: number, reason: string): void {
    this.#endSoon()
    super.close(code, reason)
  }

  tell(message: ServerMessage): void {
    this.send(JSON.stringify(message))
  }

  override send(text: string): void {
    if (this.readyState !== WebSocket.OPEN) return
    if (this.bufferedAmount > this.maxBuffered) this.terminate()
    else super.send(text)
  }

  override close(code?: number, reason?: string | Buffer): void {
    const refusal = reason === undefined && refusals[code ?? 0]
    if (refusal) this.refuse(new ProtocolError(...refusal))
    else super.close(code, reason)
  }

  #endSoon(): void {
    if (this.readyState === WebSocket.CLOSED) return
    const timer = setTimeout(() => this.terminate(), closeMs).unref()
    this.once('close', () => clearTimeout(timer))
  }
}
