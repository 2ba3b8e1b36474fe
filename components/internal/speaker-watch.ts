// Looks a few times a second who of a call speaks, while there is someone to look at. Used by <rtc-call>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { LevelReader, SpeakerDetector } from '../../call/speaking.ts'

const everyMs = 150

/** One timer for all participants, and no AudioContext. */
export class SpeakerWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #receivers: () => ReadonlyMap<string, readonly RTCRtpReceiver[]>
  readonly #onchange: () => void
  #detector = new SpeakerDetector()
  #reader = new LevelReader()
  #timer: ReturnType<typeof setTimeout> | undefined
  #speaking: ReadonlySet<string> = new Set()

  /** @param receivers those of each participant, by id
   *  @param onchange `speaking` is another set */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    receivers: () => ReadonlyMap<string, readonly RTCRtpReceiver[]>,
    onchange: () => void,
  ) {
    this.#host = host
    this.#receivers = receivers
    this.#onchange = onchange
    host.addController(this)
  }

  /** The ids of those who speak. */
  get speaking(): ReadonlySet<string> {
    return this.#speaking
  }

  hostUpdated(): void {
    const isWanted = this.#host.isConnected && this.#receivers().size > 0
    if (isWanted) this.#timer ??= this.#later()
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #later(): ReturnType<typeof setTimeout> {
    return setTimeout(() => void this.#look(), everyMs)
  }

  async #look(): Promise<void> {
    const timer = this.#timer
    const receivers = this.#receivers()
    const levels = await Promise.all(
      [...receivers].map(async ([id, some]) => [id, await this.#reader.read(some).catch(() => 0)] as const),
    )
    if (timer !== this.#timer) return
    this.#timer = receivers.size > 0 ? this.#later() : undefined
    const speaking = this.#detector.hear(new Map(levels), performance.now())
    const isSame = speaking.size === this.#speaking.size && [...speaking].every((id) => this.#speaking.has(id))
    this.#speaking = speaking
    if (!isSame) this.#onchange()
  }
}
