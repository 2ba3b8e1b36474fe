// The audio effects: one file each, by name. Only the page imports this; workers have no AudioNodes.
import type { AudioEffect } from '../audio-effect.ts'
import { compressor } from './compressor.ts'
import { ducking } from './ducking.ts'
import { echo } from './echo.ts'
import { gain } from './gain.ts'
import { limiter } from './limiter.ts'
import { noiseGate } from './noise-gate.ts'
import { robot } from './robot.ts'
import { voiceGate } from './voice-gate.ts'

/** The built-in audio effects by name. */
export const audioEffects: ReadonlyMap<string, AudioEffect> = new Map(
  [compressor, ducking, echo, gain, limiter, noiseGate, robot, voiceGate].map((effect) => [effect.name, effect]),
)
