// What a pipeline worker hears: the newest samples, their spectrum and how loud each band is. For ISF's inputs of type
// `audio` and `audioFFT` and for `audio(…)` drivers.
import FFT from 'fft.js'
import type { Sound } from './backend.ts'
import { bandOf, levelOf, share } from './sound-bands.ts'

const size = 1024
/** The range of AnalyserNode.getByteFrequencyData, which other ISF hosts use. */
const quietestDb = -100
const loudestDb = -30

/** Listens on a port that blocks of `size` samples come from. All buffers are made once. */
export class SoundListener implements Sound {
  readonly waveform = new Float32Array(size)
  readonly spectrum = new Float32Array(size / 2)
  readonly levels = { bass: 0, mid: 0, treble: 0, level: 0 }

  readonly #port: MessagePort
  readonly #hertzPerBin: number
  readonly #fft = new FFT(size)
  readonly #window = blackman(size)
  readonly #windowPower = this.#window.reduce((sum, value) => sum + value * value, 0)
  readonly #windowed = new Float32Array(size)
  readonly #bins = this.#fft.createComplexArray()
  #isNew = false

  /** @param sampleRate of the samples, in Hz */
  constructor(port: MessagePort, sampleRate: number) {
    this.#port = port
    this.#hertzPerBin = sampleRate / size
    port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      this.waveform.set(data.subarray(0, size))
      this.#isNew = true
    }
  }

  /** Brings spectrum and levels up to date. */
  read(): Sound {
    if (!this.#isNew) return this
    this.#isNew = false
    for (let at = 0; at < size; at++) this.#windowed[at] = this.waveform[at]! * this.#window[at]!
    this.#fft.realTransform(this.#bins, this.#windowed)
    for (let bin = 0; bin < size / 2; bin++) {
      const db = 20 * Math.log10(Math.hypot(this.#bins[2 * bin]!, this.#bins[2 * bin + 1]!) / size)
      this.spectrum[bin] = share(db, quietestDb, loudestDb)
    }
    this.levels.bass = this.#levelOf(bandOf('bass'))
    this.levels.mid = this.#levelOf(bandOf('mid'))
    this.levels.treble = this.#levelOf(bandOf('treble'))
    this.levels.level = this.#levelOf(bandOf(undefined))
    return this
  }

  close(): void {
    this.#port.close()
  }

  /** RMS of a band in dBFS, as a share of the range above the floor (Parseval's theorem). */
  #levelOf({ from, to }: { readonly from: number; readonly to: number }): number {
    const first = Math.max(1, Math.round(from / this.#hertzPerBin))
    const last = Math.min(size / 2, to / this.#hertzPerBin)
    let power = 0
    for (let bin = first; bin < last; bin++) power += this.#bins[2 * bin]! ** 2 + this.#bins[2 * bin + 1]! ** 2
    return levelOf((2 * power) / (size * this.#windowPower))
  }
}

/** The window of the Web Audio API, section 1.8.6. */
function blackman(length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => {
    const angle = (2 * Math.PI * at) / length
    return 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle)
  })
}
