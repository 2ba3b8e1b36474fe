// Where a kernel finds what it is given: a block of memory whose address is its only argument. Used by the compiler and
// by whoever runs kernels.

/** Byte offsets in the block. */
export const block = {
  /** Address of the picture that is drawn, its size in pixels, and the bytes from one row to the next. */
  out: 0,
  width: 4,
  height: 8,
  stride: 12,
  /** Becomes 1 when loops were ended. */
  alarm: 16,
  /** Bits that are set in every pixel of bytes: those of alpha where the picture is opaque, else none. */
  opaque: 20,
  /** The rows that are drawn, from the top: the first one, and the one after the last. */
  from: 24,
  until: 28,
  /** Of planes: what stands for nothing, 0..1. */
  bias: 32,
  /** Address of a table for columns. */
  columns: 36,
  /** Four ints: address, width, height and stride. */
  picture: (index: number) => 48 + 16 * index,
  /** Values begin after the pictures. */
  values: (pictureCount: number) => 48 + 16 * pictureCount,
} as const
