// End-to-end encryption of one call: the own key and who has it, and every sender and receiver under a transform. Used by
// Call. docs/encryption.md says what it protects from.
import { E2eeClient, supportsFrameEncryption } from '../workers/e2ee-client.ts'
import type { Refusal } from '../workers/e2ee-client.ts'
import type { Bytes } from '../workers/sframe.ts'
import { KeyExchange } from './key-exchange.ts'
import type { EncryptionState } from './key-exchange.ts'
import { derivePassphraseKey, keyBytes, roomSafetyNumber } from './keys.ts'
import type { Cipher } from './lasting-channel.ts'

/** At most one error in so long is told of each participant. */
const errorMs = 30_000

/** What encryption tells of one participant. */
export interface EncryptedPeerHandlers {
  /** `state` or `safetyNumber` changed. */
  readonly onchange: () => void
  /** Something cannot be sent to them, or be shown. */
  readonly onerror: (error: Error) => void
}

/** One of the others, as encryption sees them. */
export interface EncryptedPeer {
  readonly state: EncryptionState
  /** null before the connection is made. */
  readonly safetyNumber: string | null
  /** What they send may be shown. */
  readonly isShown: boolean
  /** Hides what is said on a data channel; null where the call is not encrypted.
   *  @param use names the channel */
  cipher(use: string): Cipher | null
  /** Agrees on keys over this connection, which has not negotiated yet, and opens all that is received over it. */
  attach(connection: RTCPeerConnection): void
  /** Seals all that this sender of that connection sends. Called as soon as it is made. */
  protect(connection: RTCPeerConnection, sender: RTCRtpSender): void
}

interface Pair {
  readonly exchange: KeyExchange
  readonly handlers: EncryptedPeerHandlers
  /** What was acted on. */
  state: EncryptionState
  /** Our key has been handed to them. */
  hasOurs: boolean
  /** Their newest key, kept for another worker should this one die. */
  theirs: { readonly kid: number; readonly key: Bytes } | null
  /** Over another connection, somebody else may have taken their seat and count from the beginning. */
  isRenewed: boolean
  lastErrorAt: number
}

/** Without a passphrase it only finds out that somebody else has one. */
export class Encryption {
  /** 60 digits, the same for all who have the same passphrase; null without one. */
  readonly safetyNumber: string | null
  readonly #passphraseKey: CryptoKey | null
  readonly #client: E2eeClient | null
  readonly #pairs = new Map<string, Pair>()
  #ours = { kid: -1, key: new Uint8Array(keyBytes) }

