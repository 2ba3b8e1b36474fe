// The audio effects: one file each, by name. Only the page imports this; workers have no AudioNodes. What chain text and
// sliders need is here at once; `build` is loaded when it is first called (audioParts in vite.config.ts).
import type { AudioEffect } from '../audio-effect.ts'
import { bitCrusher } from './bit-crusher.ts'
import { chorus } from './chorus.ts'
import { compressor } from './compressor.ts'
import { convolution } from './convolution.ts'
import { distortion } from './distortion.ts'
import { ducking } from './ducking.ts'
import { echo } from './echo.ts'
import { flanger } from './flanger.ts'
import { gain } from './gain.ts'
import { highPass } from './high-pass.ts'
import { limiter } from './limiter.ts'
import { loudness } from './loudness.ts'
import { lowPass } from './low-pass.ts'
import { noiseGate } from './noise-gate.ts'
import { noiseSuppression } from './noise-suppression.ts'
import { noise } from './noise.ts'
import { pan } from './pan.ts'
import { phaser } from './phaser.ts'
import { pingPong } from './ping-pong.ts'
import { pitch } from './pitch.ts'
import { reverb } from './reverb.ts'
import { robot } from './robot.ts'
import { stutter } from './stutter.ts'
import { telephone } from './telephone.ts'
import { tenBandEqualiser } from './ten-band-equaliser.ts'
import { testTone } from './test-tone.ts'
import { threeBandEqualiser } from './three-band-equaliser.ts'
import { tremolo } from './tremolo.ts'
import { vibrato } from './vibrato.ts'
import { vocoder } from './vocoder.ts'
import { voiceGate } from './voice-gate.ts'

/** The built-in audio effects by name. */
export const audioEffects: ReadonlyMap<string, AudioEffect> = new Map(
  [
    bitCrusher,
    chorus,
    compressor,
    convolution,
    distortion,
    ducking,
    echo,
    flanger,
    gain,
    highPass,
    limiter,
    loudness,
    lowPass,
    noiseGate,
    noiseSuppression,
    noise,
    pan,
    phaser,
    pingPong,
    pitch,
    reverb,
    robot,
    stutter,
    telephone,
    tenBandEqualiser,
    testTone,
    threeBandEqualiser,
    tremolo,
    vibrato,
    vocoder,
    voiceGate,
  ].map((effect) => [effect.name, effect]),
)
