// The chains that others in a call send as text, for whoever renders what they send. Used by <rtc-call>.
import type { Participant } from '../../call/seat.ts'
import type { Topic } from '../../call/topics.ts'
import type { Chain } from '../../effects/effect.ts'
import { readRecipe } from './recipe.ts'

/** The call. */
export interface RecipeRoom extends EventTarget {
  readonly participants: readonly Participant[]
}

/** Keeps the newest of each participant for as long as they are there. */
export class RecipeReceiver {
  readonly #recipes = new Map<string, Chain | Error>()

  /** @param onchange this participant's is another one now */
  constructor(room: RecipeRoom, topic: Topic, onchange: (participant: Participant) => void) {
    topic.onmessage = (data, from) => {
      const recipe = readRecipe(data)
      if (recipe) this.#recipes.set(from, recipe)
      else this.#recipes.delete(from)
      const participant = room.participants.find(({ id }) => id === from)
      if (participant) onchange(participant)
    }
    room.addEventListener('participantchange', () => {
      const ids = room.participants.map(({ id }) => id)
      for (const id of this.#recipes.keys()) if (!ids.includes(id)) this.#recipes.delete(id)
    })
  }

  /** The chain to apply to what a participant sends; null for none, an error for one that is refused. */
  of(id: string): Chain | Error | null {
    return this.#recipes.get(id) ?? null
  }
}
