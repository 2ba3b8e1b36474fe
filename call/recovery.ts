// What becomes of a connection that does not come up or breaks off: an ICE restart, then a fresh connection, then it counts
// as failed and is tried again now and then. Used by Peer, which does what is decided here.

/** All in milliseconds. */
export interface PeerTimes {
  /** For a connection to come up. Takes 0.1 to 0.4 s in the lab, through TURN over TCP too; the rest is for slow networks
   *  and for a page that is still loading. */
  readonly connectMs: number
  /** Without bytes, once ICE says `disconnected`. Shorter outages heal by themselves. */
  readonly disconnectedMs: number
  /** For an answer to an ICE restart. Who is there answers within a second; so that one who vanished is gone within 15 s:
   *  up to 7.6 s until ICE says `disconnected`, these 4, and Call's 2. */
  readonly answerMs: number
  /** For an ICE restart, its answer included. It takes 0.3 s in the lab; more than the time to connect is of no use, since
   *  a fresh connection costs little more. */
  readonly restartMs: number
  /** For a fresh connection. */
  readonly freshMs: number
  /** From one attempt to the next after that. Rare enough to cost nothing, often enough for a person to wait for. */
  readonly retryMs: number
  /** Until an offer without an answer is sent again; then twice as long, and so on. Signaling that keeps its promises loses
   *  nothing; the first wait is long enough for a busy browser to answer. */
  readonly resendMs: number
}

/** What a Peer works with, unless a test brings its own. */
export const peerTimes: PeerTimes = {
  connectMs: 10_000,
  disconnectedMs: 3_000,
  answerMs: 4_000,
  restartMs: 6_000,
  freshMs: 8_000,
  retryMs: 30_000,
  resendMs: 2_000,
}

/** What has arrived on a connection so far. */
export interface Received {
  readonly bytes: number
  /** How long ago the last packet came, in milliseconds; null where the browser does not tell. */
  readonly quietMs: number | null
}

/** What Recovery asks of its owner and has it do. */
export interface RecoveryHandlers {
  /** Starts an ICE restart. */
  readonly restart: () => void
  /** Replaces the connection by a fresh one. */
  readonly renew: () => void
  readonly received: () => Promise<Received>
  /** An offer waits for its answer, and the other side has not said a word for so long, in milliseconds. */
  readonly isSilent: (forMs: number) => boolean
  /** Nothing helped. `isSilent`: the other side does not say a word. */
  readonly onfail: (isSilent: boolean) => void
}

/** `quiet`: disconnected, and perhaps back in a moment. */
type Stage = 'connecting' | 'connected' | 'quiet' | 'restarting' | 'renewing' | 'failed'

/** One connection's way back. */
export class Recovery {
  readonly #handlers: RecoveryHandlers
  readonly #times: PeerTimes
  #stage: Stage = 'connecting'
  #timer: ReturnType<typeof setTimeout> | undefined
  #isPaused = false
  #isClosed = false
  /** `retry` was called while paused. */
  #isAsked = false
  #failure: 'silent' | 'heard' | null = null

  constructor(handlers: RecoveryHandlers, times: PeerTimes) {
    this.#handlers = handlers
    this.#times = times
    this.#wait(times.connectMs, () => this.#onTimeout())
  }

  /** Nothing helped so far, and the connection has not come up since. */
  get hasFailed(): boolean {
    return this.#failure !== null
  }

  /** To be told of every `connectionState`. */
  onStateChange(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.#stage = 'connected'
      this.#failure = null
      clearTimeout(this.#timer)
    } else if (state === 'disconnected' && this.#stage === 'connected') {
      this.#stage = 'quiet'
      void this.#awaitBytes()
    } else if (state === 'failed') {
      if (this.#stage === 'renewing') this.#fail(false)
      else if (this.#stage !== 'restarting' && this.#stage !== 'failed') this.#restart()
    }
  }

  /** To be told when the two sides have agreed: whoever is heard again is worth another wait. */
  onAgreed(): void {
    if (this.#failure === 'silent') this.#failure = null
    if (this.#stage === 'failed') this.#enter('renewing')
  }

  /** To be told when the other side has begun anew, so that there is a fresh connection. */
  onRenewed(): void {
    if (this.#stage !== 'connecting') this.#enter('renewing')
  }

  /** Looks for another way at once; where all have failed, on a fresh connection. */
  retry(): void {
    if (this.#isPaused) this.#isAsked = true
    else if (this.#stage === 'failed') this.#renew()
    else if (this.#stage === 'connected') this.#handlers.restart()
    else if (this.#stage === 'quiet' || this.#stage === 'restarting') this.#restart()
  }

  /** While signaling is lost, nothing can be tried. Once it is back, that comes first. */
  set paused(paused: boolean) {
    if (paused === this.#isPaused) return
    this.#isPaused = paused
    clearTimeout(this.#timer)
    if (paused) return
    if (this.#stage === 'connecting' || this.#stage === 'renewing') this.#enter(this.#stage)
    else if (this.#isAsked || this.#stage !== 'connected') this.retry()
    this.#isAsked = false
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  async #awaitBytes(bytesBefore = -1): Promise<void> {
    const { bytes, quietMs } = await this.#handlers.received()
    if (this.#stage !== 'quiet') return
    const { disconnectedMs } = this.#times
    const isQuiet = quietMs === null ? bytes === bytesBefore : quietMs >= disconnectedMs
    if (isQuiet) this.#restart()
    else this.#wait(disconnectedMs - (quietMs ?? 0), () => void this.#awaitBytes(bytes))
  }

  #onTimeout(): void {
    if (this.#handlers.isSilent(this.#times.answerMs)) this.#fail(true)
    else if (this.#stage === 'connecting') this.#restart()
    else if (this.#stage === 'restarting') this.#renew()
    else this.#fail(false)
  }

  #restart(): void {
    this.#enter('restarting')
    if (!this.#isPaused) this.#handlers.restart()
  }

  #renew(): void {
    this.#enter('renewing')
    this.#handlers.renew()
  }

  #fail(isSilent: boolean): void {
    this.#failure = isSilent ? 'silent' : 'heard'
    this.#stage = 'failed'
    this.#wait(this.#times.retryMs, () => this.retry())
    this.#handlers.onfail(isSilent)
  }

  #enter(stage: 'connecting' | 'restarting' | 'renewing'): void {
    this.#stage = stage
    const { connectMs, answerMs, restartMs, freshMs } = this.#times
    if (stage === 'connecting') this.#wait(connectMs, () => this.#onTimeout())
    else if (stage === 'renewing') this.#wait(freshMs, () => this.#onTimeout())
    else
      this.#wait(answerMs, () => {
        if (this.#handlers.isSilent(answerMs)) this.#fail(true)
        else this.#wait(restartMs - answerMs, () => this.#onTimeout())
      })
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer)
    if (!this.#isPaused && !this.#isClosed) this.#timer = setTimeout(then, ms)
  }
}
