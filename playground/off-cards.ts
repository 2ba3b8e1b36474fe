// The cards that are switched off. They are in no chain and in no link, which says what is seen; a reload keeps them.
import type { RtcEffectControls } from '../components/rtc-effect-controls.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain } from '../effects/effect.ts'
import { formatSharedChain } from './share-link.ts'

/** Of each panel of effects: the places of its cards that are off, and what they are, as chain text. */
export type OffCards = readonly (readonly (readonly [at: number, stage: string])[])[]

const panels = () => [...document.querySelectorAll<RtcEffectControls>('rtc-effect-controls[for=me]')]

/** Those that text can say. */
export function offCards(): OffCards {
  return panels().map(({ off }) =>
    // The panels are loaded late.
    ((off as typeof off | undefined) ?? []).flatMap(({ at, stage }) => {
      const { text } = formatSharedChain([stage])
      return text ? [[at, text] as const] : []
    }),
  )
}

/** Switches off these and no others. Call it when the effects are set: they share their places.
 *  @param off without it: none */
export function setOffCards(off: OffCards = []): void {
  panels().forEach((panel, index) => {
    panel.off = (off[index] ?? []).flatMap(([at, text]) => stagesOf(text).map((stage) => ({ at, stage })))
  })
}

/** Another version of the page may have had other effects. */
function stagesOf(text: string): Chain {
  try {
    return parseChain(text)
  } catch {
    return []
  }
}

/** @returns those that the entry of the history has */
export function offCardsOfEntry(): OffCards {
  return (history.state as { readonly off?: OffCards } | null)?.off ?? []
}
