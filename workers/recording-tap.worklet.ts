// An AudioWorklet that passes all that it hears straight to the recorder's worker, off the main thread: for browsers that have no
// streams of a track's sound. The page hands it the port whose other end sound-port.ts has.
import { type SoundBlock, soundChannels } from './sound-port.ts'

/** Samples in a block: a multiple of the 128 that Web Audio renders at once, about a frame of video at 48 kHz. */
const blockLength = 1024
const quantum = 128

class RecordingTap extends AudioWorkletProcessor {
  #listener: MessagePort | null = null
  #block = new Float32Array(soundChannels * blockLength)
  #filled = 0
  #isEnded = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<MessagePort | null>) => {
      this.#listener = data
      this.#isEnded = data === null
    }
  }

  /** Its node makes as many channels of whatever comes; there are none where nothing is connected, which is silence. */
  process([input = []]: Float32Array[][]): boolean {
    for (const [channel, samples] of input.entries()) this.#block.set(samples, channel * blockLength + this.#filled)
    this.#filled += quantum
    if (this.#filled === blockLength) {
      this.#listener?.postMessage(this.#block satisfies SoundBlock, [this.#block.buffer])
      this.#block = new Float32Array(soundChannels * blockLength)
      this.#filled = 0
    }
    return !this.#isEnded
  }
}

registerProcessor('rtc-recording-tap', RecordingTap)
