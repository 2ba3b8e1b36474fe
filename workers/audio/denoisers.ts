// The wasm files of @sapphi-red/web-noise-suppressor, called directly: the worklets of the package start some time after they
// are made, are silent until then, and never end. Speex and GTCRN call their imports and exports by letters, which belong to
// the very version that package.json names.

/** Takes noise off one channel, frame by frame. */
export interface Denoiser {
  /** Of as many samples as it was made for, changed in place. */
  process(frame: Float32Array): void
}

type Call = (...args: number[]) => number

/** Samples are 16-bit numbers for RNNoise and Speex. */
const scale = 32_768

/** @param frame samples that it gets at once; RNNoise and GTCRN take 480 and 768 at 48 kHz, nothing else */
export function createDenoiser(name: string, module: WebAssembly.Module, frame: number, sampleRate: number): Denoiser {
  if (name === 'rnnoise') return createRnnoise(module, frame)
  return name === 'speex' ? createSpeex(module, frame, sampleRate) : createGtcrn(module, frame)
}

/** J.-M. Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement" (2018). */
function createRnnoise(module: WebAssembly.Module, frame: number): Denoiser {
  const { exports } = new WebAssembly.Instance(module, {
    env: {
      emscripten_memcpy_big(to: number, from: number, length: number) {
        new Uint8Array(memory.buffer).copyWithin(to, from, from + length)
      },
      // Its memory is large enough, and cannot grow.
      emscripten_resize_heap: () => 0,
      __assert_fail: fail,
    },
  })
  const memory = exports.memory as WebAssembly.Memory
  const { __wasm_call_ctors, rnnoise_create, rnnoise_process_frame, malloc } = exports as Record<string, Call>
  __wasm_call_ctors!()
  const state = rnnoise_create!(0)
  const input = malloc!(frame * 4)
  const output = malloc!(frame * 4)
  const samples = new View(memory, Float32Array)
  return {
    process(values) {
      for (let at = 0; at < frame; at++) samples.values[input / 4 + at] = values[at]! * scale
      rnnoise_process_frame!(state, output, input)
      for (let at = 0; at < frame; at++) values[at] = samples.values[output / 4 + at]! / scale
    },
  }
}

/** The preprocessor of Speex (J.-M. Valin): spectral subtraction after Ephraim and Malah. */
function createSpeex(module: WebAssembly.Module, frame: number, sampleRate: number): Denoiser {
  // SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, in dB: its own -15 leaves more than people expect.
  const [setNoiseSuppress, suppress] = [18, -30]
  // Standard output and files, which it never uses.
  const { exports } = new WebAssembly.Instance(module, {
    a: { a: () => 0, b: () => 70, c: () => 52, d: (size: number) => grow(memory, size) },
  })
  const memory = exports.e as WebAssembly.Memory
  const { f: callConstructors, g: create, i: run, j: control, l: malloc } = exports as Record<string, Call>
  callConstructors!()
  const state = create!(frame, sampleRate)
  const setting = malloc!(4)
  new Int32Array(memory.buffer)[setting / 4] = suppress
  control!(state, setNoiseSuppress, setting)
  const address = malloc!(frame * 2)
  const samples = new View(memory, Int16Array)
  return {
    process(values) {
      const start = address / 2
      for (let at = 0; at < frame; at++) {
        samples.values[start + at] = Math.max(-scale, Math.min(scale - 1, Math.round(values[at]! * scale)))
      }
      run!(state, address)
      for (let at = 0; at < frame; at++) values[at] = samples.values[start + at]! / scale
    },
  }
}

/** X. Rong et al., "GTCRN: A Speech Enhancement Model Requiring Ultralow Computational Resources" (2024). */
function createGtcrn(module: WebAssembly.Module, frame: number): Denoiser {
  const { exports } = new WebAssembly.Instance(module, { a: { a: fail, b: (size: number) => grow(memory, size) } })
  const memory = exports.c as WebAssembly.Memory
  const { d: callConstructors, e: create, j: process48k, k: malloc } = exports as Record<string, Call>
  callConstructors!()
  const state = create!()
  const input = malloc!(frame * 4)
  const output = malloc!(frame * 4)
  const samples = new View(memory, Float32Array)
  return {
    process(values) {
      for (let at = 0; at < frame; at++) samples.values[input / 4 + at] = values[at]!
      process48k!(state, input, output)
      for (let at = 0; at < frame; at++) values[at] = samples.values[output / 4 + at]!
    },
  }
}

/** Numbers in a module's memory, whose buffer is another one each time it has grown. */
class View<Numbers extends Float32Array | Int16Array> {
  readonly #memory: WebAssembly.Memory
  readonly #Numbers: new (buffer: ArrayBuffer) => Numbers
  #values: Numbers

  constructor(memory: WebAssembly.Memory, Numbers: new (buffer: ArrayBuffer) => Numbers) {
    this.#memory = memory
    this.#Numbers = Numbers
    this.#values = new Numbers(memory.buffer)
  }

  get values(): Numbers {
    if (this.#values.length === 0) this.#values = new this.#Numbers(this.#memory.buffer)
    return this.#values
  }
}

/** What Emscripten asks for when `malloc` finds no room. @returns 0 where there is none */
function grow(memory: WebAssembly.Memory, size: number): number {
  const pages = Math.ceil(((size >>> 0) - memory.buffer.byteLength) / 65_536)
  try {
    memory.grow(pages)
    return 1
  } catch {
    return 0
  }
}

function fail(): never {
  throw new Error('The noise suppressor has found its own memory broken.')
}
