// Imported before signalsmith-stretch, which registers a processor of its own where it finds itself in a worklet. That one has
// no AudioParams and never ends, so it is kept from the browser; what it is good for is the wasm module that it loads.

/** What the package's wasm module exports, as far as it is used: Signalsmith Stretch (G. Luff). Lengths are in samples. */
export interface StretchModule {
  /** Its memory: another one after that has grown. */
  readonly HEAP8: Int8Array<ArrayBuffer>
  _presetDefault(channels: number, sampleRate: number): void
  _reset(): void
  /** @returns the address of the input's channels, one after the other, which those of the output follow */
  _setBuffers(channels: number, length: number): number
  _inputLatency(): number
  _outputLatency(): number
  /** @param tonalityLimit as a share of the sample rate: what is above moves by as many Hz as that does */
  _setTransposeSemitones(semitones: number, tonalityLimit: number): void
  _setFormantSemitones(semitones: number, compensatePitch: boolean): void
  /** @param frequency of the voice, as a share of the sample rate; 0: found in the sound */
  _setFormantBase(frequency: number): void
  _process(inputLength: number, outputLength: number): void
}

interface PackageProcessor {
  readonly wasmModule: StretchModule
  readonly port: { postMessage(message: unknown): void }
}

const scope = globalThis as unknown as { AudioWorkletProcessor: unknown; registerProcessor: unknown }
const { AudioWorkletProcessor, registerProcessor } = scope
let Processor: new (options: object) => PackageProcessor

scope.AudioWorkletProcessor = class {
  readonly port = { postMessage: () => undefined }
}
scope.registerProcessor = (_name: string, processor: typeof Processor) => {
  Processor = processor
  Object.assign(scope, { AudioWorkletProcessor, registerProcessor })
}

/** A module of its own for each processor: it keeps the sound of one. */
export function loadStretch(): Promise<StretchModule> {
  return new Promise((resolve) => {
    const processor = new Processor({ numberOfOutputs: 1, outputChannelCount: [1] })
    // The first thing it says is that its module is ready.
    processor.port.postMessage = () => resolve(processor.wasmModule)
  })
}
