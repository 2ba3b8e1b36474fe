// One meter at work: sound of a track into the worklet, numbers out of it, blocks from there to the worker that draws on the
// canvas. Used by <rtc-meter>.
import type { MeterLook, MeterOrder, MeterReading, MeterRequest } from '../../workers/meter-api.ts'
import { MeterHouse } from './meter-house.ts'

/** What a session tells. */
export interface MeterListener {
  onReading(reading: MeterReading): void
  /** `suspended` changed. */
  onStateChange(): void
  /** There will be no readings: the worklet could not be loaded. */
  onError(error: Error): void
}

let sessions = 0

/** From its making until `close` it holds the context and the worker that meters share. */
export class MeterSession {
  readonly #id = ++sessions
  readonly #house = MeterHouse.enter()
  readonly #listener: MeterListener
  readonly #life = new AbortController()
  #node: AudioWorkletNode | null = null
  #source: MediaStreamAudioSourceNode | null = null
  #track: MediaStreamTrack | null = null
  #pace: MeterOrder = { kind: 'pace', seconds: 0.1, isDrawn: false }

  /** @param canvas that nothing was drawn on; it is the worker's from now on */
  constructor(canvas: HTMLCanvasElement, listener: MeterListener) {
    this.#listener = listener
    const { signal } = this.#life
    this.#house.addEventListener('statechange', () => listener.onStateChange(), { signal })
    const { port1, port2 } = new MessageChannel()
    const offscreen = canvas.transferControlToOffscreen()
    const { sampleRate } = this.#house.context
    this.#ask({ id: this.#id, kind: 'open', canvas: offscreen, port: port1, sampleRate }, [offscreen, port1])
    this.#house.ready.then(
      () => this.#open(port2),
      (error: unknown) => {
        port2.close()
        if (!signal.aborted) listener.onError(error instanceof Error ? error : new Error(String(error)))
      },
    )
  }

  get suspended(): boolean {
    return this.#house.suspended
  }

  /** Measures this track from now on, which stays the caller's; null: silence. */
  setTrack(track: MediaStreamTrack | null): void {
    if (track === this.#track) return
    this.#track = track
    this.#connect()
  }

  /** @param isDrawn whether the picture follows the sound; if not, it shows silence
   *  @param seconds between two readings */
  setPace(isDrawn: boolean, seconds: number): void {
    this.#pace = { kind: 'pace', isDrawn, seconds }
    this.#order(this.#pace)
  }

  setLook(look: MeterLook): void {
    this.#ask({ id: this.#id, kind: 'look', look })
  }

  /** Shows silence. */
  clear(): void {
    this.#ask({ id: this.#id, kind: 'clear' })
  }

  /** Turns the clip light off, and lets the peak go. */
  reset(): void {
    this.#order({ kind: 'reset' })
  }

  resume(): void {
    this.#house.resume()
  }

  close(): void {
    if (this.#life.signal.aborted) return
    this.#life.abort()
    this.setTrack(null)
    this.#order({ kind: 'end' })
    this.#node?.port.close()
    this.#ask({ id: this.#id, kind: 'close' })
    this.#house.leave()
  }

  #open(port: MessagePort): void {
    if (this.#life.signal.aborted) {
      port.close()
      return
    }
    this.#node = new AudioWorkletNode(this.#house.context, 'rtc-meter', {
      numberOfOutputs: 0,
      channelCount: 2,
      channelCountMode: 'clamped-max',
    })
    this.#node.port.onmessage = ({ data }: MessageEvent<MeterReading>) => {
      if (!this.#life.signal.aborted) this.#listener.onReading(data)
    }
    this.#order({ kind: 'picture', port }, [port])
    this.#order(this.#pace)
    this.#connect()
  }

  #connect(): void {
    this.#source?.disconnect()
    this.#source = null
    if (!this.#track || !this.#node) return
    // The track alone: a node of a stream listens to the first by id, whichever that is.
    this.#source = this.#house.context.createMediaStreamSource(new MediaStream([this.#track]))
    this.#source.connect(this.#node)
  }

  #order(order: MeterOrder, transfer: Transferable[] = []): void {
    this.#node?.port.postMessage(order, transfer)
  }

  #ask(request: MeterRequest, transfer: Transferable[] = []): void {
    this.#house.worker.postMessage(request, transfer)
  }
}
