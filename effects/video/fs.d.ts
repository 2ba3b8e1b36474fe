// The ways an ISF file is imported: what chain text needs to know of it, what people read of it, all of it, and its text.

declare module '*.fs?info' {
  const info: import('../effect.ts').BriefInfo
  export default info
}

declare module '*.fs?text' {
  const text: import('../effect.ts').EffectText
  export default text
}

declare module '*.fs?effect' {
  const effect: import('../effect.ts').Effect
  export default effect
}

declare module '*.fs?raw' {
  const text: string
  export default text
}
