// Elements in a room of their own, on signaling inside one page, with cameras of one colour. For tests of <rtc-call> and of
// what people exchange in it.
import { afterEach, beforeEach, expect, vi } from 'vitest'
import '../../../components/rtc-call.ts'
import type { RtcCall } from '../../../components/rtc-call.ts'
import { createColourStream, readColour } from './colour-stream.ts'
import { openPeerConnections } from './peer-connections.ts'

/** How long a test waits for a connection and its first picture. */
export const soon = { timeout: 10_000 }

export interface Room {
  name: string
  /** An <rtc-call> of the room, in the document. */
  readonly mount: (attributes?: string, content?: string) => RtcCall
  /** @param options `audio`: with a tone */
  readonly camera: (colour: string, options?: { audio: boolean }) => MediaStream
}

/** A new room for each test of the file that calls this. What is mounted and filmed there is gone after it, and no peer
 *  connection is left open. */
export function roomForEachTest(): Room {
  const cameras: ReturnType<typeof createColourStream>[] = []
  const room: Room = {
    name: '',
    mount(attributes = '', content = '') {
      const holder = document.createElement('div')
      holder.innerHTML = `<rtc-call room="${room.name}" signaling="local:" ${attributes}>${content}</rtc-call>`
      document.body.append(holder)
      return holder.firstElementChild as RtcCall
    },
    camera(colour, options) {
      const made = createColourStream(colour, options)
      cameras.push(made)
      return made.stream
    },
  }
  beforeEach(() => {
    room.name = crypto.randomUUID()
  })
  afterEach(async () => {
    document.body.replaceChildren()
    cameras.splice(0).forEach((camera) => camera.stop())
    vi.restoreAllMocks()
    await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
  })
  return room
}

/** Until each is connected with all the others. */
export async function connected(...calls: RtcCall[]): Promise<void> {
  await vi.waitFor(() => {
    for (const call of calls) {
      expect(call.participants).toHaveLength(calls.length - 1)
      for (const { connectionState } of call.participants) expect(connectionState).toBe('connected')
    }
  }, soon)
}

/** Until the picture of that participant has come. */
export async function sees(call: RtcCall, name: string, colour: string): Promise<void> {
  await vi.waitFor(async () => {
    const stream = call.participants.find((participant) => participant.name === name)?.stream
    expect(stream && (await readColour(stream))).toBe(colour)
  }, soon)
}
