// Files that effects take as values. Used where a chain is made ready to run.

/** Rejects with a NetworkError that says why. @param what it is, in words */
export async function loadFile(url: string, what: 'image' | 'sound'): Promise<Blob> {
  const response = await fetch(url).catch(() => null)
  if (response?.ok) return response.blob()
  const why = response
    ? `the server answered ${String(response.status)}`
    : 'it could not be reached, or CORS forbids it'
  throw new DOMException(`The ${what} ${url} could not be loaded: ${why}.`, 'NetworkError')
}
