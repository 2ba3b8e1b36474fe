// Sound that goes through an audio effect in an OfflineAudioContext, and what can be measured of it.
import { completeValues, createStage } from '../../../components/internal/audio-stage.ts'
import { audioEffects } from '../../../effects/audio/index.ts'
import type { AudioEffect, AudioValues } from '../../../effects/audio-effect.ts'

/** A sound: its value at a sample's number. */
export type Sound = (sample: number) => number

export interface RenderOptions {
  /** Default 48000. */
  readonly sampleRate?: number
  /** Default 1. */
  readonly seconds?: number
  /** Called with the running stage's parameters before anything is rendered, to schedule changes on them. */
  readonly automate?: (params: Readonly<Record<string, AudioParam>>, context: OfflineAudioContext) => void
}

export const usualRate = 48_000

/** Runs sounds, one for each channel, through an effect as the host builds it.
 *  @param effect a name of the catalogue, or an effect
 *  @returns two channels where the effect makes two of one */
export async function renderChannels(
  effect: string | AudioEffect,
  values: Partial<AudioValues>,
  sounds: readonly Sound[],
  { sampleRate = usualRate, seconds = 1, automate }: RenderOptions = {},
): Promise<Float32Array[]> {
  const length = Math.round(sampleRate * seconds)
  const context = new OfflineAudioContext(2, length, sampleRate)
  const buffer = context.createBuffer(sounds.length, length, sampleRate)
  for (const [channel, sound] of sounds.entries()) {
    buffer.copyToChannel(
      Float32Array.from({ length }, (_, sample) => sound(sample)),
      channel,
    )
  }
  const source = new AudioBufferSourceNode(context, { buffer })
  const found = typeof effect === 'string' ? audioEffects.get(effect)! : effect
  const stage = await createStage(context, found, completeValues(found, values))
  source.connect(stage.input)
  stage.output.connect(context.destination)
  automate?.(stage.params, context)
  source.start()
  const rendered = await context.startRendering()
  return [rendered.getChannelData(0), rendered.getChannelData(1)]
}

/** The same for one channel, of which the left one is given back. */
export async function render(
  effect: string | AudioEffect,
  values: Partial<AudioValues>,
  sound: Sound,
  options?: RenderOptions,
): Promise<Float32Array> {
  return (await renderChannels(effect, values, [sound], options))[0]!
}

/** A sine. @param frequency in Hz */
export const tone =
  (frequency: number, amplitude = 0.5, sampleRate = usualRate): Sound =>
  (sample) =>
    amplitude * Math.sin((2 * Math.PI * frequency * sample) / sampleRate)

export const impulse: Sound = (sample) => (sample === 0 ? 1 : 0)
export const silence: Sound = () => 0

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

/** Decibels of a ratio of amplitudes. */
export function decibels(ratio: number): number {
  return 20 * Math.log10(ratio)
}

/** Amplitude of one frequency (Goertzel's algorithm). Exact where whole periods fit into the samples. */
export function amplitudeAt(frequency: number, samples: Float32Array, sampleRate = usualRate): number {
  const step = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate)
  let [last, before] = [0, 0]
  for (const sample of samples) [last, before] = [sample + step * last - before, last]
  return (2 * Math.sqrt(last * last + before * before - step * last * before)) / samples.length
}

/** White noise, the same at every run: uniform in -1..1 (a 32-bit xorshift, G. Marsaglia 2003). */
export function whiteNoise(amplitude = 1): Sound {
  let state = 2_463_534_242
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (amplitude * state) / 2 ** 31
  }
}
