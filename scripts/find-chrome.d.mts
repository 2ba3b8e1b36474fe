export function findChrome(): { chrome: string; chromedriver: string | undefined } | undefined
