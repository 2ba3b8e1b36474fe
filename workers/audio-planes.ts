// Sound as one encoder wants it, whatever device it comes from: the same channels and the same rate all the time. Used by
// the recording.

/** What `AudioData` says of itself; a test has its own. */
export type Sound = Pick<AudioData, 'sampleRate' | 'numberOfChannels' | 'numberOfFrames' | 'copyTo'>

/** The samples of all channels, one channel after the other.
 *  @param channels 1 or 2: one becomes both, two become their mean
 *  @param sampleRate in hertz; what has another is read between its samples */
export function planesOf(data: Sound, channels: number, sampleRate: number): Float32Array<ArrayBuffer> {
  const sources = Array.from({ length: Math.min(2, data.numberOfChannels) }, (_, planeIndex) => {
    const plane = new Float32Array(data.numberOfFrames)
    data.copyTo(plane, { planeIndex, format: 'f32-planar' })
    return plane
  })
  const [left = new Float32Array(0), right = left] = sources
  const mixed = channels === 2 ? [left, right] : [left.map((value, index) => (value + right[index]!) / 2)]
  const length = Math.round((data.numberOfFrames * sampleRate) / data.sampleRate)
  const planes = new Float32Array(length * channels)
  for (const [channel, plane] of mixed.entries()) {
    planes.set(length === plane.length ? plane : stretch(plane, length), channel * length)
  }
  return planes
}

function stretch(plane: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => {
    const at = (index * plane.length) / length
    const before = Math.floor(at)
    const value = plane[before]!
    const next = plane[before + 1] ?? value
    return value + (next - value) * (at - before)
  })
}
