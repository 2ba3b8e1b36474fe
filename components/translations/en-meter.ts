// What <rtc-meter> says, in English.

/** Terms of a meter. */
export interface MeterTerms {
  soundLevel: string
  level: string
  peak: string
  loudness: string
  clip: string
  clippedTurnOff: string
  clipLightOff: string
  clickToMeasure: string
  noSound: string
  notMeasuredYet: string
  silence: string
  /** Figures with their units, for a screen reader. */
  levelInWords: (level: string, peak: string, loudness: string, clipped: boolean) => string
  measureProblem: (reason: string) => string
}

/** In the bundle of this element. */
export const meterEnglish: MeterTerms = {
  soundLevel: 'Sound level',
  level: 'Level',
  peak: 'Peak',
  loudness: 'Loudness',
  clip: 'Clip',
  clippedTurnOff: 'Clip light: on. Turn it off',
  clipLightOff: 'Clip light: off',
  clickToMeasure: 'Click to measure',
  noSound: 'No sound to measure.',
  notMeasuredYet: 'Not measured yet',
  silence: 'Silence',
  levelInWords: (level, peak, loudness, clipped) => `${level}, peak ${peak}, ${loudness}${clipped ? ', clipped' : ''}`,
  measureProblem: (reason) => `The sound cannot be measured here. (${reason})`,
}
