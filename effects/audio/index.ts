// The audio effects: one file each, by name. Only the page imports this; workers have no AudioNodes.
import type { AudioEffect } from '../audio-effect.ts'
import { echo } from './echo.ts'
import { gain } from './gain.ts'
import { loudness } from './loudness.ts'
import { robot } from './robot.ts'

/** The built-in audio effects by name. */
export const audioEffects: ReadonlyMap<string, AudioEffect> = new Map(
  [echo, gain, loudness, robot].map((effect) => [effect.name, effect]),
)
