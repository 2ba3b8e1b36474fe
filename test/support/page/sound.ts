// Sound that goes through an audio effect in an OfflineAudioContext, and what can be measured of it.
import { AudioChain } from '../../../components/internal/audio-chain.ts'
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
    buffer.copyToChannel(samplesOf(sound, length), channel)
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

/** The first `length` samples of a sound. */
function samplesOf(sound: Sound, length: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(length)
  for (let at = 0; at < length; at++) samples[at] = sound(at)
  return samples
}

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

/** What becomes of a chain at some time. */
export type Change = (chain: AudioChain) => unknown

/** Runs a sound through a chain that changes at the given times, in seconds: of all changes at once, the clock stands still
 *  until they are done. */
export async function renderChain(
  sound: Sound,
  changes: Readonly<Record<number, Change>>,
  { sampleRate = usualRate, seconds = 1 }: Omit<RenderOptions, 'automate'> = {},
): Promise<Float32Array> {
  const length = Math.round(sampleRate * seconds)
  const context = new OfflineAudioContext(1, length, sampleRate)
  const buffer = context.createBuffer(1, length, sampleRate)
  buffer.copyToChannel(samplesOf(sound, length), 0)
  const source = new AudioBufferSourceNode(context, { buffer })
  const [head, tail] = [new GainNode(context), new GainNode(context)]
  source.connect(head)
  tail.connect(context.destination)
  const chain = new AudioChain({ context, heard: head, onFailure: () => undefined }, head, tail)
  for (const [time, change] of Object.entries(changes)) {
    if (Number(time) === 0) await change(chain)
    else void context.suspend(Number(time)).then(() => Promise.resolve(change(chain)).finally(() => context.resume()))
  }
  source.start()
  return (await context.startRendering()).getChannelData(0)
}

/** The largest difference between two neighbouring samples. */
export function largestStep(samples: Float32Array): number {
  return samples.reduce((most, value, at) => Math.max(most, at === 0 ? 0 : Math.abs(value - samples[at - 1]!)), 0)
}

/** The largest jump that the samples around it do not let expect: a step of height h counts h, however it is reached (the
 *  fourth difference, which is next to nothing for tones below a kilohertz and for fades). */
export function largestJump(samples: Float32Array): number {
  let most = 0
  for (let at = 4; at < samples.length; at++) {
    const [a, b, c, d, e] = [samples[at - 4]!, samples[at - 3]!, samples[at - 2]!, samples[at - 1]!, samples[at]!]
    most = Math.max(most, Math.abs(a - 4 * b + 6 * c - 4 * d + e) / 3)
  }
  return most
}
