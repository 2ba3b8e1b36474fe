// The texts of the interface in English, element by element. Every other translation has the same terms.
import type { Translation as LocalizeTranslation } from '@shoelace-style/localize'
import { flashEnglish, type FlashTerms } from './en-flash.ts'

/** What a translation says. Terms that have something to fill in are functions. */
export interface Translation extends LocalizeTranslation, FlashTerms {
  /** `<rtc-devices>` */
  testMicrophone: string
  testSpeaker: string
  /** `<rtc-recorder>` */
  record: string
  stopRecording: string
  pauseRecording: string
  resumeRecording: string
  recordedTime: string
  recordedSize: string
  recordings: string
  nothingToRecord: string
  recordingRuns: string
  recordingRests: string
  recordingStops: string
  recordingIsReady: (name: string) => string
  recordingCannotStart: (reason: string) => string
  recordingBroke: (reason: string) => string
  recordingDiskFull: string
  recordingNotFinished: (time: string, size: string) => string
  recordingNotSaved: (time: string, size: string) => string
  recordingNotWritten: (reason: string) => string
  saveRecording: (name: string) => string
  deleteRecording: (name: string) => string
  save: string
  delete: string
  deleteForGood: string
}

/** What is shown where a page is in no language that is registered. */
export const english: Translation = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  testMicrophone: 'Test microphone',
  testSpeaker: 'Test speaker',

  record: 'Record',
  stopRecording: 'Stop',
  pauseRecording: 'Pause',
  resumeRecording: 'Resume',
  recordedTime: 'Recorded time',
  recordedSize: 'Recorded size',
  recordings: 'Recordings',
  nothingToRecord: 'There is nothing to record yet. Start the camera first.',
  recordingRuns: 'Recording.',
  recordingRests: 'Paused.',
  recordingStops: 'Writing the rest…',
  recordingIsReady: (name) => `${name} is ready. Save it.`,
  recordingCannotStart: (reason) => `The recording cannot start. (${reason})`,
  recordingBroke: (reason) => `The recording ended early. What was recorded until then is kept. (${reason})`,
  recordingDiskFull:
    'The disk is full. What was recorded until then is kept. Save it, and delete what you do not need.',
  recordingNotFinished: (time, size) => `A recording of ${time} (${size}) was not finished.`,
  recordingNotSaved: (time, size) => `A recording of ${time} (${size}) was not saved.`,
  recordingNotWritten: (reason) => `The recording could not be saved there. It is still here. (${reason})`,
  saveRecording: (name) => `Save ${name}`,
  deleteRecording: (name) => `Delete ${name}`,
  save: 'Save',
  delete: 'Delete',
  deleteForGood: 'Delete for good?',
  ...flashEnglish,
}
