// What the code editor says to people.

/** In the order in which it is met. */
export const texts = {
  name: 'Name',
  save: 'Save as a file',
  startFrom: 'Start from',
  firstEffect: 'A small effect, explained',
  start: 'Start',
  openFile: 'Open a file',
  openAddress: 'Open an address',
  address: 'Address of an ISF file (.fs)',
  fetch: 'Load',
  code: 'Code of the effect: ISF. Tab indents; press Escape, then Tab, to leave',
  hint: 'Tab indents. To leave with the keyboard press Escape, then Tab.',
  compiling: 'Compiling …',
  runs: 'It runs.',
  compiles: 'It compiles. Start the camera to see it.',
  isOut: 'It compiles, but is not among the effects that were chosen.',
  isOld: 'It compiles, but an older version of it is among the effects.',
  isDeclined: 'It compiles, but may flash, and was left out.',
  putIn: 'Put it in',
  lastGoodRuns: 'The last good version goes on.',
  atLine: (line: number) => `Line ${line}:`,
  goTo: (line: number) => `Go to line ${line}`,
  drop: 'Drop the file to open it',
  started: (title: string) => `This is ${title} now. Undo brings back what was here.`,
  opened: (file: string) => `${file} is open. Undo brings back what was here.`,
  saved: (file: string) => `Saved as ${file}.`,
  notLoaded: (title: string) => `${title} could not be loaded. Check the connection, then try again.`,
  notKept: 'This browser keeps nothing for this page: save the effect as a file before you leave.',
  tooLargeToKeep: 'This is too long to be kept here until the next visit: save it as a file before you leave.',
  notSaved: (reason: string) => `The file could not be saved: ${reason}`,
  noVertex:
    'The editor takes no vertex shaders (.vs). In a page of your own <rtc-effect src> finds the one beside the file.',
  tooLarge: (file: string) => `${file} is larger than 256 kB: that is no shader.`,
  notText: (file: string) => `${file} is not text. An ISF file is a shader, in plain text.`,
  webPage: (file: string) => `${file} is a web page, not an ISF file. On GitHub take the address of “Raw”.`,
  foreignImage: (host: string) =>
    `It imports an image of ${host}, which would learn that you opened it. Download the image and put it into the file as a data: URL.`,
  notRead: (file: string) => `${file} could not be read. Choose it again.`,
  noAddress: 'Write an address that begins with https://, or a path on this site.',
  notReached: (host: string) =>
    `It could not be loaded: ${host} cannot be reached, or does not let other pages read the file (CORS). ` +
    'Download it, then open it as a file.',
  answered: (host: string, status: number) => `It could not be loaded: ${host} answered ${status}. Check the address.`,
} as const
