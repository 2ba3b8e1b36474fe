// What all meters of a page share: one AudioContext that listens, and one worker that draws. Both end with the last meter. Used
// by MeterSession.
import workerUrl from '../../workers/meter.worker.ts?worker&url'
import workletUrl from '../../workers/meter.worklet.ts?worker&url'
import { spawnWorker } from '../../workers/spawn.ts'
import { onGesture } from './gestures.ts'

/** A context begins suspended and runs at once where it may; after this long it may not. */
const patienceMs = 500

let house: MeterHouse | null = null
let meters = 0

/** Dispatches `statechange` when `suspended` changes.
 *
 *  A browser may start a page's sound only after a gesture; the house waits for one and then resumes by itself. */
export class MeterHouse extends EventTarget {
  readonly context = new AudioContext()
  readonly worker = spawnWorker(workerUrl, 'rtc-meter')
  /** Rejects where the worklet cannot be loaded. */
  readonly ready = this.context.audioWorklet.addModule(workletUrl)
  readonly #life = new AbortController()
  #isPatient = true

  private constructor() {
    super()
    const { signal } = this.#life
    const tell = () => this.dispatchEvent(new Event('statechange'))
    this.context.addEventListener('statechange', tell, { signal })
    onGesture(() => this.resume(), signal)
    const timer = setTimeout(() => {
      this.#isPatient = false
      tell()
    }, patienceMs)
    signal.addEventListener('abort', () => clearTimeout(timer))
    this.resume()
  }

  /** Comes in: each meter once, until it leaves. */
  static enter(): MeterHouse {
    meters++
    return (house ??= new MeterHouse())
  }

  leave(): void {
    if (--meters > 0) return
    house = null
    this.#life.abort()
    this.worker.terminate()
    void this.context.close()
  }

  /** True while the browser lets nothing be heard because nobody has clicked yet. */
  get suspended(): boolean {
    return !this.#isPatient && this.context.state !== 'running' && this.context.state !== 'closed'
  }

  /** Asks the browser to let the sound through. Stays suspended if it wants a gesture first. */
  resume(): void {
    // A refusal leaves the context suspended, which `suspended` says.
    if (this.context.state !== 'running') this.context.resume().catch(() => undefined)
  }
}
