// The messages of a call: structured data as JSON text, as it travels over the peers' data channels. Used by Call to
// write what a page sends, and by Peer to check what another participant sent.
import * as v from 'valibot'

/** The most that one message may hold: bytes of its JSON text. What every browser's data channel takes in one piece. */
export const maxMessageBytes = 64_000

const envelopeBytes = '{"data":}'.length
const wireSchema = v.pipe(
  v.string(),
  v.maxBytes(maxMessageBytes + envelopeBytes),
  v.parseJson(),
  v.strictObject({ data: v.unknown() }),
)

/** @returns the text that goes over the data channel
 *  @throws TypeError where `data` cannot be written as JSON, or is longer than `maxMessageBytes` */
export function encodeMessage(data: unknown): string {
  const json = toJson(data)
  const bytes = new TextEncoder().encode(json).length
  if (bytes > maxMessageBytes)
    throw new TypeError(
      `This message is ${bytes} bytes long as JSON; at most ${maxMessageBytes} can be sent at once. Send it in parts.`,
    )
  return `{"data":${json}}`
}

/** @param wire whatever arrived on the data channel
 *  @returns the data that was sent, or null where that is not a message: too long, binary, or of another shape */
export function decodeMessage(wire: unknown): { readonly data: unknown } | null {
  const result = v.safeParse(wireSchema, wire)
  return result.success ? result.output : null
}

function toJson(data: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(data)
  } catch {
    // Cycles, BigInts, a toJSON that throws: the sentence below says it for all of them.
  }
  if (json === undefined)
    throw new TypeError('Only data that JSON can hold can be sent: objects, arrays, text, numbers, true, false, null.')
  return json
}
