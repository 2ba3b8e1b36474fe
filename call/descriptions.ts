// What is read in the descriptions of two peers, to tell what is old, doubled or about another connection. Used by
// Negotiation.
import * as v from 'valibot'
import type { PeerMessage } from '../signaling/channel.ts'
import { candidate, description } from '../signaling/protocol.ts'

/** What one side may say to the other. */
export const messageSchema = v.union([v.object({ description }), v.object({ candidate })])
/** An offer or an answer. */
export type Description = v.InferOutput<typeof description>
/** Null after the last one. */
export type Candidate = v.InferOutput<typeof candidate>

/** Descriptions and fingerprints that are recognised when they come again. Older ones do not arrive any more. */
const maxRemembered = 50

/** The newest of many texts. */
export class Remembered {
  readonly #texts = new Set<string>()

  has(text: string): boolean {
    return this.#texts.has(text)
  }

  add(text: string): void {
    this.#texts.delete(text)
    this.#texts.add(text)
    for (const oldest of this.#texts) {
      if (this.#texts.size <= maxRemembered) return
      this.#texts.delete(oldest)
    }
  }

  delete(text: string): void {
    this.#texts.delete(text)
  }

  /** @returns what it held */
  clear(): string[] {
    const texts = [...this.#texts]
    this.#texts.clear()
    return texts
  }
}

/** `o=`: the session's id, and a version that grows with every description (RFC 8866, 5.2; RFC 9429, 5.2.1). */
export interface Origin {
  readonly id: string
  readonly version: number
}

/** @returns null where there is no such line */
export function originOf(sdp: string): Origin | null {
  const [, id, version] = /^o=\S+ (\d+) (\d+) /m.exec(sdp) ?? []
  return id && version ? { id, version: Number(version) } : null
}

/** @returns the first one: that of the whole connection, since browsers bundle */
export function fingerprintOf({ sdp }: Description): string | null {
  return /^a=fingerprint:(\S+ \S+)/m.exec(sdp)?.[1] ?? null
}

/** An answer has the media sections of its offer, in their order (RFC 9429, 5.3.1). */
export function isToAnother(answer: Description, offer: RTCSessionDescription): boolean {
  const answered = sectionsOf(answer)
  return answered !== '' && answered !== sectionsOf(offer)
}

/** An offer begins with the media sections that were agreed on before (RFC 9429, 5.2.2). */
export function isOutOfStep(offer: Description, agreed: RTCSessionDescription): boolean {
  const offered = sectionsOf(offer)
  return offered !== '' && !offered.startsWith(sectionsOf(agreed))
}

function sectionsOf({ sdp }: Pick<RTCSessionDescription, 'sdp'>): string {
  return sdp.match(/^(?:m=\w+|a=mid:\S+)/gm)?.join() ?? ''
}

/** Whether candidates with this username fragment belong to the description. */
export function hasFragment(description: RTCSessionDescription | null, fragment: string | null | undefined): boolean {
  return !!description?.sdp.includes(`a=ice-ufrag:${fragment}\r\n`)
}

/** @returns the own description, as a message */
export function describe({ localDescription }: RTCPeerConnection): PeerMessage {
  const { type, sdp } = localDescription!
  return { description: { type, sdp } }
}
