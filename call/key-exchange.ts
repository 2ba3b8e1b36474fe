// How two members find out that they have the same passphrase, and hand each other the keys of their media: a data channel
// of its own on every connection between them. Used by Encryption, one for every other participant.
import * as v from 'valibot'
import { Opener, Sealer } from '../workers/sframe.ts'
import type { Bytes } from '../workers/sframe.ts'
import type { Cipher } from './lasting-channel.ts'
import { derivePairKeys, fingerprintsOf, keyBytes, pairSafetyNumber, saltBytes } from './keys.ts'

/** Where two members stand. `off`: neither uses a passphrase. `agreeing`: not known yet. `on`: both have the same one.
 *  `differs`: they have another one, or somebody stands between. `missing`: they have none, and we do. `wanted`: they have
 *  one, and we do not. Media and messages pass with `off` and `on` only. */
export type EncryptionState = 'off' | 'agreeing' | 'on' | 'differs' | 'missing' | 'wanted'

/** What an exchange tells its owner. */
export interface KeyExchangeHandlers {
  /** `state` or `safetyNumber` changed. */
  readonly onchange: () => void
  /** They may seal their media with this key from now on. */
  readonly onkey: (kid: number, key: Bytes) => void
  /** They can open what is sealed with the key that was handed to them under this number. */
  readonly onhave: (kid: number) => void
}

const version = 1
/** Who says nothing for so long after the channel opened has no passphrase, or an older version. */
const helloMs = 1500

const bytes = (length: number) =>
  v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
    v.length(length),
    v.transform((numbers) => Uint8Array.from(numbers)),
  )
const kid = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const exchangeUse = new TextEncoder().encode('keys')

/** In clear. `salt` is null where somebody has no passphrase. */
const helloSchema = v.object({ version: v.literal(version), salt: v.nullable(bytes(saltBytes)) })
/** Sealed. Whatever can be opened proves that both have the same passphrase; `proof` says nothing else. */
const sealedSchema = v.variant('kind', [
  v.object({ kind: v.literal('proof') }),
  v.object({ kind: v.literal('key'), kid, key: bytes(keyBytes) }),
  v.object({ kind: v.literal('have'), kid }),
])
type SealedMessage =
  | { readonly kind: 'proof' }
  | { readonly kind: 'key'; readonly kid: number; readonly key: readonly number[] }
  | { readonly kind: 'have'; readonly kid: number }

/** What belongs to one connection: its channel, and the keys that only its two ends have. */
interface Session {
  readonly connection: RTCPeerConnection
  readonly channel: RTCDataChannel
  readonly salt: Bytes
  keys: Promise<{ readonly sealer: Sealer; readonly opener: Opener }> | null
  /** Resolves once it is known whether they have the same passphrase. */
  agreed: Deferred
}

interface Deferred {
  readonly promise: Promise<boolean>
  resolve(isAgreed: boolean): void
}

/** Lasts for as long as the participant is there, over any number of connections. */
export class KeyExchange {
  readonly #passphraseKey: CryptoKey | null
  readonly #handlers: KeyExchangeHandlers
  #state: EncryptionState
  #safetyNumber: string | null = null
  #session: Session | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param passphraseKey null: this side has no passphrase, and says so where it is asked */
  constructor(passphraseKey: CryptoKey | null, handlers: KeyExchangeHandlers) {
    this.#passphraseKey = passphraseKey
    this.#handlers = handlers
    this.#state = passphraseKey ? 'agreeing' : 'off'
  }

  get state(): EncryptionState {
    return this.#state
  }

  /** null before the connection is made. */
  get safetyNumber(): string | null {
    return this.#safetyNumber
  }

  /** Agrees anew over this connection, which has not negotiated yet. */
  attach(connection: RTCPeerConnection): void {
    this.#detach()
    const channel = connection.createDataChannel('keys', { negotiated: true, id: 2 })
    channel.binaryType = 'arraybuffer'
    const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
    const session: Session = { connection, channel, salt, keys: null, agreed: createDeferred() }
    this.#session = session
    channel.onopen = () => this.#onOpen(session)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') this.#onHello(session, data)
      else void this.#onSealed(session, data)
    }
    if (this.#passphraseKey) this.#setState('agreeing')
  }

  /** Hands over the key that our media will be sealed with. Only while `state` is `on`. */
  handOver(kid: number, key: Bytes): void {
    void this.#say({ kind: 'key', kid, key: [...key] })
  }

