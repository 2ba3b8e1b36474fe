// What attributes mean where Lit's own reading does not fit. Used by the elements.

/** A converter: what the property is while its attribute is not there, also after it was taken away. Lit itself sets
 *  null then. */
export const orElse = (absent: unknown) => ({ fromAttribute: (value: string | null) => value ?? absent })
