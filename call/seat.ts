// One of the others in a room: the connection to them, and all that goes over it. Used by Call, which has one for everybody.
import type { PeerMessage } from '../signaling/channel.ts'
import type { RoomClock } from './clock.ts'
import { DataLink } from './data-link.ts'
import type { Message } from './data.ts'
import type { Encryption } from './encryption.ts'
import { FileLink } from './file-link.ts'
import type { ReceivedFile } from './files.ts'
import type { EncryptionState } from './key-exchange.ts'
import { Peer } from './peer.ts'

/** One of the others in the room. The same object from joining to leaving; its fields are always current. */
export interface Participant {
  /** Unique in the room. */
  readonly id: string
  /** What people call them: text, never markup. May be empty. */
  readonly name: string
  /** What they send: usually the camera, then the screen. */
  readonly streams: readonly MediaStream[]
  /** The first of `streams`. */
  readonly stream: MediaStream | null
  /** `failed` where nothing helped, for now: it is tried again every 30 s, and when the network changes. */
  readonly connectionState: RTCPeerConnectionState
  /** Why it is `failed`: an Error whose name and sentence docs/calls.md lists; null otherwise. */
  readonly error: Error | null
  /** Whether both have the same passphrase; `streams` is empty unless it is `on` or `off`. */
  readonly encryption: EncryptionState
  /** 60 digits to compare with theirs: equal, unless somebody stands between. null before the connection is made. */
  readonly safetyNumber: string | null
  /** From 1; one more each time they have forgotten what they were told, since they took this side for gone. */
  readonly visit: number
}

/** What a Seat is given by its call, and tells it. */
export interface SeatSurroundings {
  /** Whether this side gives way when both offer at once. */
  readonly polite: boolean
  readonly configuration: () => RTCConfiguration
  readonly encryption: Encryption
  readonly clock: RoomClock
  /** How long the participant may be silent, once nothing helps, before `onsilent`. */
  readonly silentMs: number
  readonly send: (message: PeerMessage) => void
  readonly onchange: (participant: Participant) => void
  readonly onmessage: (message: Message) => void
  /** @returns whether the file is taken */
  readonly onfileoffer: (file: ReceivedFile) => boolean
  readonly maxFileBytes: () => number
  readonly onsilent: () => void
  readonly onerror: (error: Error) => void
}

/** Connects as soon as it is made. */
export class Seat {
  readonly participant: Participant
  readonly peer: Peer
  readonly link: DataLink
  readonly files: FileLink
  readonly #surroundings: SeatSurroundings
  #visit = 1
  #silentTimer: ReturnType<typeof setTimeout> | undefined

  /** @throws DOMException where the browser refuses the configuration */
  constructor(id: string, name: string, surroundings: SeatSurroundings) {
    const { encryption, clock } = surroundings
    this.#surroundings = surroundings
    const encrypted = encryption.admit(id, {
      onchange: () => surroundings.onchange(this.participant),
      onerror: surroundings.onerror,
    })
    const link = new DataLink(encrypted.cipher('messages'))
    link.onmessage = surroundings.onmessage
    link.onopen = () => clock.meet(id, (frame) => link.sendClock(frame))
    link.onanew = () => {
      this.#visit++
      surroundings.onchange(this.participant)
    }
    link.onclock = (frame) => clock.receive(id, frame)
    const files = new FileLink(
      { onoffer: surroundings.onfileoffer, maxFileBytes: surroundings.maxFileBytes },
      encrypted.cipher('files'),
    )
    const peer = new Peer(surroundings.polite, surroundings.configuration, {
      send: surroundings.send,
      onchange: () => this.#onChange(),
      onconnection: (connection) => {
        link.attach(connection)
        files.attach(connection)
        encrypted.attach(connection)
      },
      onsender: (connection, sender) => encrypted.protect(connection, sender),
      onerror: surroundings.onerror,
    })
    this.link = link
    this.files = files
    this.peer = peer
    const visit = () => this.#visit
    this.participant = {
      id,
      name,
      get streams() {
        return encrypted.isShown ? peer.streams : []
      },
      get stream() {
        return this.streams[0] ?? null
      },
      get connectionState() {
        return peer.connectionState
      },
      get error() {
        return peer.error
      },
      get encryption() {
        return encrypted.state
      },
      get safetyNumber() {
        return encrypted.safetyNumber
      },
      get visit() {
        return visit()
      },
    }
  }

  /** Ends the connection. Idempotent. */
  close(): void {
    const { encryption, clock } = this.#surroundings
    clearTimeout(this.#silentTimer)
    this.peer.close()
    this.link.close()
    this.files.close()
    encryption.dismiss(this.participant.id)
    clock.forget(this.participant.id)
  }

  #onChange(): void {
    const { silentMs, onsilent, onchange } = this.#surroundings
    if (this.peer.error?.name === 'NoAnswer') this.#silentTimer ??= setTimeout(onsilent, silentMs)
    else {
      clearTimeout(this.#silentTimer)
      this.#silentTimer = undefined
    }
    onchange(this.participant)
  }
}
