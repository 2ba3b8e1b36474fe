// An AudioWorklet on the way to the speaker that closes when it hears feedback, and says so. The page opens it again.
import { HowlDetector } from './audio/howl-detector.ts'

/** Share of the way to silence that a sample takes: gone within 20 ms, without a click. */
const closing = 0.005

class HowlGuard extends AudioWorkletProcessor {
  readonly #detector = new HowlDetector()
  #isOpen = true
  #isEnded = false
  #gain = 1

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<'open' | 'end'>) => {
      this.#detector.reset()
      this.#isOpen = true
      this.#isEnded = data === 'end'
    }
  }

  process([input = []]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const length = output![0]!.length
    for (let at = 0; at < length; at++) {
      let sum = 0
      for (const channel of input) sum += channel[at]! / input.length
      if (this.#isOpen && this.#detector.push(sum)) {
        this.#isOpen = false
        this.port.postMessage('howl')
      }
      this.#gain += ((this.#isOpen ? 1 : 0) - this.#gain) * closing
      for (const [index, channel] of output!.entries()) channel[at] = (input[index]?.[at] ?? 0) * this.#gain
    }
    return !this.#isEnded
  }
}

registerProcessor('rtc-howl-guard', HowlGuard)
