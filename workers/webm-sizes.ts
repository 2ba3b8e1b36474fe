// Makes a WebM file that is still being written one that plays wherever it is cut off. The muxer fills in sizes once it
// knows them; until then this writes "unknown" in their place, as a live stream has them (RFC 8794, 6.2).

const idBytes = 4
/** How many bytes the muxer leaves for the sizes of a segment and of a cluster. */
const segmentSizeBytes = 6
const clusterSizeBytes = 5

/** Told by the muxer where things begin, it changes what is written there. */
export class WebmSizes {
  #segment = -1
  #cluster = -1
  #isComplete = false

  /** The segment and all that comes before its first cluster. */
  onSegmentHeader(data: Uint8Array, position: number): void {
    this.#segment = position
    this.#cluster = position + data.length
  }

  /** A cluster is complete, with its size: the next one begins where it ends. */
  onCluster(data: Uint8Array, position: number): void {
    this.#cluster = position + data.length
  }

  /** Sizes are true from now on, also those of what the muxer tells of after this: nothing is changed any more. */
  finish(): void {
    this.#isComplete = true
  }

  /** @param bytes that are about to be written at `position`; changed in place */
  patch(bytes: Uint8Array, position: number): void {
    if (this.#isComplete) return
    if (this.#segment >= 0) put(bytes, this.#segment + idBytes - position, unknownSize(segmentSizeBytes))
    if (this.#cluster >= 0) put(bytes, this.#cluster + idBytes - position, unknownSize(clusterSizeBytes))
  }
}

/** A number of that many bytes, all ones. */
function unknownSize(length: number): number[] {
  return [0xff >> (length - 1), ...Array<number>(length - 1).fill(0xff)]
}

function put(bytes: Uint8Array, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) {
    if (at + index >= 0 && at + index < bytes.length) bytes[at + index] = value
  }
}
