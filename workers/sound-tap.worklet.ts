// An AudioWorklet that passes what it hears to a pipeline worker in blocks of samples, off the main thread, so that
// effects follow sound in a hidden tab too. The page hands it the port of the worker that listens.

/** Samples in a block: a multiple of the 128 that Web Audio renders at once, about a frame of video at 48 kHz. */
const blockLength = 1024

class SoundTap extends AudioWorkletProcessor {
  #listener: MessagePort | null = null
  readonly #block = new Float32Array(blockLength)
  #filled = 0
  #isEnded = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<MessagePort | null>) => {
      this.#listener?.close()
      this.#listener = data
      this.#isEnded = data === null
    }
  }

  /** Adds the mean of the channels to the block. */
  process([input = []]: Float32Array[][]): boolean {
    const length = input[0]?.length ?? 0
    for (let sample = 0; sample < length; sample++) {
      let sum = 0
      for (const channel of input) sum += channel[sample]!
      this.#block[this.#filled++] = sum / input.length
      if (this.#filled < blockLength) continue
      this.#filled = 0
      this.#listener?.postMessage(this.#block)
    }
    return !this.#isEnded
  }
}

registerProcessor('rtc-sound-tap', SoundTap)
