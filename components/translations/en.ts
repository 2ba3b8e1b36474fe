// The texts of the interface in English, element by element: those that the first elements of a page need. What only one
// element says stands in a file of its own beside this one. Every other translation has all of them in one.
import type { Device } from '../internal/capture.ts'
import type { CatalogueWords } from './catalogue-words.ts'
import type { CallTerms } from './en-call.ts'
import type { ChatTerms } from './en-chat.ts'
import type { ControlsTerms } from './en-controls.ts'
import type { DevicesTerms } from './en-devices.ts'
import type { FlashTerms } from './en-flash.ts'
import type { LateTerms } from './en-late.ts'
import type { MeterTerms } from './en-meter.ts'
import type { RecorderTerms } from './en-recorder.ts'
import type { StatsTerms } from './en-stats.ts'
import type { SupportTerms } from './en-support.ts'

/** What stands in the files of single elements. */
type Elsewhere = CallTerms &
  ChatTerms &
  ControlsTerms &
  DevicesTerms &
  FlashTerms &
  LateTerms &
  MeterTerms &
  RecorderTerms &
  StatsTerms &
  SupportTerms

/** What a translation says. Terms that have something to fill in are functions. */
export interface Translation extends Elsewhere {
  /** BCP 47 */
  $code: string
  /** What its speakers call it. */
  $name: string
  $dir: 'ltr' | 'rtl'

  /** Of the built-in effects; English is what they say themselves. */
  catalogue?: CatalogueWords

  /** In several elements */
  soundHeldBack: string
  tryAgain: string
  /** What an error or a warning says, or tells of its reason, in English. Texts that are put in already stay as they are. */
  sentence: (english: string) => string

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
  mutedDevice: (device: Device) => string
  videoOnly: (problem: string) => string
  before: string
  after: string
  compare: string
  compareValue: (percent: string) => string
}

/** What is shown where a page is in no language that is registered. */
export const english: Omit<Translation, keyof Elsewhere> = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  soundHeldBack: 'The browser holds the sound back until you click.',
  tryAgain: 'Try again',
  sentence: (english) => english,

  startCamera: 'Start camera',
  startScreen: 'Share a screen',
  startClip: 'Play clip',
  startPattern: 'Start test pattern',
  startingCamera: 'Starting the camera. Allow it if the browser asks.',
  startingScreen: 'Choose what to share.',
  startingClip: 'Loading the clip.',
  startingPattern: 'Starting the test pattern.',
  clickToBeHeard: 'Click to be heard',
  mutedDevice: (device) => `The system gives nothing from the ${device}. Look for a switch, a cover or a mute key.`,
  videoOnly: (problem) => `Video only. ${problem}`,
  before: 'Before',
  after: 'After',
  compare: 'Compare: before left of the line, after right of it',
  compareValue: (percent) => `${percent} before`,
}
