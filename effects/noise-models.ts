// What takes noise off speech, and by how much each of them delays it: stated once for the effect, which tells its latency, and
// for the processor in workers/, which keeps to it.
import { reachOf } from './resampling.ts'

/** One of the models. */
export interface NoiseModel {
  readonly name: 'rnnoise' | 'speex' | 'gtcrn'
  /** In Hz, where it knows one only; sound at another rate is converted on its way in and out. */
  readonly sampleRate?: number
  /** Seconds of sound that it takes at once. */
  readonly frame: number
  /** By how many seconds what it gives back is behind what it was given, measured by cross-correlation with speech. */
  readonly delay: number
}

/** In the order of the effect's choices. */
export const noiseModels: readonly NoiseModel[] = [
  { name: 'rnnoise', sampleRate: 48_000, frame: 0.01, delay: 0.01 },
  { name: 'speex', frame: 0.02, delay: 0.02 },
  { name: 'gtcrn', sampleRate: 48_000, frame: 0.016, delay: 890 / 48_000 },
]

/** How long sound waits, in samples, until a frame of it is complete and has been converted both ways. */
export function waitOf(model: NoiseModel, sampleRate: number): number {
  const rate = model.sampleRate ?? sampleRate
  const frame = Math.round(model.frame * rate)
  if (rate === sampleRate) return frame
  return reachOf(sampleRate, rate) + Math.ceil(((frame + reachOf(rate, sampleRate)) * sampleRate) / rate) + 1
}
