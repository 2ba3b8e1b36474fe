// What errors say, in German.
import { callSentences } from './de-sentences-call.ts'
import { chainSentences } from './de-sentences-chains.ts'
import { deviceSentences } from './de-sentences-devices.ts'
import { fileSentences } from './de-sentences-files.ts'
import { shaderSentences } from './de-sentences-shaders.ts'
import { signalingSentences } from './de-sentences-signaling.ts'
import { translateBy } from './sentences.ts'

/** All of them; no English is in two. */
export const germanSentences = [
  callSentences,
  chainSentences,
  deviceSentences,
  fileSentences,
  shaderSentences,
  signalingSentences,
]

/** @returns the sentence in German; what is none of ours as it is */
export const inGerman = translateBy(...germanSentences)
