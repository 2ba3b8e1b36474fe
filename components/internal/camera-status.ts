// What <rtc-camera> tells the person in front of it: one line of text and, where something can be done, one button.
import type { CaptureSource } from './capture.ts'
import type { CaptureState } from './capture-session.ts'

/** Either is empty where there is nothing to say or to do. */
export interface CameraStatus {
  readonly text: string
  readonly button: string
}

const texts: Readonly<Record<CaptureSource, { start: string; starting: string }>> = {
  camera: { start: 'Start camera', starting: 'Starting the camera. Allow it if the browser asks.' },
  screen: { start: 'Share a screen', starting: 'Choose what to share.' },
  clip: { start: 'Play clip', starting: 'Loading the clip.' },
  pattern: { start: 'Start test pattern', starting: 'Starting the test pattern.' },
}

/** @param problem what is wrong, or missing: a sentence, or empty
 *  @param isSuspended the browser withholds the sound until there is a gesture */
export function cameraStatus(
  state: CaptureState,
  source: CaptureSource,
  problem: string,
  isSuspended: boolean,
): CameraStatus {
  switch (state) {
    case 'idle':
      return { text: '', button: texts[source].start }
    case 'starting':
      return { text: texts[source].starting, button: '' }
    case 'failed':
      return { text: problem, button: 'Try again' }
    case 'live':
      if (!isSuspended) return { text: problem, button: '' }
      return { text: 'The browser holds the sound back until you click.', button: 'Click to be heard' }
  }
}
