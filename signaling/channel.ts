// What a call needs of signaling, whichever way the messages travel: a server (client.ts) or the other tabs of this
// browser (local.ts).

/** Another person in the room, as signaling knows them. */
export interface Member {
  /** Unique in the room; given by the server, or random between tabs. The larger id is the polite one. */
  readonly id: string
  /** What people call them: text, never markup. May be empty. */
  readonly name: string
}

/** What two peers tell each other to connect (webrtc-pc "Perfect Negotiation Example"). Opaque to the server. */
export type PeerMessage =
  { readonly description: RTCSessionDescriptionInit } | { readonly candidate: RTCIceCandidateInit | null }

/** How a seat is taken. */
export interface JoinOptions {
  readonly name: string
  /** What a server that asks for it lets people in with: a JSON Web Token (docs/signaling.md). */
  readonly pass?: string | undefined
  readonly signal: AbortSignal
}

/** A seat in a room. Events come through the handlers, which are set before `join`; none comes after `leave` or after
 *  `failed`. A channel is joined once: to come back, create another. */
export interface SignalingChannel {
  /** Own id; empty before the first `join`. Stays the same while signaling is lost for a short time. Where it was lost for
   *  too long, the others were told that we left: then every member is reported as left, `id` is a new one, and those
   *  who are there are announced anew. */
  readonly id: string
  /** Someone came. Members who were there before are announced too, right after `join` resolves. */
  onmember: ((member: Member) => void) | null
  /** Someone left, or vanished. */
  onmemberleft: ((id: string) => void) | null
  /** Someone is still here, but what was said between you and them since a while may be lost, because a server that knew
   *  it is gone: say again what waits for an answer. */
  onmemberback: ((id: string) => void) | null
  /** A message from a member of the room; the sender's id is stamped by signaling, never by the sender. */
  onmessage: ((from: string, message: PeerMessage) => void) | null
  /** `joined`: it is back after `reconnecting` (the first time, `join` resolves instead). `reconnecting`: signaling is lost and tries to come back, media may go on. `failed`: it gave up, `error` says why. */
  onstatechange: ((state: 'joined' | 'reconnecting' | 'failed' | 'closed', error?: Error) => void) | null
  /** Servers for ICE that signaling hands out with the seat; empty where there are none. Always the current ones: those
   *  with a credential that expires are replaced before it does. */
  readonly iceServers: readonly RTCIceServer[]
  /** Whether the room is closed to newcomers. */
  readonly locked: boolean
  /** `locked` is another one. */
  onlockchange: (() => void) | null
  /** Takes a seat. Rejects with an Error whose `name` is RoomFull, RoomLocked, NameTaken, JoinDenied, VersionMismatch,
   *  SignalingUnreachable or another code of docs/signaling.md, or TypeError (a bad room name) and whose message is a
   *  sentence for the person. */
  join(room: string, options: JoinOptions): Promise<void>
  /** Closes the room to newcomers, or opens it again; `locked` follows. Throws a DOMException: InvalidStateError while
   *  there is no connection, NotSupportedError where nobody could keep people out. */
  lock(locked: boolean): void
  /** Sends to one member, in order; while signaling is lost, it waits. Dropped silently if that member is gone. Throws a
   *  RangeError if the message is longer than signaling carries: 64 kB in all, 60,000 characters of SDP. */
  send(to: string, message: PeerMessage): void
  /** Gives the seat up: the others see it at once. Idempotent. */
  leave(): void
}
