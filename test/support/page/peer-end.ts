// One end of a peer connection between two Peers of one page, with what it said and was told. For tests of call/peer.ts.
import { DataLink } from '../../../call/data-link.ts'
import { Peer } from '../../../call/peer.ts'
import { type PeerTimes, peerTimes } from '../../../call/recovery.ts'
import type { PeerMessage } from '../../../signaling/channel.ts'
import { peerConnections } from './peer-connections.ts'

/** Signaling: what becomes of a message on its way to `deliver`. */
export type Link = (message: PeerMessage, deliver: (message: PeerMessage) => void) => void

/** In order, a task later. */
export const inOrder: Link = (message, deliver) => void setTimeout(deliver, 0, message)

/** One end of a connection. */
export class PeerEnd {
  readonly messages: unknown[] = []
  readonly errors: Error[] = []
  readonly sent: PeerMessage[] = []
  readonly states: RTCPeerConnectionState[] = []
  readonly link = new DataLink()
  peer: Peer
  deliver: (message: PeerMessage) => void = () => undefined
  readonly #configuration: RTCConfiguration
  readonly #make: () => Peer

  constructor(polite: boolean, link: Link, times: Partial<PeerTimes> = {}, configuration: RTCConfiguration = {}) {
    this.#configuration = configuration
    this.link.onmessage = ({ data }) => this.messages.push(data)
    this.#make = () =>
      new Peer(
        polite,
        () => this.#configuration,
        {
          send: (message) => {
            this.sent.push(message)
            link(structuredClone(message), (copy) => this.deliver(copy))
          },
          onchange: () => {
            const { connectionState } = this.peer
            if (connectionState !== this.states.at(-1)) this.states.push(connectionState)
          },
          onconnection: (connection) => this.link.attach(connection),
          onerror: (error) => this.errors.push(error),
        },
        { ...peerTimes, ...times },
      )
    this.peer = this.#make()
  }

  /** As when the page is loaded anew and takes the same seat. */
  replace(): void {
    this.peer.close()
    this.peer = this.#make()
  }

  get connection(): RTCPeerConnection {
    return this.connections.at(-1)!
  }

  /** All that were made so far, the newest last. */
  get connections(): RTCPeerConnection[] {
    return peerConnections
      .filter(({ configuration }) => configuration === this.#configuration)
      .map(({ connection }) => connection)
  }

  /** Closes what is open, and lets go of all that was made: Chromium lets a page have 500 connections until it collects
   *  those that are closed. */
  close(): void {
    this.peer.close()
    for (const connection of this.connections)
      peerConnections.splice(
        peerConnections.findIndex((made) => made.connection === connection),
        1,
      )
  }

  get offers(): number {
    return this.#count('offer')
  }

  get answers(): number {
    return this.#count('answer')
  }

  #count(type: RTCSdpType): number {
    return this.sent.filter((message) => 'description' in message && message.description.type === type).length
  }

  get mediaSections(): number {
    return this.connection.localDescription?.sdp.match(/^m=/gm)?.length ?? 0
  }
}

/** Two ends that hear each other over `link`. */
export function connectEnds(
  link: Link = inOrder,
  times: Partial<PeerTimes> = {},
): [polite: PeerEnd, impolite: PeerEnd] {
  const ends: [PeerEnd, PeerEnd] = [new PeerEnd(true, link, times), new PeerEnd(false, link, times)]
  ends[0].deliver = (message) => void ends[1].peer.receive(message)
  ends[1].deliver = (message) => void ends[0].peer.receive(message)
  return ends
}
