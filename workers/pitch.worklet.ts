// The processor behind the pitch effect, in a file of its own for its size: the wasm is in it.
import { loadStretch, type StretchModule } from './stretch-scope.ts'
import 'signalsmith-stretch'

/** In Hz, Signalsmith's own choice: overtones above it are moved less, which sounds clearer. */
const tonalityLimit = 8000
/** In Hz: about the pitch of a voice. Left to be found in the sound, formants hardly move. */
const formantBase = 150
/** Samples that Web Audio renders at once. */
const quantum = 128

class Pitch extends AudioWorkletProcessor {
  static readonly parameterDescriptors: readonly AudioParamDescriptor[] = [
    { name: 'semitones', defaultValue: 0, minValue: -24, maxValue: 24, automationRate: 'k-rate' },
    { name: 'formant', defaultValue: 0, minValue: -24, maxValue: 24, automationRate: 'k-rate' },
    { name: 'formant-compensation', defaultValue: 0, minValue: 0, maxValue: 1, automationRate: 'k-rate' },
  ]

  #stretch: StretchModule | null = null
  #channels = 0
  /** Memory of the module, and where in it the sound goes in and comes out. */
  #memory = new Float32Array(0)
  #buffers = 0
  #isEnded = false

  constructor() {
    super()
    this.port.onmessage = () => (this.#isEnded = true)
    void loadStretch().then((stretch) => {
      this.#stretch = stretch
      this.#configure(stretch, 1)
      this.port.postMessage('ready')
    })
  }

  process(
    [input = []]: Float32Array[][],
    [output = []]: Float32Array[][],
    params: Record<string, Float32Array>,
  ): boolean {
    const stretch = this.#stretch
    if (!stretch || this.#isEnded) return !this.#isEnded
    // Two channels from the first stereo sound on; to go back would lose what is on its way.
    if (input.length > this.#channels) this.#configure(stretch, 2)
    stretch._setTransposeSemitones(params.semitones![0]!, tonalityLimit / sampleRate)
    stretch._setFormantSemitones(params.formant![0]!, params['formant-compensation']![0]! > 0.5)
    if (this.#memory.buffer !== stretch.HEAP8.buffer) this.#memory = new Float32Array(stretch.HEAP8.buffer)
    for (let channel = 0; channel < this.#channels; channel++) {
      const samples = input[channel] ?? input[0]
      const start = this.#buffers + channel * quantum
      if (samples) this.#memory.set(samples, start)
      else this.#memory.fill(0, start, start + quantum)
    }
    stretch._process(quantum, quantum)
    if (this.#memory.buffer !== stretch.HEAP8.buffer) this.#memory = new Float32Array(stretch.HEAP8.buffer)
    for (let channel = 0; channel < output.length; channel++) {
      const start = this.#buffers + (this.#channels + (channel % this.#channels)) * quantum
      for (let sample = 0; sample < quantum; sample++) output[channel]![sample] = this.#memory[start + sample]!
    }
    return true
  }

  #configure(stretch: StretchModule, channels: number): void {
    this.#channels = channels
    stretch._presetDefault(channels, sampleRate)
    stretch._setFormantBase(formantBase / sampleRate)
    this.#buffers = stretch._setBuffers(channels, quantum) / 4
  }
}

registerProcessor('rtc-pitch', Pitch)
