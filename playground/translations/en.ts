// What the script of the page says, in English. What stands in index.html is read from there.
import type { PresetName } from '../presets.ts'

/** Terms of the page that are none of the elements'. Looks go by their own names. */
export interface PageTerms extends Record<PresetName, string> {
  chooseClip: string
  invited: string
  /** While the picture, the sound, or both are turned off. */
  unseen: string
  unheard: string
  withheld: string
  photoSaved: string
  /** Of a file, without its ending. */
  photoName: (time: string) => string
  undone: string
  redone: string
  presetSaved: (name: string) => string
  presetWithoutFiles: (name: string) => string
  presetOfFiles: (name: string) => string
  presetRemoved: (name: string) => string
  presetNameEmpty: string
  presetNameTaken: (name: string) => string
  removePreset: (name: string) => string
  storageBlocked: string
  storageFull: string
  copied: string
  copyAddress: string
  copyLines: string
  shared: string
  qrWhole: string
  qrRoomOnly: string
  sourceOfLink: (source: string) => string
  roomOfLink: string
  flashingDeclined: string
  effectLeftOut: string
  clipGone: (name: string) => string
  linkTooLong: string
  linkOfVersion: (version: string) => string
  linkNamesFiles: string
  linkSays: (key: string) => string
  linkUnusable: (key: string, reason: string) => string
  linkTooManyEffects: (count: string, most: string) => string
  linkSource: (source: string, sources: string) => string
  lockRoom: string
  unlockRoom: string
  unreadMessages: (count: number) => string
  panelFailed: string
  languageFailed: string
}

export const pageEnglish: PageTerms = {
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

  chooseClip: 'Choose a video file',
  invited: 'You are invited to a call',
  unseen: 'Nobody sees you',
  unheard: 'Nobody hears you',
  withheld: 'Nobody sees or hears you',
  photoSaved: 'Photo saved',
  photoName: (time) => `photo ${time}`,
  undone: 'Undone',
  redone: 'Redone',
  presetSaved: (name) => `“${name}” is saved in this browser`,
  presetWithoutFiles: (name) =>
    `“${name}” is saved without its images, its sounds and the effects you wrote: a look is text.`,
  presetOfFiles: (name) =>
    `“${name}” is not saved: a look is text, and this one is an effect you wrote. Save that as a file.`,
  presetRemoved: (name) => `“${name}” is removed`,
  presetNameEmpty: 'Give the look a name: blanks are none.',
  presetNameTaken: (name) => `There is a look “${name}” already. Give yours another name.`,
  removePreset: (name) => `Remove “${name}”`,
  storageBlocked:
    'This browser keeps nothing for this page: the look is gone when you close it. Copy the link to keep it.',
  storageFull: 'There is no room left for this page in this browser. Remove a look, then save again.',
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
  effectLeftOut: 'The effect that you wrote is not among the effects now. You find it again under “Write”.',
  clipGone: (name) => `“${name}” played here before. A page keeps no files: choose it again.`,
  linkTooLong: 'This link is too long to be read. Ask for a new one.',
  linkOfVersion: (version) =>
    `This link is of version "${version}", which this page does not know. Reload the page to get its newest version.`,
  linkNamesFiles: 'This link names images or sounds. Links may not load any: choose them yourself.',
  linkSays: (key) => `This link says "${key}", which means nothing here.`,
  linkUnusable: (key, reason) => `The ${key} of this link cannot be used. ${reason}`,
  linkTooManyEffects: (count, most) =>
    `The effects of this link cannot be used. There are ${count}: use at most ${most}.`,
  linkSource: (source, sources) =>
    `The source of this link cannot be used. There is no source "${source}": use ${sources}.`,
  lockRoom: 'Lock the room',
  unlockRoom: 'Unlock the room',
  unreadMessages: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),
  panelFailed: 'This part of the page could not be loaded. Check the network, then choose it again.',
  languageFailed: 'This language could not be loaded. Check the network, then choose it again.',
}
