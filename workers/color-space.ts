// What the bytes of a frame mean, for those who make a frame of another one's bytes.

/** The colour space to make a frame of this one's bytes with. Firefox says of a camera's frames nothing and draws them as
 *  BT.601, but takes bytes that nothing is said of for BT.709. */
export function colorSpaceOf({ format, colorSpace }: VideoFrame): VideoColorSpaceInit {
  const isPlanar = /^(I4|NV)/.test(format ?? '')
  return isPlanar && colorSpace.matrix === null ? { matrix: 'smpte170m', fullRange: false } : colorSpace.toJSON()
}
