// The texts of the interface in English, element by element: those that the first elements of a page need. What only one
// element says stands in a file of its own beside this one. Every other translation has all of them in one.
import type { Translation as LocalizeTranslation } from '@shoelace-style/localize'
import type { Device } from '../internal/capture.ts'
import type { CallTerms } from './en-call.ts'
import type { ChatTerms } from './en-chat.ts'
import type { MeterTerms } from './en-meter.ts'
import type { StatsTerms } from './en-stats.ts'
import type { SupportTerms } from './en-support.ts'

/** What stands in the files of single elements. */
type Elsewhere = CallTerms & ChatTerms & MeterTerms & StatsTerms & SupportTerms

/** What a translation says. Terms that have something to fill in are functions. */
export interface Translation extends LocalizeTranslation, Elsewhere {
  /** In several elements */
  clickToHear: string
  soundHeldBack: string
  someone: string
  tryAgain: string

  /** `<rtc-camera>` */
  startCamera: string
  startScreen: string
  startClip: string
  startPattern: string
  startingCamera: string
  startingScreen: string
  startingClip: string
  startingPattern: string
  clickToBeHeard: string
  /** Of what keeps a device from being opened: an error with a name of getUserMedia and a sentence in English. */
  deviceError: (error: Error) => string
  mutedDevice: (device: Device) => string
  videoOnly: (problem: string) => string
  before: string
  after: string
  compare: string
  compareValue: (percent: string) => string

  /** `<rtc-devices>` */
  camera: string
  microphone: string
  speaker: string
  automatic: string
  microphoneLevel: string
  namesAppear: string
  speakerProblem: (reason: string) => string
  testMicrophone: string
  testSpeaker: string

  /** `<rtc-effect-controls>` */
  chosenEffects: string
  effectGroup: (titles: string) => string
  ownEffect: string
  moveCard: (title: string) => string
  moveHint: string
  cardLifted: (title: string, place: number, count: number) => string
  cardMoved: (title: string, place: number, count: number) => string
  cardDropped: (title: string, place: number, count: number) => string
  cardPutBack: (title: string, place: number, count: number) => string
  moveEarlier: string
  moveLater: string
  removeCard: (title: string) => string
  resetCard: string
  mix: string
  findEffect: string
  effects: string
  categories: string
  allEffects: string
  picture: string
  sound: string
  effectsFound: (count: number) => string
  noEffectFound: (query: string) => string
  typedValue: (label: string) => string
  resetValue: (label: string) => string
  opacityOf: (label: string) => string
  pointAcross: (label: string) => string
  pointUp: (label: string) => string
  pointOnPicture: string
  /** Both in percent of the picture. */
  pointPlace: (across: number, up: number) => string
  pointHint: string
  pointDone: string
  noPictureToPointOn: string
  moveByItself: (label: string) => string
  follows: string
  followsWave: string
  followsBass: string
  followsMid: string
  followsTreble: string
  followsLevel: string
  moveRate: string
  movesFrom: string
  movesTo: string
  removeFile: (label: string) => string
  fileIsNoSound: (file: string) => string
  fileIsNoPicture: (file: string) => string
  aStream: string
  noSource: string
  noOtherSource: string
  theirEffects: string
  theirOwnEffect: string
  onlyTheyCanChange: string
  nobodyElseHere: string
  notInThisCall: string
  thisParticipant: string
  theyLetNobody: (name: string) => string
  theyHaveNoneOn: (name: string) => string
  whatYouChange: (name: string) => string
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
export const english: Omit<Translation, keyof Elsewhere> = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  clickToHear: 'Click to hear',
  soundHeldBack: 'The browser holds the sound back until you click.',
  someone: 'someone',
  tryAgain: 'Try again',

