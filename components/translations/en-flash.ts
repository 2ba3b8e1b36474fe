// What a person is asked before a picture may begin to flash, in English.

/** Terms of the question. */
export interface FlashTerms {
  mayFlashTitle: string
  /** @param names of effects, as a list in words */
  mayFlash: (names: string) => string
  useFlashing: string
  leaveFlashing: string
}

/** In the bundle of whoever asks. */
export const flashEnglish: FlashTerms = {
  mayFlashTitle: 'This may flash',
  mayFlash: (names) =>
    `With ${names} the picture may flash more than three times a second. That can trigger seizures in people with photosensitive epilepsy.`,
  useFlashing: 'Use it',
  leaveFlashing: 'Leave it',
}
