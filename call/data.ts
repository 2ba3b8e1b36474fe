// The messages of a call: structured data as JSON text, as it travels over the peers' data channels. Used by DataLink.
import * as v from 'valibot'

/** Said in every message. It changes when an older end could no longer understand a newer one. */
export const dataVersion = 1

/** The most that one message may hold: bytes of its JSON text. What every browser's data channel takes in one piece. */
export const maxMessageBytes = 64_000

/** One thing that one participant tells another. */
export interface Message {
  /** What it is about: `message` is what a page sends, the others belong to elements, such as `chat`. 1 to 64 characters. */
  readonly topic: string
  /** Anything that JSON can hold. */
  readonly data: unknown
  /** When it is to be delivered, in milliseconds of the room's shared clock; at once where it is left out. */
  readonly at?: number | undefined
}

const envelopeBytes = 300
const wireSchema = v.pipe(
  v.string(),
  v.maxBytes(maxMessageBytes + envelopeBytes),
  v.parseJson(),
  v.strictObject({
    version: v.literal(dataVersion),
    topic: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    data: v.unknown(),
    at: v.optional(v.pipe(v.number(), v.finite())),
  }),
)

/** @returns the text that goes over the data channel
 *  @throws TypeError where `data` cannot be written as JSON, or is longer than `maxMessageBytes` */
export function encodeMessage({ topic, data, at }: Message): string {
  const json = toJson(data)
  const bytes = new TextEncoder().encode(json).length
  if (bytes > maxMessageBytes)
    throw new TypeError(
      `This message is ${bytes} bytes long as JSON; at most ${maxMessageBytes} can be sent at once. Send it in parts.`,
    )
  const envelope = JSON.stringify({ version: dataVersion, topic, at })
  return `${envelope.slice(0, -1)},"data":${json}}`
}

/** @param wire whatever arrived on the data channel
 *  @returns what was sent, or null where that is no message: too long, binary, of another shape or version */
export function decodeMessage(wire: unknown): Message | null {
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
