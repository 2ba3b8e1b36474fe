// The two ways an ISF file is imported: what a menu needs to know of it, and its text.

declare module '*.fs?info' {
  import type { EffectInfo } from '../effect.ts'
  const info: EffectInfo
  export default info
}

declare module '*.fs?raw' {
  const text: string
  export default text
}
