// What <rtc-recorder> says, in English.

/** Terms of the recorder. */
export interface RecorderTerms {
  record: string
  stopRecording: string
  pauseRecording: string
  resumeRecording: string
  recordedTime: string
  recordedSize: string
  recordings: string
  nothingToRecord: string
  recordingRuns: string
  recordingInMemory: string
  recordingRests: string
  recordingStops: string
  recordingIsReady: (name: string) => string
  recordingCannotStart: (reason: string) => string
  recordingBroke: (reason: string) => string
  recordingIsGone: (reason: string) => string
  recordingDiskFull: string
  recordingNoRoom: string
  recordingNotFinished: (time: string, size: string) => string
  recordingNotSaved: (time: string, size: string) => string
  recordingNotWritten: (reason: string) => string
  saveRecording: (name: string) => string
  deleteRecording: (name: string) => string
  save: string
  delete: string
  deleteForGood: string
}

/** In the bundle of this element. */
export const recorderEnglish: RecorderTerms = {
  record: 'Record',
  stopRecording: 'Stop',
  pauseRecording: 'Pause',
  resumeRecording: 'Resume',
  recordedTime: 'Recorded time',
  recordedSize: 'Recorded size',
  recordings: 'Recordings',
  nothingToRecord: 'There is nothing to record yet. Start the camera first.',
  recordingRuns: 'Recording.',
  recordingInMemory:
    'Recording into memory, up to 256 MB: the browser gives this page no disk. Save it before you leave.',
  recordingRests: 'Paused.',
  recordingStops: 'Writing the rest…',
  recordingIsReady: (name) => `${name} is ready. Save it.`,
  recordingCannotStart: (reason) => `The recording cannot start. (${reason})`,
  recordingBroke: (reason) => `The recording ended early. What was recorded until then is kept. (${reason})`,
  recordingIsGone: (reason) => `The recording is gone, perhaps because this site’s data was cleared. (${reason})`,
  recordingDiskFull:
    'The disk is full. What was recorded until then is kept. Save it, and delete what you do not need.',
  recordingNoRoom: 'The disk is full, and nothing was recorded. Delete what you do not need, then try again.',
  recordingNotFinished: (time, size) => `A recording of ${time} (${size}) was not finished.`,
  recordingNotSaved: (time, size) => `A recording of ${time} (${size}) was not saved.`,
  recordingNotWritten: (reason) => `The recording could not be saved there. It is still here. (${reason})`,
  saveRecording: (name) => `Save ${name}`,
  deleteRecording: (name) => `Delete ${name}`,
  save: 'Save',
  delete: 'Delete',
  deleteForGood: 'Delete for good?',
}
