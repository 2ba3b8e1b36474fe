// Takes the noise off a voice, frame by frame, at the rate that its model knows.
import { noiseModels, waitOf, type NoiseModel } from '../../effects/noise-models.ts'
import { createDenoiser, type Denoiser } from './denoisers.ts'
import { Resampler } from './resampler.ts'
import type { SoundProcessor } from './sound-processor.ts'

/** The node's `processorOptions`. */
export interface NoiseSuppressorOptions {
  readonly model: NoiseModel['name']
  /** The model, compiled. */
  readonly wasm: WebAssembly.Module
}

export class NoiseSuppressor implements SoundProcessor {
  static readonly params = []

  readonly #channels: readonly NoiseChannel[]
  #heard = 1

  constructor(sampleRate: number, options: unknown) {
    const { model: name, wasm } = options as NoiseSuppressorOptions
    const model = noiseModels.find((one) => one.name === name)!
    this.#channels = [0, 1].map(() => new NoiseChannel(model, wasm, sampleRate))
  }

  process([input = []]: readonly (readonly Float32Array[])[], output: readonly Float32Array[]): void {
    // The second channel costs as much as the first, and is not needed before there is stereo sound.
    if (input.length > 1) this.#heard = 2
    for (let sample = 0; sample < output[0]!.length; sample++) {
      for (let channel = 0; channel < this.#heard; channel++) {
        const value = this.#channels[channel]!.next((input[channel] ?? input[0])?.[sample] ?? 0)
        const samples = output[channel]
        if (samples) samples[sample] = value
      }
    }
  }
}

class NoiseChannel {
  readonly #denoiser: Denoiser
  readonly #frame: Float32Array
  /** What came out of the frame before, while this one is filled. */
  readonly #done: Float32Array
  /** Absent where the sound has the model's rate. */
  readonly #toModel: Resampler | null = null
  readonly #fromModel: Resampler | null = null
  #at = 0
  /** Samples until the first one comes out. */
  #wait: number

  constructor(model: NoiseModel, module: WebAssembly.Module, sampleRate: number) {
    const rate = model.sampleRate ?? sampleRate
    const frame = Math.round(model.frame * rate)
    this.#denoiser = createDenoiser(model.name, module, frame, rate)
    this.#frame = new Float32Array(frame)
    this.#done = new Float32Array(frame)
    this.#wait = waitOf(model, sampleRate)
    if (rate === sampleRate) return
    this.#toModel = new Resampler(sampleRate, rate, frame)
    this.#fromModel = new Resampler(rate, sampleRate, 2 * frame)
  }

  /** @returns the sample that came in `waitOf` samples ago, without its noise */
  next(value: number): number {
    const sound = Number.isFinite(value) ? value : 0
    if (!this.#toModel || !this.#fromModel) {
      const result = this.#done[this.#at]!
      this.#keep(sound)
      return result
    }
    this.#toModel.push(sound)
    while (this.#toModel.isReady) {
      this.#keep(this.#toModel.pull())
      if (this.#at === 0) for (const result of this.#done) this.#fromModel.push(result)
    }
    if (this.#wait > 0) {
      this.#wait--
      return 0
    }
    return this.#fromModel.pull()
  }

  #keep(value: number): void {
    this.#frame[this.#at++] = value
    if (this.#at < this.#frame.length) return
    this.#at = 0
    this.#denoiser.process(this.#frame)
    this.#done.set(this.#frame)
  }
}
