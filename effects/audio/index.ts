// The audio effects: one file each, by name. Only the page imports this; workers have no AudioNodes.
import type { AudioEffect } from '../audio-effect.ts'
import { chorus } from './chorus.ts'
import { distortion } from './distortion.ts'
import { echo } from './echo.ts'
import { flanger } from './flanger.ts'
import { gain } from './gain.ts'
import { highPass } from './high-pass.ts'
import { lowPass } from './low-pass.ts'
import { noise } from './noise.ts'
import { pan } from './pan.ts'
import { phaser } from './phaser.ts'
import { robot } from './robot.ts'
import { telephone } from './telephone.ts'
import { tenBandEqualiser } from './ten-band-equaliser.ts'
import { testTone } from './test-tone.ts'
import { threeBandEqualiser } from './three-band-equaliser.ts'
import { tremolo } from './tremolo.ts'
import { vibrato } from './vibrato.ts'
import { vocoder } from './vocoder.ts'

/** The built-in audio effects by name. */
export const audioEffects: ReadonlyMap<string, AudioEffect> = new Map(
  [
    chorus,
    distortion,
    echo,
    flanger,
    gain,
    highPass,
    lowPass,
    noise,
    pan,
    phaser,
    robot,
    telephone,
    tenBandEqualiser,
    testTone,
    threeBandEqualiser,
    tremolo,
    vibrato,
    vocoder,
  ].map((effect) => [effect.name, effect]),
)
