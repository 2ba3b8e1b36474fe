// What <rtc-call> and <rtc-participant> say, in English.

/** Terms of a call and of its tiles. Names of people and rooms come isolated, as `<bdi>` does. */
export interface CallTerms {
  someone: string
  clickToHear: string
  /** `<rtc-call>` */
  join: string
  leave: string
  notInCall: string
  joinToSee: (room: string) => string
  joining: (room: string) => string
  joinedWith: (room: string, names: string) => string
  joinedAlone: (room: string) => string
  others: (count: string) => string
  startYourCamera: string
  /** What is told when somebody comes or goes. */
  came: (names: string, count: number) => string
  went: (names: string, count: number) => string
  reconnecting: string
  leftRoom: (room: string) => string

  /** `<rtc-participant>` and the tiles of `<rtc-call>` */
  participant: string
  tileUnnamed: string
  screen: string
  screenOf: (name: string) => string
  connecting: string
  connectionInterrupted: string
  connectionLost: string
  hasLeft: string
  nobodyYet: string
  tileNotInCall: string
  watches: string
  speaks: string
  encrypted: string
  agreeingOnKeys: string
  otherPassphrase: string
  noPassphrase: string
  passphraseWanted: string
  pictureInPicture: string
  fullScreen: string
  showLarge: string
  actionOn: (action: string, whose: string) => string
  actionProblem: (action: string, reason: string) => string
}

/** In the bundles of these elements. */
export const callEnglish: CallTerms = {
  someone: 'someone',
  clickToHear: 'Click to hear',
  join: 'Join',
  leave: 'Leave',
  notInCall: 'Not in a call.',
  joinToSee: (room) => `Join “${room}” to see and hear the others.`,
  joining: (room) => `Joining “${room}” …`,
  joinedWith: (room, names) => `In “${room}” with ${names}.`,
  joinedAlone: (room) => `In “${room}” – nobody else is here yet.`,
  others: (count) => `${count} others`,
  startYourCamera: 'Start your camera to be seen and heard.',
  came: (names) => `${names} joined.`,
  went: (names) => `${names} left.`,
  reconnecting: 'The signaling server cannot be reached; trying again. Who is here still sees and hears you.',
  leftRoom: (room) => `You left “${room}”.`,

  participant: 'Participant',
  tileUnnamed: 'this participant',
  screen: 'screen',
  screenOf: (name) => `${name}, screen`,
  connecting: 'Connecting …',
  connectionInterrupted: 'Connection interrupted. Waiting …',
  connectionLost: 'Connection lost.',
  hasLeft: 'Has left.',
  nobodyYet: 'Nobody else is here yet.',
  tileNotInCall: 'Not in this call.',
  watches: 'Watches and listens.',
  speaks: 'speaks',
  encrypted: 'Encrypted end to end',
  agreeingOnKeys: 'Agreeing on keys …',
  otherPassphrase: 'Uses another passphrase. You neither see nor hear each other.',
  noPassphrase: 'Uses no passphrase. You neither see nor hear each other.',
  passphraseWanted: 'Uses a passphrase, and you do not. You neither see nor hear each other.',
  pictureInPicture: 'Picture in picture',
  fullScreen: 'Full screen',
  showLarge: 'Show large',
  actionOn: (action, whose) => `${action}: ${whose}`,
  actionProblem: (action, reason) => `${action} is not possible now. (${reason})`,
}
