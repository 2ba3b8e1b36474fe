// What another participant sends, with effects on it where some are asked for. Used by <rtc-participant>.
import type { Chain } from '../../effects/effect.ts'
import { ProcessedStream } from './processed-stream.ts'

/** Costs nothing until the first effect: until then the stream is the received one itself. After that its tracks stay,
 *  whatever the effects become. */
export class ReceivedStream {
  readonly #onerror: (error: Error | null) => void
  readonly #onaudiostate: () => void
  #received: MediaStream | null = null
  #video: MediaStreamTrack | undefined
  #audio: MediaStreamTrack | undefined
  #chain: string | Chain | null = ''
  #calls = 0
  #output: ProcessedStream | null = null
  #sink: HTMLAudioElement | null = null

  /** @param onerror the effects cannot run; null: they can again
   *  @param onaudiostate `suspended` changed */
  constructor(onerror: (error: Error | null) => void, onaudiostate: () => void) {
    this.#onerror = onerror
    this.#onaudiostate = onaudiostate
  }

  /** True while the browser withholds sound from the effects: the stream is silent then. After a gesture it goes on by
   *  itself. */
  get suspended(): boolean {
    return this.#output?.audio?.suspended ?? false
  }

  /** Never unprocessed while effects are asked for: null where they cannot run. */
  get stream(): MediaStream | null {
    return this.#output?.stream ?? (this.#isProcessed ? null : this.#received)
  }

  async resume(): Promise<void> {
    await this.#output?.audio?.resume()
  }

  /** May be told the same stream again, when its tracks may have changed. */
  setReceived(received: MediaStream | null): void {
    const video = received?.getVideoTracks()[0]
    const audio = received?.getAudioTracks()[0]
    const isSame = received === this.#received && video === this.#video && audio === this.#audio
    const isSameKinds = !video === !this.#video && !audio === !this.#audio
    this.#received = received
    this.#video = video
    this.#audio = audio
    if (!isSameKinds) this.#close()
    if (!isSame) this.#open()
  }

  /** @param chain null where it is not known yet */
  setChain(chain: string | Chain | null): void {
    this.#chain = chain
    if (this.#output) {
      void this.#applyChain(this.#output)
      return
    }
    this.#onerror(null)
    this.#open()
  }

  get #isProcessed(): boolean {
    return this.#chain === null || this.#chain.length > 0
  }

  #open(): void {
    if (!this.#output && (!this.#received || !this.#isProcessed)) return
    try {
      this.#output ??= this.#createOutput()
    } catch (error) {
      this.#onerror(error as Error)
      return
    }
    this.#output.setSource(this.#video ?? null, this.#audio ?? null)
    // Chromium hands the sound of a peer to Web Audio only while an element plays it, be it unheard.
    this.#sink ??= Object.assign(new Audio(), { muted: true, autoplay: true })
    this.#sink.srcObject = this.#audio ? new MediaStream([this.#audio]) : null
  }

  #createOutput(): ProcessedStream {
    const { width, height } = this.#video?.getSettings() ?? {}
    const size = width && height ? { width, height } : { width: 640, height: 480 }
    const output = new ProcessedStream(
      { ...size, hasVideo: this.#video !== undefined, hasAudio: this.#audio !== undefined, allowRaw: false },
      this.#onerror,
      this.#onaudiostate,
    )
    void this.#applyChain(output)
    return output
  }

  async #applyChain(output: ProcessedStream): Promise<void> {
    const call = ++this.#calls
    if (this.#chain === null) {
      output.holdChain()
      return
    }
    const error = await output.setChain(this.#chain).catch((reason: unknown) => reason as Error)
    if (call === this.#calls) this.#onerror(error ?? null)
  }

  #close(): void {
    this.#calls++
    this.#output?.close()
    this.#output = null
    if (this.#sink) this.#sink.srcObject = null
    this.#sink = null
  }
}
