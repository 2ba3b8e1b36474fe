// What Tone.js calls the effects of our catalogue, with values that give about the same sound. Used by audio.ts.
import * as Tone from 'tone'
import type { AudioValues } from '../../effects/audio-effect.ts'

/** A parameter of Tone.js takes what ours take. */
type Values = Partial<AudioValues>

interface Rival {
  /** Ours, where the defaults would change nothing or where Tone.js cannot do what they do. */
  readonly values?: Values
  /** True where the effects are of one kind, not of one formula. */
  readonly isLoose?: boolean
  readonly create?: (context: Tone.OfflineContext, values: Values) => Tone.ToneAudioNode | Promise<Tone.ToneAudioNode>
}

const repeats = { delayTime: 0.3, feedback: 0.4, wet: 0.5, maxDelay: 2 }
/** Both sides sway together, as ours do. */
const swaying = { spread: 0, feedback: 0, wet: 0.5 }

/** By the name of our effect. */
export const audioRivals: Readonly<Record<string, Rival>> = {
  // Theirs does not lower the sample rate.
  'bit-crusher': { values: { 'sample-rate': 48_000 }, create: (context) => new Tone.BitCrusher({ context, bits: 8 }) },
  chorus: {
    create: (context) => new Tone.Chorus({ context, frequency: 0.8, delayTime: 20, depth: 0.1, ...swaying }).start(),
  },
  // A DynamicsCompressorNode, as their limiter is.
  compressor: {
    isLoose: true,
    create: (context) =>
      new Tone.Compressor({ context, threshold: -24, ratio: 4, knee: 12, attack: 0.005, release: 0.2 }),
  },
  convolution: { create: (context, { file }) => new Tone.Convolver({ context, url: file }) },
  distortion: { isLoose: true, create: (context) => new Tone.Distortion({ context, distortion: 0.4 }) },
  echo: { create: (context) => new Tone.FeedbackDelay({ context, ...repeats }) },
  flanger: {
    create: (context) => new Tone.Chorus({ context, frequency: 0.25, delayTime: 3, depth: 0.8, ...swaying }).start(),
  },
  gain: { values: { gain: 2 }, create: (context) => new Tone.Gain({ context, gain: 2 }) },
  'high-pass': { create: (context) => new Tone.BiquadFilter({ context, type: 'highpass', frequency: 100, Q: -3 }) },
  limiter: { isLoose: true, create: (context) => new Tone.Limiter({ context, threshold: -1 }) },
  'low-pass': {
    values: { frequency: 3000, Q: -3 },
    create: (context) => new Tone.BiquadFilter({ context, type: 'lowpass', frequency: 3000, Q: -3 }),
  },
  // Theirs has no hold and no hysteresis, and one time for opening and closing.
  'noise-gate': { isLoose: true, create: (context) => new Tone.Gate({ context, threshold: -45, smoothing: 0.1 }) },
  noise: {
    create: (context, { type }) =>
      new Tone.Noise({ context, type: type === 1 ? 'pink' : 'white', volume: -35 }).start(0),
  },
  pan: { values: { pan: 0.5 }, create: (context) => new Tone.Panner({ context, pan: 0.5, channelCount: 2 }) },
  phaser: {
    create: (context) =>
      new Tone.Phaser({ context, frequency: 0.5, baseFrequency: 400, octaves: 2, stages: 3, Q: 0.5, wet: 0.5 }),
  },
  'ping-pong': { create: (context) => new Tone.PingPongDelay({ context, ...repeats }) },
  // Two delays that sway and take turns; ours moves the peaks of a spectrum.
  pitch: { isLoose: true, values: { semitones: 4 }, create: (context) => new Tone.PitchShift({ context, pitch: 4 }) },
  // With this decay the answer of their room is as long as that of ours.
  reverb: {
    async create(context) {
      const reverb = new Tone.Reverb({ context, decay: 1.4, preDelay: 0.02, wet: 0.3 })
      await reverb.ready
      return reverb
    },
  },
  'ten-band-equaliser': { values: { band125: 6, band1k: -6, band4k: 6 } },
  'test-tone': { create: (context) => new Tone.Oscillator({ context, frequency: 1000, volume: -20 }).start(0) },
  // They split the sound into bands and make these louder or quieter; ours are shelves and a peak.
  'three-band-equaliser': {
    isLoose: true,
    values: { low: 6, mid: -6, high: 6 },
    create: (context) => new Tone.EQ3({ context, low: 6, mid: -6, high: 6, lowFrequency: 250, highFrequency: 4000 }),
  },
  tremolo: { create: (context) => new Tone.Tremolo({ context, frequency: 5, depth: 0.6, spread: 0 }).start() },
  vibrato: { create: (context) => new Tone.Vibrato({ context, frequency: 5, depth: 0.4, maxDelay: 0.005 }) },
}
