// The log of the server: one JSON object per line on standard output (pino). No secret, no name of a person and no name of
// a room comes into it; a room is told from others by a short hash.
import { createHash } from 'node:crypto'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { SignalingEvent } from './events.ts'

/** Keys whose values nobody is to read in a log, wherever somebody might log them one day. */
const secrets = ['token', 'pass', 'credential', 'secret', 'password', 'authorization', 'cookie']

/** @param level the least that is worth a line: `debug`, `info`, `warn`, `error`, or `silent` */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '(secret)' },
  })
}

/** Writes a line for what happened, unless it happens all the time. */
export function logEvent(log: Logger, event: SignalingEvent): void {
  switch (event.type) {
    case 'joined':
      log.info({ kind: event.kind, room: nameless(event.room), id: event.id }, 'joined')
      break
    case 'left':
      log.info({ room: nameless(event.room), id: event.id }, 'left')
      break
    case 'refused':
      log.info({ code: event.code, address: event.address }, 'refused')
      break
    case 'bus':
      if (event.isUp) log.info('Redis is connected')
      else log.error({ reason: event.reason }, 'Redis cannot be reached; rooms go on in this process alone')
      break
    case 'nonsense':
      log.error('Redis holds what is no room under the keys of rooms: give this server a database of its own')
      break
    case 'relayed':
  }
}

function nameless(room: string): string {
  return createHash('sha256').update(room).digest('hex').slice(0, 8)
}