  startCamera: 'Start camera',
  startScreen: 'Share a screen',
  startClip: 'Play clip',
  startPattern: 'Start test pattern',
  startingCamera: 'Starting the camera. Allow it if the browser asks.',
  startingScreen: 'Choose what to share.',
  startingClip: 'Loading the clip.',
  startingPattern: 'Starting the test pattern.',
  clickToBeHeard: 'Click to be heard',
  deviceError: ({ message }) => message,
  mutedDevice: (device) => `The system gives nothing from the ${device}. Look for a switch, a cover or a mute key.`,
  videoOnly: (problem) => `Video only. ${problem}`,
  before: 'Before',
  after: 'After',
  compare: 'Compare: before left of the line, after right of it',
  compareValue: (percent) => `${percent} before`,

  camera: 'Camera',
  microphone: 'Microphone',
  speaker: 'Speaker',
  automatic: 'Automatic',
  microphoneLevel: 'Microphone level',
  namesAppear: 'Names appear once the camera is allowed.',
  speakerProblem: (reason) => `This speaker cannot be used. Choose another one. (${reason})`,
  testMicrophone: 'Test microphone',
  testSpeaker: 'Test speaker',

  chosenEffects: 'Chosen effects, in the order in which they act',
  effectGroup: (titles) => `Group: ${titles}`,
  ownEffect: 'Your own effect',
  moveCard: (title) => `Move ${title}`,
  moveHint: 'Space lifts it, arrow keys move it, Space drops it, Escape puts it back.',
  cardLifted: (title, place, count) => `${title} is lifted, place ${place} of ${count}.`,
  cardMoved: (title, place, count) => `${title}: place ${place} of ${count}.`,
  cardDropped: (title, place, count) => `${title} is now at place ${place} of ${count}.`,
  cardPutBack: (title, place, count) => `${title} is back at place ${place} of ${count}.`,
  moveEarlier: 'Earlier',
  moveLater: 'Later',
  removeCard: (title) => `Remove ${title}`,
  resetCard: 'Reset',
  mix: 'Mix',
  findEffect: 'Find an effect',
  effects: 'Effects',
  categories: 'Categories',
  allEffects: 'All',
  picture: 'Picture',
  sound: 'Sound',
  effectsFound: (count) => (count === 1 ? '1 effect' : `${count} effects`),
  noEffectFound: (query) => `No effect matches “${query}”. Try another word, such as blur, old or voice.`,
  typedValue: (label) => `${label}, as a number`,
  resetValue: (label) => `Reset ${label}`,
  opacityOf: (label) => `${label}: opacity`,
  pointAcross: (label) => `${label}: across`,
  pointUp: (label) => `${label}: up`,
  pointOnPicture: 'Point on the picture',
  pointPlace: (across, up) => `${across} % across, ${up} % up`,
  pointHint: 'Arrow keys move it, Enter ends.',
  pointDone: 'Done',
  noPictureToPointOn: 'There is no picture to point on. Start the camera first.',
  moveByItself: (label) => `Let ${label} move by itself`,
  follows: 'Follows',
  followsWave: 'A wave',
  followsBass: 'Low sounds',
  followsMid: 'Middle sounds',
  followsTreble: 'High sounds',
  followsLevel: 'Loudness',
  moveRate: 'Rate',
  movesFrom: 'From',
  movesTo: 'To',
  removeFile: (label) => `Remove ${label}`,
  fileIsNoSound: (file) => `${file} is no sound that this browser can read. Choose a WAV, MP3 or Opus file.`,
  fileIsNoPicture: (file) => `${file} is no picture that this browser can read. Choose a PNG, JPEG or WebP file.`,
  aStream: 'A stream',
  noSource: 'Nothing',
  noOtherSource: 'No other source here',
  theirEffects: 'Effects of the participant, in the order in which they act',
  theirOwnEffect: 'Their own effect',
  onlyTheyCanChange: 'Only they can change this one.',
  nobodyElseHere: 'Nobody else is here yet.',
  notInThisCall: 'Not in this call.',
  thisParticipant: 'This participant',
  theyLetNobody: (name) => `${name} lets nobody change their effects.`,
  theyHaveNoneOn: (name) => `${name} lets you change their effects, and has none on now.`,
  whatYouChange: (name) => `Effects of ${name}. What you change, everybody sees.`,
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
}
