// The least of a TURN client (RFC 8656) that asks a relay on 127.0.0.1 whom it passes on to.
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'

const cookie = Buffer.from('2112a442', 'hex')
const allocate = 0x003
const createPermission = 0x008
const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  peerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  addressFamily: 0x0017,
  transport: 0x0019,
}
/** Of a signature, with what stands before it. */
const signatureBytes = 24

/** What `createTurnServer` gives. */
interface Credentials {
  readonly username?: string | undefined
  readonly credential?: string | undefined
}

/** An allocation of one family. `close` it. */
export class RelayClient {
  readonly #socket = createSocket('udp4')
  readonly #port: number
  readonly #credentials: Credentials
  #realm: Buffer = Buffer.alloc(0)
  #nonce: Buffer = Buffer.alloc(0)

  /** @throws Error with the code of the relay's refusal */
  static async open(port: number, family: 4 | 6, credentials: Credentials): Promise<RelayClient> {
    const client = new RelayClient(port, credentials)
    const wishes = Buffer.concat([
      encode(attribute.transport, Buffer.from([17, 0, 0, 0])),
      encode(attribute.addressFamily, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])),
    ])
    const challenge = await client.#request(allocate, () => wishes)
    client.#realm = challenge.get(attribute.realm)!
    client.#nonce = challenge.get(attribute.nonce)!
    const code = codeOf(await client.#request(allocate, () => wishes))
    if (code === 0) return client
    client.close()
    throw new Error(`The relay gives no allocation: ${code}.`)
  }

  private constructor(port: number, credentials: Credentials) {
    this.#port = port
    this.#credentials = credentials
  }

  /** @returns 0 where the relay would pass packets on to the address, or the code with which it refuses */
  async ask(address: string): Promise<number> {
    const bytes = bytesOf(address)
    const answer = await this.#request(createPermission, (id) => {
      const mask = Buffer.concat([cookie, id])
      const masked = bytes.map((byte, index) => byte ^ mask[index]!)
      return encode(attribute.peerAddress, Buffer.from([0, isIPv4(address) ? 1 : 2, 0, 9, ...masked]))
    })
    return codeOf(answer)
  }

  close(): void {
    this.#socket.close()
  }

  /** @returns the attributes of the answer */
  async #request(method: number, attributesFor: (id: Buffer) => Buffer): Promise<ReadonlyMap<number, Buffer>> {
    const id = randomBytes(12)
    this.#socket.send(this.#sign(method, id, attributesFor(id)), this.#port, '127.0.0.1')
    for (;;) {
      const [message] = (await once(this.#socket, 'message', { signal: AbortSignal.timeout(5_000) })) as [Buffer]
      if (message.subarray(8, 20).equals(id)) return decode(message.subarray(20))
    }
  }

  #sign(method: number, id: Buffer, attributes: Buffer): Buffer {
    if (this.#nonce.length === 0) return Buffer.concat([header(method, id, attributes.length), attributes])
    const { username = '', credential = '' } = this.#credentials
    const body = Buffer.concat([
      attributes,
      encode(attribute.username, Buffer.from(username)),
      encode(attribute.realm, this.#realm),
      encode(attribute.nonce, this.#nonce),
    ])
    // The length that is signed has the signature in it.
    const signed = Buffer.concat([header(method, id, body.length + signatureBytes), body])
    const key = createHash('md5').update(`${username}:${this.#realm.toString()}:${credential}`).digest()
    return Buffer.concat([signed, encode(attribute.messageIntegrity, createHmac('sha1', key).update(signed).digest())])
  }
}

function header(method: number, id: Buffer, length: number): Buffer {
  const start = Buffer.alloc(4)
  start.writeUInt16BE(method)
  start.writeUInt16BE(length, 2)
  return Buffer.concat([start, cookie, id])
}

function encode(type: number, value: Buffer): Buffer {
  const start = Buffer.alloc(4)
  start.writeUInt16BE(type)
  start.writeUInt16BE(value.length, 2)
  return Buffer.concat([start, value, Buffer.alloc(padding(value.length))])
}

function decode(attributes: Buffer): ReadonlyMap<number, Buffer> {
  const values = new Map<number, Buffer>()
  for (let at = 0; at < attributes.length;) {
    const length = attributes.readUInt16BE(at + 2)
    values.set(attributes.readUInt16BE(at), attributes.subarray(at + 4, at + 4 + length))
    at += 4 + length + padding(length)
  }
  return values
}

/** Attributes end at multiples of four bytes. */
function padding(length: number): number {
  return (4 - (length % 4)) % 4
}

function codeOf(answer: ReadonlyMap<number, Buffer>): number {
  const error = answer.get(attribute.errorCode)
  return error ? error[2]! * 100 + error[3]! : 0
}

function bytesOf(address: string): readonly number[] {
  if (isIPv4(address)) return address.split('.').map(Number)
  // As hexadecimal numbers, with the longest row of zeros left out.
  const [start = [], end = []] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter(Boolean))
  const left = Array<string>(8 - start.length - end.length).fill('0')
  return [...start, ...left, ...end].flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255])
}
