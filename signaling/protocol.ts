// What the two ends of signaling say to each other, as schemas and as types: docs/signaling.md in code. Both ends check
// every message with these before they believe it.
import * as v from 'valibot'

/** Said in `hello`. It changes when an older end could no longer understand a newer one. */
export const version = 1

/** The longest message either end accepts, in bytes of UTF-8. */
export const maxMessageBytes = 65_536

/** Why a socket is closed, and the close code that goes with it. The message `error` carries the same name. */
export const closeCodes = {
  Binary: 1003,
  NotJson: 1007,
  Malformed: 1008,
  OutOfPlace: 1008,
  TooBig: 1009,
  Restarting: 1012,
  ServerFull: 1013,
  TooFast: 1013,
  TooMany: 1013,
  VersionMismatch: 4000,
  RoomFull: 4001,
  Superseded: 4002,
  JoinDenied: 4003,
  RoomLocked: 4004,
  NameTaken: 4005,
} as const

/** The name of a reason in `closeCodes`. */
export type ErrorCode = keyof typeof closeCodes

/** True if the reason passes by itself: connect again after a while, and the seat is still there. After all others a
 *  client stays away. */
export function isPassing(code: string): boolean {
  return ['Restarting', 'ServerFull', 'TooFast', 'TooMany'].includes(code)
}

/** A reason to close a socket, with a sentence for whoever is at the other end. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** The name of a room as both ends use it: normalised (NFC), 1 to 128 characters, none of them a control character.
 *  Throws a TypeError with a sentence for the person who chose the name. */
export function validateRoom(room: string): string {
  const name = room.normalize('NFC')
  const length = Array.from(name).length
  if (length === 0) throw new TypeError('The room name is empty: give the room a name of 1 to 128 characters.')
  if (length > 128) throw new TypeError(`The room name has ${length} characters: use at most 128.`)
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new TypeError('The room name has a line break or another control character in it: leave it out.')
  }
  return name
}

/** Characters with which text hides what it says: control characters, those that turn its direction, and those that take no
 *  room. Not the two joiners (U+200C, U+200D), which emoji and Persian are written with. */
export const hiddenCharacters = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** The name of a person as it may be shown: without hidden characters, at most 64 characters long. */
export function cleanName(name: string): string {
  const shown = name.normalize('NFC').replace(hiddenCharacters, '').trim()
  return Array.from(shown).slice(0, 64).join('')
}

const roomName = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return validateRoom(dataset.value)
    } catch (error) {
      addIssue({ message: (error as TypeError).message })
      return NEVER
    }
  }),
)
const personName = v.pipe(v.string(), v.transform(cleanName))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const short = v.nullish(v.pipe(v.string(), v.maxLength(256)))

/** An RTCSessionDescriptionInit. `rollback` and `pranswer` are no messages between peers: perfect negotiation rolls back on
 *  its own side. Other keys are dropped. */
export const description = v.object({
  type: v.picklist(['offer', 'answer']),
  sdp: v.pipe(v.string(), v.maxLength(60_000)),
})

/** An RTCIceCandidateInit, or null after the last one. Other keys are dropped. */
export const candidate = v.nullable(
  v.object({
    candidate: v.optional(v.pipe(v.string(), v.maxLength(4096))),
    sdpMid: short,
    sdpMLineIndex: v.nullish(v.pipe(count, v.maxValue(65_535))),
    usernameFragment: short,
  }),
)

/** Servers that help two peers to reach each other, as RTCConfiguration takes them. */
export const iceServers = v.array(
  v.object({
    urls: v.union([iceUrl(), v.pipe(v.array(iceUrl()), v.minLength(1))]),
    username: v.optional(v.string()),
    credential: v.optional(v.string()),
  }),
)

function iceUrl() {
  return v.pipe(v.string(), v.regex(/^(stun|turn)s?:./i, 'The URL of an ICE server starts with stun: or turn:.'))
}

const clientMessage = v.variant('type', [
  v.strictObject({
    type: v.literal('hello'),
    version: v.literal(version),
    room: roomName,
    name: v.optional(personName, ''),
    token: v.optional(id),
    received: v.optional(count, 0),
    pass: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  }),
  v.strictObject({ type: v.literal('description'), to: id, description }),
  v.strictObject({ type: v.literal('candidate'), to: id, candidate }),
  v.strictObject({ type: v.literal('lock'), locked: v.boolean() }),
  v.strictObject({ type: v.literal('ping') }),
  v.strictObject({ type: v.literal('bye') }),
])

const participants = v.array(v.object({ id, name: personName, visit: v.optional(v.string(), '') }))
const locked = v.optional(v.boolean(), false)
const restored = v.optional(v.boolean(), false)

// Keys a client does not know are ignored, so that a server may say more without a new version.
const serverMessage = v.variant('type', [
  v.object({ type: v.literal('joined'), id, token: id, received: count, participants, locked, restored, iceServers }),
  v.object({ type: v.literal('participants'), participants, locked }),
  v.object({ type: v.literal('iceServers'), iceServers }),
  v.object({ type: v.literal('description'), from: id, description }),
  v.object({ type: v.literal('candidate'), from: id, candidate }),
  v.object({ type: v.literal('pong') }),
  v.object({ type: v.literal('error'), code: v.string(), message: v.string() }),
])

/** What a client may say to the server, checked and cleaned. */
export type ClientMessage = v.InferOutput<typeof clientMessage>
/** What the server may say to a client. */
export type ServerMessage = v.InferOutput<typeof serverMessage>
/** Somebody in the list of a room. `visit` is another one when their seat was lost and made anew. */
export type ListedMember = v.InferOutput<typeof participants>[number]

/** What `joined` hands out for RTCConfiguration. */
export type IceServers = v.InferOutput<typeof iceServers>

/** Reads what a client sent. Throws a ProtocolError that says what is wrong with it. */
export function parseClientMessage(text: string): ClientMessage {
  const message = parseJson(text)
  // Before the schema: what a later version's hello holds is not known here.
  if (isHello(message) && typeof message.version === 'number' && message.version !== version) {
    throw new ProtocolError(
      'VersionMismatch',
      `This server speaks version ${version} of the protocol, not ${message.version}: update the older of the two.`,
    )
  }
  return check(clientMessage, message)
}

/** Reads what the server sent. Throws a ProtocolError that says what is wrong with it. */
export function parseServerMessage(text: string): ServerMessage {
  return check(serverMessage, parseJson(text))
}

/** Holds `value` against a schema. Throws a ProtocolError that names the first place where it does not fit. */
export function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new ProtocolError('Malformed', `${path ? `${path}: ` : ''}${issue.message}`.slice(0, 300))
}

/** Reads JSON. Throws a ProtocolError if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProtocolError('NotJson', 'The message is not JSON: send one JSON object per message.')
  }
}

function isHello(value: unknown): value is { readonly version?: unknown } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'hello'
}
