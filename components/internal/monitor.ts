// Lets people hear what they send, through a guard that closes when the microphone hears the speaker. Used by the audio
// pipeline.
import guardUrl from '../../workers/howl-guard.worklet.ts?worker&url'
import { Fader } from './fader.ts'

/** Off at first. */
export class Monitor {
  readonly #context: AudioContext
  readonly #source: AudioNode
  readonly #onHowl: () => void
  readonly #fader: Fader
  #guard: Promise<AudioWorkletNode> | null = null
  #isOn = false

  /** @param onHowl called when it has gone silent because of feedback, and stays so until it is turned off and on */
  constructor(context: AudioContext, source: AudioNode, onHowl: () => void) {
    this.#context = context
    this.#source = source
    this.#onHowl = onHowl
    this.#fader = new Fader(context, 0)
    this.#fader.node.connect(context.destination)
  }

  get isOn(): boolean {
    return this.#isOn
  }
  set isOn(on: boolean) {
    if (on === this.#isOn || this.#context.state === 'closed') return
    this.#isOn = on
    if (on) {
      this.#guard ??= this.#createGuard()
      this.#guard.then(
        (guard) => {
          guard.port.postMessage('open')
          if (this.#isOn) this.#fader.fade(1)
        },
        // Not loaded, there is no monitor, which is quiet: better than one that howls.
        (error: unknown) => {
          this.#guard = null
          console.warn(`rtc-elements: monitor: ${(error as Error).message}`)
        },
      )
    } else this.#fader.fade(0)
  }

  async #createGuard(): Promise<AudioWorkletNode> {
    await this.#context.audioWorklet.addModule(guardUrl)
    const guard = new AudioWorkletNode(this.#context, 'rtc-howl-guard')
    guard.port.onmessage = () => {
      if (this.#isOn) this.#onHowl()
    }
    this.#source.connect(guard).connect(this.#fader.node)
    return guard
  }
}
