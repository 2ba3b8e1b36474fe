// What the two ends of a file say to each other: docs/data.md in code. Used by FileLink and by what it is made of.
import * as v from 'valibot'
import { hiddenCharacters } from '../signaling/protocol.ts'

/** Bytes of a file in one chunk, at most. Small enough that a message waits for no long time behind one. */
export const chunkBytes = 32_768

/** How much of a file may be under way: sent, and not yet said to be received. */
export const windowBytes = 4_000_000

/** Files that one participant may be sending to another at the same time; more wait at the sender, and are refused. */
export const maxFilesAtOnce = 4

const hashBytes = 32
const headerBytes = 1 + 4 + 8 + hashBytes
const kinds = { control: 0, chunk: 1 }

/** Why a file ends before its end, as it is said on the wire, and what people are told on either side. */
const endings = {
  cancelled: ['AbortError', 'The sender called it off.', 'The other side called it off.'],
  refused: ['NotAllowedError', 'This side refused it.', 'The other side refused it.'],
  'too-big': [
    'NotAllowedError',
    'It is larger than what this side takes.',
    'It is larger than what the other side takes.',
  ],
  'too-many': [
    'NotAllowedError',
    'Too many files were coming.',
    'Too many files are on their way; send it again later.',
  ],
  full: [
    'QuotaExceededError',
    'There is no room left for it in this browser. Delete something and ask for it again.',
    'There is no room left for it in the browser at the other side.',
  ],
  corrupt: [
    'DataError',
    'What arrived is not what was sent. Ask for it again.',
    'What arrived is not what was sent. Send it again.',
  ],
  unreadable: [
    'NotReadableError',
    'It changed or vanished at the other side while it was sent.',
    'It changed or vanished while it was sent. Choose it again.',
  ],
  gone: [
    'NetworkError',
    'The other side left before all of it had come.',
    'The other side left before it had all of it.',
  ],
  silent: [
    'TimeoutError',
    'The other side did not answer.',
    'The other side did not answer: it may be a program that takes no files.',
  ],
} as const

/** A reason in `endings`. */
export type Ending = keyof typeof endings

const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ff_ff_ff))
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Reasons of later versions are a plain no. */
const reason = v.fallback(v.picklist(Object.keys(endings) as Ending[]), 'refused')

/** `offer` and `cancel` come from the sender of a file, the others from its receiver. */
const controlSchema = v.variant('type', [
  v.object({
    type: v.literal('offer'),
    id,
    name: v.pipe(v.string(), v.maxLength(10_000), v.transform(cleanFileName)),
    mime: v.pipe(v.string(), v.maxLength(1000), v.transform(cleanMime)),
    size: bytes,
  }),
  v.object({ type: v.literal('cancel'), id, reason }),
  v.object({ type: v.literal('accept'), id, received: bytes }),
  v.object({ type: v.literal('refuse'), id, reason }),
  v.object({ type: v.literal('done'), id }),
])

/** What is said about a file. */
export type FileControl = v.InferOutput<typeof controlSchema>

/** A piece of a file. */
export interface FileChunk {
  readonly type: 'chunk'
  /** The file's. */
  readonly id: number
  /** Where in the file it belongs. */
  readonly offset: number
  /** SHA-256 of `bytes`. */
  readonly hash: Uint8Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** @param side of the person who is told
 *  @param name of the file
 *  @returns an error with the platform's name for it, and a sentence */
export function endingError(ending: Ending, side: 'sender' | 'receiver', name: string): DOMException {
  const [kind, forReceiver, forSender] = endings[ending]
  const outcome = side === 'sender' ? 'was not sent' : 'was not received'
  return new DOMException(`“${name}” ${outcome}. ${side === 'sender' ? forSender : forReceiver}`, kind)
}

/** @returns what goes over the channel */
export function encodeFileControl(control: FileControl): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(control))
  const frame = new Uint8Array(1 + json.length)
  frame[0] = kinds.control
  frame.set(json, 1)
  return frame
}

/** @returns what goes over the channel */
export async function encodeChunk(
  id: number,
  offset: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const frame = new Uint8Array(headerBytes + bytes.length)
  const view = new DataView(frame.buffer)
  frame[0] = kinds.chunk
  view.setUint32(1, id)
  view.setFloat64(5, offset)
  frame.set(await hashOf(bytes), 13)
  frame.set(bytes, headerBytes)
  return frame
}

/** @param wire whatever arrived on the channel
 *  @returns what was sent, or null where that is nothing of ours */
export function decodeFileFrame(wire: unknown): FileControl | FileChunk | null {
  if (!(wire instanceof ArrayBuffer) || wire.byteLength === 0 || wire.byteLength > headerBytes + chunkBytes) return null
  const frame = new Uint8Array(wire)
  if (frame[0] === kinds.control) return decodeControl(frame.subarray(1))
  if (frame[0] !== kinds.chunk || frame.length <= headerBytes) return null
  const view = new DataView(wire)
  return {
    type: 'chunk',
    id: view.getUint32(1),
    offset: view.getFloat64(5),
    hash: frame.subarray(13, headerBytes),
    bytes: frame.subarray(headerBytes),
  }
}

/** Is the chunk what its sender hashed? */
export async function isIntact({ hash, bytes }: FileChunk): Promise<boolean> {
  const actual = await hashOf(bytes)
  return actual.every((byte, index) => byte === hash[index])
}

/** A file's name without a path and without characters that hide what it is; 1 to 255 characters. */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const shown = last.replace(hiddenCharacters, '').trim()
  const short = Array.from(shown)
  // Its end says what kind of file it is.
  const cut = short.length > 255 ? [...short.slice(0, 240), ...short.slice(-15)].join('') : shown
  return /^\.*$/.test(cut) ? 'file' : cut
}

function cleanMime(mime: string): string {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime) ? mime.toLowerCase() : ''
}

function decodeControl(json: Uint8Array): FileControl | null {
  try {
    const result = v.safeParse(controlSchema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)))
    return result.success ? result.output : null
  } catch {
    return null
  }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}
