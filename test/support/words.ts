// The texts of the interface without an element, for tests of the functions that put them together.
import { Localize, type Words } from '../../components/internal/localize.ts'
import { callEnglish } from '../../components/translations/en-call.ts'
import { chatEnglish } from '../../components/translations/en-chat.ts'
import { controlsEnglish } from '../../components/translations/en-controls.ts'
import { devicesEnglish } from '../../components/translations/en-devices.ts'
import { flashEnglish } from '../../components/translations/en-flash.ts'
import { lateEnglish } from '../../components/translations/en-late.ts'
import { meterEnglish } from '../../components/translations/en-meter.ts'
import { recorderEnglish } from '../../components/translations/en-recorder.ts'
import { statsEnglish } from '../../components/translations/en-stats.ts'
import { supportEnglish } from '../../components/translations/en-support.ts'
import { english, type Translation } from '../../components/translations/en.ts'
import type { PageWords } from '../../playground/page-text.ts'
import { pageEnglish, type PageTerms } from '../../playground/translations/en.ts'

/** All terms in English, whichever elements are loaded. */
export const allEnglish: Translation = {
  ...english,
  ...callEnglish,
  ...chatEnglish,
  ...controlsEnglish,
  ...devicesEnglish,
  ...flashEnglish,
  ...lateEnglish,
  ...meterEnglish,
  ...recorderEnglish,
  ...statsEnglish,
  ...supportEnglish,
}

/** @param language such as "en"; another one is to be imported before */
export function wordsIn(language: string): Words {
  return new Localize(hostIn(language), allEnglish)
}

/** The same, with what the script of the page says. */
export function pageWordsIn(language: string): PageWords {
  return new Localize<Translation & PageTerms>(hostIn(language), { ...allEnglish, ...pageEnglish })
}

function hostIn(language: string) {
  return { addController: () => undefined, closest: () => ({ getAttribute: () => language }) } as never
}
