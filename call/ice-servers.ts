// Which of the servers that help peers to reach each other are relays. Used by Call and by diagnosis.

/** @param url of a server for ICE */
export function isTurn(url: string): boolean {
  return /^turns?:/i.test(url)
}
