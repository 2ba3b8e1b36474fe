// The AudioWorklet behind <rtc-meter>: measures what it hears, tells the page a few numbers, and passes blocks of sound straight
// to the worker that draws, off the main thread.
import { LevelMeter } from './audio/level-meter.ts'
import { Loudness } from './audio/loudness.ts'
import type { MeterBlock, MeterOrder, MeterReading } from './meter-api.ts'

/** Samples in a block: a multiple of the 128 that Web Audio renders at once; 47 blocks a second at 48 kHz. */
const blockLength = 1024
const quantum = 128

class Meter extends AudioWorkletProcessor {
  readonly #levels = new LevelMeter(sampleRate)
  readonly #loudness = new Loudness(sampleRate)
  readonly #silence = [new Float32Array(quantum)]
  readonly #block = new Float32Array(blockLength)
  #filled = 0
  #picture: MessagePort | null = null
  #isDrawn = false
  #readingSamples = sampleRate / 10
  #sinceReading = 0
  #isEnded = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<MeterOrder>) => this.#obey(data)
  }

  process([input = []]: Float32Array[][]): boolean {
    const channels = input.length > 0 ? input : this.#silence
    const { length } = channels[0]!
    this.#levels.add(channels, length)
    this.#loudness.add(channels)
    if (this.#isDrawn) this.#draw(channels, length)
    this.#sinceReading += length
    if (this.#sinceReading >= this.#readingSamples) this.#read()
    return !this.#isEnded
  }

  #obey(order: MeterOrder): void {
    switch (order.kind) {
      case 'picture':
        this.#picture = order.port
        break
      case 'pace':
        this.#isDrawn = order.isDrawn
        this.#readingSamples = order.seconds * sampleRate
        break
      case 'reset':
        this.#levels.reset()
        this.#read()
        break
      case 'end':
        this.#picture?.close()
        this.#isEnded = true
    }
  }

  #read(): void {
    this.#sinceReading = 0
    const { levels, peaks, clipped } = this.#levels
    const { momentary, shortTerm } = this.#loudness
    const reading = { level: Math.max(...levels), peak: Math.max(...peaks), clipped, momentary, shortTerm }
    this.port.postMessage(reading satisfies MeterReading)
  }

  /** Adds the mean of the channels to the block. */
  #draw(channels: readonly Float32Array[], length: number): void {
    for (let sample = 0; sample < length; sample++) {
      let sum = 0
      for (const channel of channels) sum += channel[sample]!
      this.#block[this.#filled++] = sum / channels.length
      if (this.#filled < blockLength) continue
      this.#filled = 0
      const { levels, peaks } = this.#levels
      this.#picture?.postMessage({ samples: this.#block, levels, peaks } satisfies MeterBlock)
    }
  }
}

registerProcessor('rtc-meter', Meter)
