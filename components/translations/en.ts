// The texts of the interface in English, element by element. Every other translation has the same terms.
import type { Translation as LocalizeTranslation } from '@shoelace-style/localize'
import { flashEnglish, type FlashTerms } from './en-flash.ts'

/** What a translation says. Terms that have something to fill in are functions. */
export interface Translation extends LocalizeTranslation, FlashTerms {
  /** `<rtc-devices>` */
  testMicrophone: string
  testSpeaker: string
}

/** What is shown where a page is in no language that is registered. */
export const english: Translation = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  testMicrophone: 'Test microphone',
  testSpeaker: 'Test speaker',

  ...flashEnglish,
}
