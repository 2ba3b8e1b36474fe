// The audio effects: one file each, by name. Only the page imports this; workers have no AudioNodes.
import type { AudioEffect } from '../audio-effect.ts'
import { bitCrusher } from './bit-crusher.ts'
import { convolution } from './convolution.ts'
import { echo } from './echo.ts'
import { gain } from './gain.ts'
import { noiseSuppression } from './noise-suppression.ts'
import { pingPong } from './ping-pong.ts'
import { pitch } from './pitch.ts'
import { reverb } from './reverb.ts'
import { robot } from './robot.ts'
import { stutter } from './stutter.ts'

/** The built-in audio effects by name. */
export const audioEffects: ReadonlyMap<string, AudioEffect> = new Map(
  [bitCrusher, convolution, echo, gain, noiseSuppression, pingPong, pitch, reverb, robot, stutter].map((effect) => [
    effect.name,
    effect,
  ]),
)
