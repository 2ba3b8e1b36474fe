// What the script of the page says. The elements bring their own texts, in more languages.
import type { StorageProblem } from './own-presets.ts'
import type { PresetName } from './presets.ts'

interface PageTerms extends Record<PresetName | StorageProblem, string> {
  startCamera: string
  startScreen: string
  startClip: string
  startPattern: string
  invited: string
  photoSaved: string
  withoutEffects: string
  undone: string
  redone: string
  presetSaved: (name: string) => string
  presetWithoutFiles: (name: string) => string
  presetOfFiles: (name: string) => string
  presetRemoved: (name: string) => string
  removePreset: (name: string) => string
  copied: string
  copyAddress: string
  copyLines: string
  shared: string
  qrWhole: string
  qrRoomOnly: string
  sourceOfLink: (source: string) => string
  roomOfLink: string
  flashingDeclined: string
  lockRoom: string
  unlockRoom: string
  unread: (count: number) => string
  panelFailed: string
}

/** English. */
const englishPage: PageTerms = {
  warmFilm: 'Warm film',
  noir: 'Noir',
  softLight: 'Soft light',
  dusk: 'Dusk',
  comic: 'Comic',
  newsprint: 'Newsprint',
  pencil: 'Pencil',
  poster: 'Poster',
  miniature: 'Miniature',
  television: 'TV',
  daydream: 'Daydream',
  mirrorHall: 'Mirrors',
  terminal: 'Terminal',
  radioPlay: 'Radio play',
  plain: 'Plain',

  storageBlocked:
    'This browser keeps nothing for this page: the look is gone when you close it. Copy the link to keep it.',
  storageFull: 'There is no room left for this page in this browser. Remove a look, then save again.',

  startCamera: 'Start camera',
  startScreen: 'Share a screen',
  startClip: 'Choose a video file',
  startPattern: 'Start test pattern',
  invited: 'You are invited to a call',
  photoSaved: 'Photo saved',
  withoutEffects: 'Without effects',
  undone: 'Undone',
  redone: 'Redone',
  presetSaved: (name) => `“${name}” is saved in this browser`,
  presetWithoutFiles: (name) =>
    `“${name}” is saved without its images, its sounds and the effects you wrote: a look is text.`,
  presetOfFiles: (name) =>
    `“${name}” is not saved: a look is text, and this one is an effect you wrote. Save that as a file.`,
  presetRemoved: (name) => `“${name}” is removed`,
  removePreset: (name) => `Remove “${name}”`,
  copied: 'Copied',
  copyAddress:
    'This browser does not let the page copy: the link is the address of this page, copy it from the address bar.',
  copyLines: 'This browser does not let the page copy: select the lines and copy them.',
  shared: 'Sent',
  qrWhole: 'Point a phone at it to open this page as you have set it.',
  qrRoomOnly: 'Point a phone at it to come into the room. The effects are too many for a code that cameras can read.',
  sourceOfLink: (source) => `This link asks for “${source}” as the source. Choose it below the picture if you want it.`,
  roomOfLink: 'This link names another room. Leave the call, then open it again.',
  flashingDeclined: 'The effects of this link may flash and were left out.',
  lockRoom: 'Lock the room',
  unlockRoom: 'Unlock the room',
  unread: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),
  panelFailed: 'This part of the page could not be loaded. Check the network, then choose it again.',
}

/** `term('copied')` is the text. */
export class PageText {
  term<Key extends keyof PageTerms>(key: Key, ...args: Filling<PageTerms[Key]>): string {
    const term = englishPage[key] as string | ((...args: unknown[]) => string)
    return typeof term === 'string' ? term : term(...args)
  }
}

type Filling<Term> = Term extends (...args: infer Args) => string ? Args : []
