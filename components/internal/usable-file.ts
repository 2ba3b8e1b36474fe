// Whether a file that a person chose is a picture or a sound that this browser can read. Used by <rtc-effect-controls>.
import type { ParamDescriptor } from '../../effects/effect.ts'
import type { Localize } from './localize.ts'

/** Why a file cannot be used, as a sentence; '' where it can. */
export async function problemOfFile(file: File, type: ParamDescriptor['type'], localize: Localize): Promise<string> {
  try {
    if (type === 'audio') await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await file.arrayBuffer())
    else (await createImageBitmap(file)).close()
    return ''
  } catch {
    return localize.term(type === 'audio' ? 'fileIsNoSound' : 'fileIsNoPicture', file.name)
  }
}
