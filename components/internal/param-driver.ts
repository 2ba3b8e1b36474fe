// Moves an AudioParam as `lfo(…)` and `audio(…)` of chain text say, on the audio thread. Used by the audio chain.
import type { Driver } from '../../effects/effect.ts'
import type { AudioHost } from './audio-host.ts'
import { loadProcessors } from './audio-stage.ts'
import { afterTime } from './fader.ts'

/** Seconds in which it covers 63 % of the way to its full swing, or out of it. */
const smoothing = 0.015

/** Adds to the parameter, which stands at the middle of the driver's range, until `end`. */
export class ParamDriver {
  readonly #swing: GainNode
  #source: AudioNode | null = null
  #isEnded = false
  readonly #heard: AudioNode

  constructor({ context, heard }: AudioHost, driver: Driver, param: AudioParam) {
    this.#heard = heard
    this.#swing = new GainNode(context, { gain: 0 })
    this.#swing.gain.setTargetAtTime((driver.max - driver.min) / 2, context.currentTime, smoothing)
    this.#swing.connect(param)
    if (driver.driver === 'lfo') {
      const oscillator = new OscillatorNode(context, { frequency: driver.frequency })
      oscillator.start()
      this.#from(oscillator)
    } else {
      // Until it is loaded the parameter stands at the middle of the range.
      void loadProcessors(context).then(
        () => {
          if (this.#isEnded) return
          const level = new AudioWorkletNode(context, 'rtc-band-level', {
            outputChannelCount: [1],
            processorOptions: { band: driver.band },
          })
          heard.connect(level)
          this.#from(level)
        },
        () => undefined,
      )
    }
  }

  /** Ends when it moves nothing any more. */
  fadeOut(): void {
    const { gain, context } = this.#swing
    gain.setTargetAtTime(0, context.currentTime, smoothing)
    afterTime(context, context.currentTime + 8 * smoothing, () => this.end())
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#swing.disconnect()
    if (this.#source instanceof OscillatorNode) this.#source.stop()
    if (this.#source instanceof AudioWorkletNode) {
      this.#heard.disconnect(this.#source)
      this.#source.port.postMessage('end')
    }
    this.#source?.disconnect()
  }

  /** @param source goes from -1 to 1 */
  #from(source: AudioNode): void {
    this.#source = source
    source.connect(this.#swing)
  }
}
