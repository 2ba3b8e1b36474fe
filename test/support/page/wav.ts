// Sound files that a test knows every sample of.

/** A WAV file: 16-bit samples in one channel. */
export function wav(samples: readonly number[], sampleRate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples.length))
  const write = (at: number, text: string) =>
    new TextEncoder().encode(text).forEach((byte, i) => bytes.setUint8(at + i, byte))
  write(0, 'RIFF')
  bytes.setUint32(4, 36 + 2 * samples.length, true)
  write(8, 'WAVEfmt ')
  for (const [at, value] of [
    [16, 16],
    [24, sampleRate],
    [28, 2 * sampleRate],
    [40, 2 * samples.length],
  ] as const) {
    bytes.setUint32(at, value, true)
  }
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const) {
    bytes.setUint16(at, value, true)
  }
  write(36, 'data')
  samples.forEach((sample, index) => bytes.setInt16(44 + 2 * index, Math.round(sample * 32_767), true))
  return new Blob([bytes.buffer], { type: 'audio/wav' })
}
