// Files that effects take as values. Used where a chain is made ready to run.

/** In bytes. What is larger is no picture to lay over another, and no sound of a room. */
const maxSize = 2 ** 26
const loadMs = 60_000

/** The page that asks is not named to the server. Rejects with a NetworkError that says why.
 *  @param what it is, in words */
export async function loadFile(url: string, what: 'image' | 'sound'): Promise<Blob> {
  const refuse = (why: string) => new DOMException(`The ${what} ${url} could not be loaded: ${why}.`, 'NetworkError')
  const signal = AbortSignal.timeout(loadMs)
  const response = await fetch(url, { referrerPolicy: 'no-referrer', signal }).catch(() => null)
  if (!response) {
    throw refuse(
      signal.aborted ? `it took longer than ${loadMs / 1000} s` : 'it could not be reached, or CORS forbids it',
    )
  }
  if (!response.ok) throw refuse(`the server answered ${String(response.status)}`)
  let size = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > maxSize) controller.error()
      else controller.enqueue(chunk)
    },
  })
  const { body, headers } = response
  return new Response(
    body?.pipeThrough(counter as ReadableWritablePair<Uint8Array, BufferSource & Uint8Array>) ?? null,
    { headers },
  )
    .blob()
    .catch(() => {
      throw refuse(size > maxSize ? `it is larger than ${maxSize / 2 ** 20} MB` : 'the connection was lost')
    })
}
