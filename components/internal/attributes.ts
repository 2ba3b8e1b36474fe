// What attributes and properties mean where Lit's own way does not fit. Used by the elements.
import { guard } from 'lit/directives/guard.js'

/** A converter: what the property is while its attribute is not there, also after it was taken away. Lit itself sets
 *  null then. */
export const orElse = (absent: unknown) => ({ fromAttribute: (value: string | null) => value ?? absent })

/** One of these words, the first of which is the default. Anything else counts as that, with a warning. */
export const oneOf = <T extends string>(...words: readonly [T, ...T[]]) => ({
  fromAttribute: (value: string | null): T => {
    const found = words.find((word) => word === value)
    if (found === undefined && value !== null) {
      console.warn(`rtc-elements: "${value}" is none of ${words.join(', ')}. "${words[0]}" is used.`)
    }
    return found ?? words[0]
  },
})

/** An object for a property that does something whenever it is set, such as `srcObject`, which empties a video: Lit sets
 *  objects anew at each rendering, this one when it is another. */
export const once = (value: object | null) => guard([value], () => value)
