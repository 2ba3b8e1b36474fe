// What <rtc-camera> tells the person in front of it: one line of text and, where something can be done, one button.
import type { CaptureSource } from './capture.ts'
import type { CaptureState } from './capture-session.ts'
import type { Words } from './localize.ts'

/** Either is empty where there is nothing to say or to do. */
export interface CameraStatus {
  readonly text: string
  readonly button: string
}

const start = { camera: 'startCamera', screen: 'startScreen', clip: 'startClip', pattern: 'startPattern' } as const
const starting = {
  camera: 'startingCamera',
  screen: 'startingScreen',
  clip: 'startingClip',
  pattern: 'startingPattern',
} as const

/** @param problem what is wrong, or missing: a sentence, or empty
 *  @param isSuspended the browser withholds the sound until there is a gesture */
export function cameraStatus(
  state: CaptureState,
  source: CaptureSource,
  problem: string,
  isSuspended: boolean,
  words: Words,
): CameraStatus {
  switch (state) {
    case 'idle':
      return { text: '', button: words.term(start[source]) }
    case 'starting':
      return { text: words.term(starting[source]), button: '' }
    case 'failed':
      return { text: problem, button: words.term('tryAgain') }
    case 'live':
      if (!isSuspended) return { text: problem, button: '' }
      return { text: words.term('soundHeldBack'), button: words.term('clickToBeHeard') }
  }
}