  /** Hides what else the two tell each other. Waits until they have agreed, for ever with somebody who never says a
   *  word, and seals nothing where they have different passphrases.
   *  @param use what travels elsewhere cannot be passed off as this */
  cipher(use: string): Cipher {
    const metadata = new TextEncoder().encode(use)
    return {
      seal: async (plaintext) => {
        const session = this.#session
        if (!session || this.#state === 'differs' || !(await session.agreed.promise)) return null
        const keys = await session.keys
        return keys ? (await keys.sealer.seal(plaintext, metadata)).buffer : null
      },
      open: async (sealed) => {
        const keys = await this.#session?.keys
        return (await keys?.opener.open(new Uint8Array(sealed), metadata))?.buffer ?? null
      },
    }
  }

  /** The participant has left. */
  close(): void {
    this.#detach()
  }

  #detach(): void {
    clearTimeout(this.#timer)
    const session = this.#session
    this.#session = null
    if (!session) return
    session.channel.onopen = session.channel.onmessage = null
    session.agreed.resolve(false)
  }

  /** Who has no passphrase says nothing before they are asked: others may not know this channel. */
  #onOpen(session: Session): void {
    void this.#tellSafetyNumber(session)
    if (!this.#passphraseKey) return
    this.#hello(session)
    this.#timer = setTimeout(() => this.#refuse(session, 'missing'), helloMs)
  }

  #hello({ channel, salt }: Session): void {
    channel.send(JSON.stringify({ version, salt: this.#passphraseKey && [...salt] }))
  }

  #onHello(session: Session, text: string): void {
    clearTimeout(this.#timer)
    const hello = v.safeParse(v.pipe(v.string(), v.maxLength(1000), v.parseJson(), helloSchema), text)
    const theirs = hello.success ? hello.output.salt : undefined
    if (!this.#passphraseKey) {
      if (!theirs) return
      this.#hello(session)
      this.#setState('wanted')
    } else if (theirs === null) this.#refuse(session, 'missing')
    // Our own salt would make both directions use one key; a second hello would begin the counters anew.
    else if (theirs === undefined || String(theirs) === String(session.salt)) this.#refuse(session, 'differs')
    else if (!session.keys) {
      session.keys = this.#agree(session, this.#passphraseKey, theirs)
      void this.#say({ kind: 'proof' })
    }
  }

  async #agree(session: Session, passphraseKey: CryptoKey, theirs: Bytes) {
    const fingerprints = fingerprintsOf(session.connection) ?? ''
    const keys = await derivePairKeys(passphraseKey, { ours: session.salt, theirs }, fingerprints)
    const [sealer, opener] = await Promise.all([Sealer.create(keys.seal, 0), Opener.create(keys.open, 0)])
    return { sealer, opener }
  }

  async #onSealed(session: Session, data: unknown): Promise<void> {
    const keys = await session.keys
    if (!keys || session !== this.#session || !(data instanceof ArrayBuffer)) return
    const opened = await keys.opener.open(new Uint8Array(data), exchangeUse)
    if (session !== this.#session) return
    if (!opened) {
      if (this.#state !== 'on') this.#refuse(session, 'differs')
      return
    }
    session.agreed.resolve(true)
    this.#setState('on')
    const message = v.safeParse(v.pipe(v.string(), v.parseJson(), sealedSchema), new TextDecoder().decode(opened))
    if (!message.success) return
    const { output } = message
    if (output.kind === 'have') this.#handlers.onhave(output.kid)
    if (output.kind !== 'key') return
    this.#handlers.onkey(output.kid, output.key)
    void this.#say({ kind: 'have', kid: output.kid })
  }

  async #say(message: SealedMessage): Promise<void> {
    const session = this.#session
    const keys = await session?.keys
    if (!session || !keys) return
    const sealed = await keys.sealer.seal(new TextEncoder().encode(JSON.stringify(message)), exchangeUse)
    if (session.channel.readyState === 'open') session.channel.send(sealed)
  }

  /** What waits is given up where they have another passphrase. A hello that is late may still come. */
  #refuse(session: Session, state: 'differs' | 'missing'): void {
    if (state === 'differs') {
      session.agreed.resolve(false)
      session.agreed = createDeferred()
    }
    this.#setState(state)
  }

  async #tellSafetyNumber(session: Session): Promise<void> {
    const fingerprints = fingerprintsOf(session.connection)
    if (!fingerprints) return
    const number = await pairSafetyNumber(this.#passphraseKey, fingerprints)
    if (session !== this.#session) return
    this.#safetyNumber = number
    this.#handlers.onchange()
  }

  #setState(state: EncryptionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#handlers.onchange()
  }
}

function createDeferred(): Deferred {
  let resolve!: Deferred['resolve']
  const promise = new Promise<boolean>((resolveIt) => (resolve = resolveIt))
  return { promise, resolve }
}
