// What the code editor says, in English: loaded with it.
import type { Localize } from '../../components/internal/localize.ts'
import type { Translation } from '../../components/translations/en.ts'

/** Terms of the editor that are none of the elements' or the page's, in the order in which they are met. */
export interface EditorTerms {
  effectName: string
  saveAsFile: string
  startFrom: string
  firstEffect: string
  startFromIt: string
  openFile: string
  openAddress: string
  isfAddress: string
  loadAddress: string
  isfCode: string
  editorHint: string
  /** Name of an effect that nobody named yet. */
  myEffect: string
  /** @param name of an effect of the catalogue */
  myVersionOf: (title: string) => string
  compiling: string
  effectRuns: string
  effectCompiles: string
  effectIsAhead: string
  effectIsOut: string
  effectIsOld: string
  effectIsDeclined: string
  putEffectIn: string
  lastGoodRuns: string
  effectInputs: string
  atLine: (line: number) => string
  goToLine: (line: number) => string
  dropFile: string
  startedFrom: (title: string) => string
  fileOpened: (file: string) => string
  fileSaved: (file: string) => string
  effectNotLoaded: (title: string) => string
  effectNotKept: string
  effectTooLargeToKeep: string
  fileNotSaved: (reason: string) => string
  noVertexShader: string
  fileTooLarge: (file: string) => string
  fileNotText: (file: string) => string
  fileIsWebPage: (file: string) => string
  foreignImage: (host: string) => string
  fileNotRead: (file: string) => string
  noAddress: string
  hostNotReached: (host: string) => string
  hostAnswered: (host: string, status: number) => string
  codeProblems: string
  noCodeProblems: string
  closeCodeProblems: string
  selectionDeleted: string
}

/** What functions need that put sentences together. */
export type EditorWords = Pick<Localize<Translation & EditorTerms>, 'term'>

export const editorEnglish: EditorTerms = {
  effectName: 'Name',
  saveAsFile: 'Save as a file',
  startFrom: 'Start from',
  firstEffect: 'A small effect, explained',
  startFromIt: 'Start',
  openFile: 'Open a file',
  openAddress: 'Open an address',
  isfAddress: 'Address of an ISF file (.fs)',
  loadAddress: 'Load',
  isfCode: 'Code of the effect: ISF. Tab indents; press Escape, then Tab, to leave',
  editorHint: 'Tab indents. To leave with the keyboard press Escape, then Tab.',
  myEffect: 'My effect',
  myVersionOf: (title) => `My ${title.toLowerCase()}`,
  compiling: 'Compiling …',
  effectRuns: 'It runs.',
  effectCompiles: 'It compiles. Start the camera to see it.',
  effectIsAhead: 'It compiles. It is among the effects as soon as you write on.',
  effectIsOut: 'It compiles, but is not among the effects that were chosen.',
  effectIsOld: 'It compiles, but an older version of it is among the effects.',
  effectIsDeclined: 'It compiles, but may flash, and was left out.',
  putEffectIn: 'Put it in',
  lastGoodRuns: 'The last good version goes on.',
  effectInputs: 'Its inputs',
  atLine: (line) => `Line ${line}:`,
  goToLine: (line) => `Go to line ${line}`,
  dropFile: 'Drop the file to open it',
  startedFrom: (title) => `This is ${title} now. Undo brings back what was here.`,
  fileOpened: (file) => `${file} is open. Undo brings back what was here.`,
  fileSaved: (file) => `Saved as ${file}.`,
  effectNotLoaded: (title) => `${title} could not be loaded. Check the connection, then try again.`,
  effectNotKept: 'This browser keeps nothing for this page: save the effect as a file before you leave.',
  effectTooLargeToKeep: 'This is too long to be kept here until the next visit: save it as a file before you leave.',
  fileNotSaved: (reason) => `The file could not be saved: ${reason}`,
  noVertexShader:
    'The editor takes no vertex shaders (.vs). In a page of your own <rtc-effect src> finds the one beside the file.',
  fileTooLarge: (file) => `${file} is larger than 256 kB: that is no shader.`,
  fileNotText: (file) => `${file} is not text. An ISF file is a shader, in plain text.`,
  fileIsWebPage: (file) => `${file} is a web page, not an ISF file. On GitHub take the address of “Raw”.`,
  foreignImage: (host) =>
    `It imports an image of ${host}, which would learn that you opened it. Download the image and put it into the file as a data: URL.`,
  fileNotRead: (file) => `${file} could not be read. Choose it again.`,
  noAddress: 'Write an address that begins with https://, or a path on this site.',
  hostNotReached: (host) =>
    `It could not be loaded: ${host} cannot be reached, or does not let other pages read the file (CORS). ` +
    'Download it, then open it as a file.',
  hostAnswered: (host, status) => `It could not be loaded: ${host} answered ${status}. Check the address.`,
  codeProblems: 'Problems',
  noCodeProblems: 'No problems',
  closeCodeProblems: 'Close',
  selectionDeleted: 'Selection deleted',
}
