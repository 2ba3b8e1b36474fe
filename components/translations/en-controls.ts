// What <rtc-effect-controls> says, in English.
import type { EffectInfo } from '../../effects/effect.ts'

/** Terms of the gallery and of the cards. */
export interface ControlsTerms {
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
  findEffectOf: (kind: EffectInfo['kind'] | 'both') => string
  effects: string
  categories: string
  allEffects: string
  pictureEffects: string
  soundEffects: string
  effectsFound: (count: number) => string
  /** Names words that find something of that kind. */
  noEffectFound: (query: string, kind: EffectInfo['kind'] | 'both') => string
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
  unnamedParticipant: string
  theyLetNobody: (name: string) => string
  theyHaveNoneOn: (name: string) => string
  whatYouChange: (name: string) => string
}

/** In the bundle of this element. */
export const controlsEnglish: ControlsTerms = {
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
  findEffectOf: (kind) => `Find ${{ both: 'an', video: 'a picture', audio: 'a sound' }[kind]} effect`,
  effects: 'Effects',
  categories: 'Categories',
  allEffects: 'All',
  pictureEffects: 'Picture',
  soundEffects: 'Sound',
  effectsFound: (count) => (count === 1 ? '1 effect' : `${count} effects`),
  noEffectFound: (query, kind) => {
    const [of, words] = {
      both: ['', 'blur, old or voice'],
      video: [' of the picture', 'blur or old'],
      audio: [' of the sound', 'voice or echo'],
    }[kind]
    return `No effect${of} matches “${query}”. Try another word, such as ${words}.`
  },
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
  unnamedParticipant: 'This participant',
  theyLetNobody: (name) => `${name} lets nobody change their effects.`,
  theyHaveNoneOn: (name) => `${name} lets you change their effects, and has none on now.`,
  whatYouChange: (name) => `Effects of ${name}. What you change, everybody sees.`,
}
