export const chromeFlags: readonly string[]
export function findChrome(): { chrome: string; chromedriver: string | undefined } | undefined
