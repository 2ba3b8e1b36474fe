// What Prometheus reads of the server, in a registry of its own. Used by main.ts.
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { SignalingEvent } from './events.ts'
import type { Signaling } from './socket-server.ts'

/** The figures of one server. */
export interface Metrics {
  count(event: SignalingEvent): void
  /** @returns them in the text format of Prometheus */
  read(signaling: Signaling): Promise<string>
  readonly contentType: string
}

/** Also counts what Node and the process use. */
export function createMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })

  const gauge = (name: string, help: string) => new Gauge({ name: `signaling_${name}`, help, registers })
  const sockets = gauge('sockets', 'Open sockets.')
  const rooms = gauge('rooms', 'Rooms with members in this process.')
  const seats = gauge('seats', 'Seats in this process, those of vanished owners included.')
  const ready = gauge('ready', '1 while the server is ready, 0 while it drains or Redis is away.')

  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `signaling_${name}_total`, help, labelNames, registers })
  const joins = counter('joins', 'Seats taken: new, resumed, or restored.', ['kind'])
  const leaves = counter('leaves', 'Seats given up.')
  const messages = counter('relayed_messages', 'Descriptions and candidates passed on.')
  const bytes = counter('relayed_bytes', 'Their length.')
  const refusals = counter('refusals', 'Sockets closed by the server, by the code of docs/signaling.md.', ['code'])

  return {
    contentType: register.contentType,
    count(event) {
      switch (event.type) {
        case 'joined':
          joins.inc({ kind: event.kind })
          break
        case 'left':
          leaves.inc()
          break
        case 'relayed':
          messages.inc()
          bytes.inc(event.bytes)
          break
        case 'refused':
          refusals.inc({ code: event.code })
          break
        case 'bus':
        case 'nonsense':
      }
    },
    read({ size, isReady }) {
      sockets.set(size.sockets)
      rooms.set(size.rooms)
      seats.set(size.seats)
      ready.set(isReady ? 1 : 0)
      return register.metrics()
    },
  }
}
