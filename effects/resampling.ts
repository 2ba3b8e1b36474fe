// How far a conversion between two sample rates looks ahead: workers/audio/resampler.ts does it.

/** Zeros of the sinc function on either side: enough for 60 dB. */
const zeros = 16

/** @returns samples of the first rate that are needed on either side of the moment that is computed */
export function reachOf(from: number, to: number): number {
  return Math.ceil(zeros * Math.max(1, from / to))
}
