// Hands a file to the person: the browser puts it where downloads go. Used by the elements and the playground.

/** How long a browser may take to begin with it. */
const beginMs = 60_000

/** @param name as it is suggested to the person */
export function saveFile(file: Blob, name: string): void {
  const href = URL.createObjectURL(file)
  const link = Object.assign(document.createElement('a'), { href, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), beginMs)
}
