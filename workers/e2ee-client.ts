// The page's half of end-to-end encryption of frames: puts senders and receivers under transforms of a worker, and starts
// another worker where that one dies. Used by Encryption (call/encryption.ts), one for each call.
import type { E2eeOrder, E2eeReport, TransformOptions } from './e2ee-api.ts'
import type { Refusal } from './frame-cryptor.ts'
import workerUrl from './e2ee.worker.ts?worker&url'
import type { Bytes } from './sframe.ts'
import { spawnWorker } from './spawn.ts'

export type { Refusal } from './frame-cryptor.ts'

/** A worker says nothing when it dies. It is asked this often, and given up after so many questions without an answer;
 *  loading may take longer. */
const pingMs = 500
const maxUnanswered = { loading: 30, running: 3 }

type Attached = RTCRtpSender | RTCRtpReceiver

/** Whether this browser lets a worker see encoded frames. */
export function supportsFrameEncryption(): boolean {
  return 'RTCRtpScriptTransform' in globalThis && 'transform' in RTCRtpSender.prototype
}

/** Nothing that is attached is ever sent or shown in clear: without keys, and without a worker, no frame passes. */
export class E2eeClient {
  /** A worker was replaced by one that has no keys: all of them are to be given again, the own one fresh. */
  onrestart: (() => void) | null = null
  /** Frames from or for this participant do not pass. */
  onrefused: ((pair: string, refusal: Refusal, mimeType: string) => void) | null = null
  readonly #attached = new Map<string, Map<Attached, TransformOptions['operation']>>()
  #worker: Worker
  #unanswered = 0
  #isLoading = true
  readonly #timer = setInterval(() => this.#ping(), pingMs)

  constructor() {
    this.#worker = this.#spawn()
  }

  /** Seals or opens every frame of this sender or receiver, from its first one on. Once is enough. */
  attach(pair: string, attached: Attached): void {
    const ofPair = this.#attached.get(pair) ?? new Map<Attached, TransformOptions['operation']>()
    this.#attached.set(pair, ofPair)
    if (ofPair.has(attached)) return
    const operation = attached instanceof RTCRtpSender ? 'seal' : 'open'
    ofPair.set(attached, operation)
    this.#transform(attached, { operation, pair })
  }

  /** The own key from now on, with which nothing was sealed before. Nobody is sent anything until `send`. */
  setOwnKey(kid: number, baseKey: Bytes): void {
    this.#order({ kind: 'own key', kid, baseKey })
  }

  /** Sends to this participant, sealed with the newest own key, or sends nothing. */
  send(pair: string, isOn: boolean): void {
    this.#order({ kind: 'send', pair, isOn })
  }

  /** Opens what this participant has sealed with this key. */
  receive(pair: string, kid: number, baseKey: Bytes): void {
    this.#order({ kind: 'receive', pair, kid, baseKey })
  }

  /** The connection with this participant was replaced by another one: what was attached is gone. */
  detach(pair: string): void {
    this.#attached.delete(pair)
  }

  /** Nothing from or for this participant passes any more. */
  forget(pair: string): void {
    this.detach(pair)
    this.#order({ kind: 'forget', pair })
  }

  /** Ends the worker; no frame passes any more. */
  close(): void {
    clearInterval(this.#timer)
    this.onrestart = this.onrefused = null
    this.#worker.terminate()
  }

  #spawn(): Worker {
    const worker = spawnWorker(workerUrl, 'rtc-elements e2ee')
    worker.addEventListener('message', ({ data }: MessageEvent<E2eeReport>) => this.#receive(data))
    worker.postMessage({ kind: 'ping' } satisfies E2eeOrder)
    return worker
  }

  #receive(report: E2eeReport): void {
    if (report.kind === 'refused') {
      this.onrefused?.(report.pair, report.refusal, report.mimeType)
      return
    }
    this.#unanswered = 0
    this.#isLoading = false
  }

  #ping(): void {
    if (this.#unanswered++ < maxUnanswered[this.#isLoading ? 'loading' : 'running']) this.#order({ kind: 'ping' })
    else this.#restart()
  }

  #restart(): void {
    console.warn('rtc-call: the worker that encrypts has died. It is started anew; nothing was sent meanwhile.')
    this.#worker.terminate()
    this.#worker = this.#spawn()
    this.#unanswered = 0
    this.#isLoading = true
    for (const [pair, ofPair] of this.#attached)
      for (const [attached, operation] of ofPair) this.#transform(attached, { operation, pair })
    this.onrestart?.()
  }

  #transform(attached: Attached, options: TransformOptions): void {
    attached.transform = new RTCRtpScriptTransform(this.#worker, options)
  }

  #order(order: E2eeOrder): void {
    this.#worker.postMessage(order)
  }
}