  private constructor(passphraseKey: CryptoKey | null, safetyNumber: string | null) {
    this.#passphraseKey = passphraseKey
    this.safetyNumber = safetyNumber
    this.#client = passphraseKey && new E2eeClient()
    if (!this.#client) return
    this.#client.onrestart = () => this.#onRestart()
    this.#client.onrefused = (id, refusal, mimeType) => this.#onRefused(id, refusal, mimeType)
    this.#takeFreshKey()
  }

  /** @param passphrase empty: nothing is encrypted end to end
   *  @param room normalised
   *  Rejects with an Error of the name EncryptionUnsupported where this browser cannot, or the page is not secure. */
  static async create(passphrase: string, room: string): Promise<Encryption> {
    if (!passphrase) return new Encryption(null, null)
    // Pages without https have no WebCrypto.
    if (!supportsFrameEncryption() || !isSecureContext)
      throw named(
        'EncryptionUnsupported',
        'This browser cannot encrypt calls end to end (RTCRtpScriptTransform, on a page from https). Nothing was sent. Use a current browser, or join without a passphrase.',
      )
    const passphraseKey = await derivePassphraseKey(passphrase, room)
    return new Encryption(passphraseKey, await roomSafetyNumber(passphraseKey))
  }

  /** A participant has come. */
  admit(id: string, handlers: EncryptedPeerHandlers): EncryptedPeer {
    const exchange = new KeyExchange(this.#passphraseKey, {
      onchange: () => {
        if (exchange.state !== pair.state) this.#onAgreement(id, pair)
        handlers.onchange()
      },
      onkey: (kid, key) => this.#onKey(id, kid, key),
      // Of an older key that they have by now, nothing is known any more.
      onhave: (kid) => {
        if (kid === this.#ours.kid) this.#client?.send(id, true)
      },
    })
    const { state } = exchange
    const pair: Pair = {
      exchange,
      handlers,
      state,
      hasOurs: false,
      theirs: null,
      isRenewed: false,
      lastErrorAt: -Infinity,
    }
    this.#pairs.set(id, pair)
    const client = this.#client
    return {
      get state() {
        return exchange.state
      },
      get safetyNumber() {
        return exchange.safetyNumber
      },
      get isShown() {
        return exchange.state === 'on' || exchange.state === 'off'
      },
      cipher: (use) => client && exchange.cipher(use),
      attach(connection) {
        pair.isRenewed = true
        client?.detach(id)
        client?.send(id, false)
        connection.addEventListener('track', ({ receiver }) => client?.attach(id, receiver))
        exchange.attach(connection)
      },
      protect(connection, sender) {
        client?.attach(id, sender)
        // The other half of it may hear of frames before any event tells that it receives.
        const half = connection.getTransceivers().find((transceiver) => transceiver.sender === sender)
        if (half) client?.attach(id, half.receiver)
      },
    }
  }

  /** The participant has left: what is sent from now on is sealed with a key that they never had. */
  dismiss(id: string): void {
    const pair = this.#pairs.get(id)
    if (!pair) return
    this.#pairs.delete(id)
    pair.exchange.close()
    this.#client?.forget(id)
    if (pair.hasOurs) this.#takeFreshKey()
  }

  /** The call is over; no frame passes any more. */
  close(): void {
    this.#client?.close()
    for (const { exchange } of this.#pairs.values()) exchange.close()
    this.#pairs.clear()
    this.#ours.key.fill(0)
  }

  /** Everyone goes on with the key before until they say that they have this one. */
  #takeFreshKey(): void {
    this.#ours = { kid: this.#ours.kid + 1, key: crypto.getRandomValues(new Uint8Array(keyBytes)) }
    this.#client?.setOwnKey(this.#ours.kid, this.#ours.key)
    for (const pair of this.#pairs.values()) if (pair.exchange.state === 'on') this.#handOver(pair)
  }

  #handOver(pair: Pair): void {
    pair.hasOurs = true
    pair.exchange.handOver(this.#ours.kid, this.#ours.key)
  }

  #onAgreement(id: string, pair: Pair): void {
    pair.state = pair.exchange.state
    if (pair.state === 'on') this.#handOver(pair)
    else this.#client?.send(id, false)
  }

  #onKey(id: string, kid: number, key: Bytes): void {
    const pair = this.#pairs.get(id)
    if (!pair) return
    const { theirs, isRenewed } = pair
    if (theirs?.kid === kid && String(theirs.key) === String(key)) return
    if (theirs && kid <= theirs.kid && !isRenewed) return
    pair.isRenewed = false
    pair.theirs = { kid, key }
    this.#client?.receive(id, kid, key)
  }

  /** The counter of the key before died with the worker, so that key seals nothing any more. */
  #onRestart(): void {
    for (const [id, { theirs }] of this.#pairs) if (theirs) this.#client?.receive(id, theirs.kid, theirs.key)
    this.#takeFreshKey()
  }

  #onRefused(id: string, refusal: Refusal, mimeType: string): void {
    const pair = this.#pairs.get(id)
    const now = performance.now()
    if (pair?.exchange.state !== 'on' || now - pair.lastErrorAt < errorMs) return
    pair.lastErrorAt = now
    pair.handlers.onerror(
      refusal === 'codec'
        ? named(
            'EncryptionUnsupported',
            `With a passphrase only VP8 and Opus are sent and shown, and one participant's connection uses ${mimeType || 'another codec'}. Nothing of it passes.`,
          )
        : named(
            'DecryptionFailed',
            'Something that a participant sent was changed or repeated on its way. It is not shown.',
          ),
    )
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
