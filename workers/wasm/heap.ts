// Memory that kernels share: pictures and blocks are pieces of it. Used by the wasm device.

const pageBytes = 65_536
const alignment = 64
/** A quarter of what WebAssembly could address: a dozen pictures of 8192x8192. */
const maxPages = 16_384

interface Piece {
  readonly address: number
  readonly length: number
}

export class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages })
  /** By address, no two of them adjacent. */
  #free: Piece[] = []
  /** Address 0 is nobody's. */
  #end = alignment
  #bytes = new Uint8Array(this.memory.buffer)
  #shorts = new Int16Array(this.memory.buffer)
  #ints = new Int32Array(this.memory.buffer)
  #floats = new Float32Array(this.memory.buffer)

  /** Views of the whole memory, good until the next `allocate`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes
  }

  get shorts(): Int16Array {
    return this.#shorts
  }

  get ints(): Int32Array {
    return this.#ints
  }

  get floats(): Float32Array {
    return this.#floats
  }

  /** The address of so many bytes, a multiple of 64. Throws RangeError if there is no more memory. */
  allocate(length: number): number {
    const wanted = Math.ceil(length / alignment) * alignment
    const index = this.#free.findIndex((piece) => piece.length >= wanted)
    if (index >= 0) {
      const { address, length: whole } = this.#free[index]!
      if (whole === wanted) this.#free.splice(index, 1)
      else this.#free[index] = { address: address + wanted, length: whole - wanted }
      return address
    }
    const address = this.#end
    // Kernels may read a little beyond the last piece.
    const missing = address + wanted + alignment - this.memory.buffer.byteLength
    if (missing > 0) this.#grow(missing)
    this.#end += wanted
    return address
  }

  /** @param length that was asked for */
  free(address: number, length: number): void {
    const piece = { address, length: Math.ceil(length / alignment) * alignment }
    const at = this.#free.findIndex((other) => other.address > address)
    const index = at < 0 ? this.#free.length : at
    this.#free.splice(index, 0, piece)
    this.#join(index)
    if (index > 0) this.#join(index - 1)
  }

  #join(index: number): void {
    const [piece, next] = [this.#free[index]!, this.#free[index + 1]]
    if (next?.address !== piece.address + piece.length) return
    this.#free.splice(index, 2, { address: piece.address, length: piece.length + next.length })
  }

  #grow(missing: number): void {
    this.memory.grow(Math.ceil(missing / pageBytes))
    this.#bytes = new Uint8Array(this.memory.buffer)
    this.#shorts = new Int16Array(this.memory.buffer)
    this.#ints = new Int32Array(this.memory.buffer)
    this.#floats = new Float32Array(this.memory.buffer)
  }
}

/** Copies a frame to the places that its layout names. Memory that grows meanwhile, for a chain that is being compiled, moves:
 *  then the frame is copied again. */
export async function copyInto(heap: Heap, frame: VideoFrame, options: VideoFrameCopyToOptions): Promise<void> {
  for (;;) {
    const { bytes } = heap
    try {
      await frame.copyTo(bytes, options)
    } catch (error) {
      if (bytes === heap.bytes) throw error
    }
    if (bytes === heap.bytes) return
  }
}
