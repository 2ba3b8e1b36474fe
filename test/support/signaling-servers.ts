// Signaling servers that a test starts, and members of their rooms who speak the protocol by hand.
import { afterEach, expect } from 'vitest'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import type { SignalingOptions } from '../../signaling/socket-server.ts'
import { joinRaw, type RawClient, type Said } from './raw-client.ts'

/** For a file of tests. The servers that one of them starts are closed after it. */
export function startingServers() {
  const servers: SignalingServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })
  /** @returns the address of a new one */
  const serve = async (options: SignalingOptions = {}): Promise<string> => {
    const server = createSignalingServer({ port: 0, ...options })
    servers.push(server)
    await server.ready
    return server.address
  }
  return { servers, serve }
}

export const offer = { type: 'offer', sdp: 'v=0' }
/** Of those who are in the room now. */
export const idsOf = (said: Said) => (said.participants as { id: string }[]).map(({ id }) => id)

/** Two members of a room, past their hellos. */
export async function joinPair(address: string, room: string) {
  const ada = await joinRaw(address, room, 'Ada')
  const ben = await joinRaw(address, room, 'Ben')
  await ada.next()
  return { ada, ben }
}

/** The two can talk, and nothing else has come to them. */
export async function expectTalking(from: RawClient & { id: string }, to: RawClient & { id: string }) {
  from.send({ type: 'description', to: to.id, description: offer })
  expect(await to.next()).toEqual({ type: 'description', from: from.id, description: offer })
}
