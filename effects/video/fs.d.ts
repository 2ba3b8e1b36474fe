// The ways an ISF file is imported: what a menu needs to know of it, all of it, and its text.

declare module '*.fs?info' {
  import type { EffectInfo } from '../effect.ts'
  const info: EffectInfo
  export default info
}

declare module '*.fs?effect' {
  import type { Effect } from '../effect.ts'
  const effect: Effect
  export default effect
}

declare module '*.fs?raw' {
  const text: string
  export default text
}
