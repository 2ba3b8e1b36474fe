// What travels over the channel for messages: structured data as JSON text, and what two ends say to each other to lose
// none of it and to agree on a clock; docs/data.md in code. Used by DataLink.
import * as v from 'valibot'

/** Said in every message. It changes when an older end could no longer understand a newer one. */
const dataVersion = 1

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

const envelopeBytes = 400
/** Milliseconds that a Date can hold. */
const time = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const word = v.pipe(v.string(), v.maxLength(64))
const version = v.literal(dataVersion)

const messageSchema = v.strictObject({
  version,
  /** From 1 upwards; a number that came before is said again. Programs that do not acknowledge leave it out. */
  number: v.optional(count),
  topic: v.pipe(word, v.minLength(1)),
  data: v.unknown(),
  at: v.optional(time),
})
/** The number of the newest message that came from `to`, a DataLink of the other side; `from` names the own one. */
const receivedSchema = v.strictObject({ version, received: count, from: word, to: v.optional(word) })
const askSchema = v.strictObject({ version, ask: time })
/** Which clock this is: the older one holds where two meet. */
const clock = {
  /** Wall clock of whoever started it, then: milliseconds since 1970. */
  born: time,
  founder: word,
  /** It is in use, and not that of somebody who has just come. */
  settled: v.boolean(),
}
const tellSchema = v.strictObject({ version, tell: time, now: time, steady: v.boolean(), ...clock })
const wireSchema = v.pipe(
  v.string(),
  v.maxBytes(maxMessageBytes + envelopeBytes),
  v.parseJson(),
  v.union([messageSchema, receivedSchema, askSchema, tellSchema]),
)

/** Everything that may arrive. */
type DataFrame = v.InferOutput<typeof wireSchema>
/** A question for the room's time, with a mark that comes back in the answer. */
export type ClockAsk = Omit<v.InferOutput<typeof askSchema>, 'version'>
/** The answer: `tell` is the mark, `now` the room's time, `steady` whether others may go by it. */
export type ClockTell = Omit<v.InferOutput<typeof tellSchema>, 'version'>

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

/** The same message with its number in front. @param text made by `encodeMessage` */
export function numbered(text: string, number: number): string {
  return `{"number":${number},${text.slice(1)}`
}

/** What is said beside messages, as it goes over the data channel. */
export function encodeControl(
  control:
    { readonly received: number; readonly from: string; readonly to?: string | undefined } | ClockAsk | ClockTell,
): string {
  return JSON.stringify({ version: dataVersion, ...control })
}

/** @param wire whatever arrived on the data channel
 *  @returns what was sent, or null where that is nothing of ours: too long, binary, of another shape or version */
export function decodeFrame(wire: unknown): DataFrame | null {
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
