// How much one socket, and one address with all its sockets, may ask of the server. Used by server.ts.
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/** How many messages may come at once, and per second in the long run. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** A token bucket: full at first, and filled again with time. */
export class Bucket {
  #tokens: number
  #last = performance.now()

  constructor(readonly rate: Rate) {
    this.#tokens = rate.burst
  }

  /** Says whether one more message is allowed now. */
  take(): boolean {
    this.#fill()
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  get isFull(): boolean {
    this.#fill()
    return this.#tokens >= this.rate.burst
  }

  #fill(): void {
    const now = performance.now()
    this.#tokens = Math.min(this.rate.burst, this.#tokens + ((now - this.#last) / 1000) * this.rate.perSecond)
    this.#last = now
  }
}

/** What came from one address. */
export interface Address {
  readonly bucket: Bucket
  sockets: number
}

/** All addresses that are connected, or were a moment ago. */
export class Addresses {
  readonly #known = new Map<string, Address>()

  constructor(readonly rate: Rate) {}

  get size(): number {
    return this.#known.size
  }

  /** @param name of `addressOf` */
  at(name: string): Address {
    const address = this.#known.get(name) ?? { bucket: new Bucket(this.rate), sockets: 0 }
    this.#known.set(name, address)
    return address
  }

  /** Forgets those that have no sockets and nothing to regret. To be called now and then. */
  sweep(): void {
    for (const [name, { bucket, sockets }] of this.#known) {
      if (sockets === 0 && bucket.isFull) this.#known.delete(name)
    }
  }
}

/** Whom the limits of an address hold for: an IPv4 address, or the network (/64) that an IPv6 address is in, since its
 *  owner has all of that.
 *  @param trustProxy takes the address that the nearest proxy wrote into X-Forwarded-For, its last */
export function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? [headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() : undefined
  const address = (forwarded ?? socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(address) ? networkOf(address) : address
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
