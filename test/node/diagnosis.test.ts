// Promises of call/diagnosis.ts: what a person is told when two peers did not reach each other.
import { expect, it } from 'vitest'
import type { Evidence } from '../../call/diagnosis.ts'
import { diagnose } from '../../call/diagnosis.ts'

const host = { type: 'host' } as const
const srflx = { type: 'srflx' } as const
const relay = { type: 'relay' } as const
const stun = 'stun:198.51.100.1'
const turn = 'turn:198.51.100.1?transport=udp'

/** Two sides behind NATs that tell each other their addresses, and get no answer. */
const evidence: Evidence = {
  isSilent: false,
  wasConnected: false,
  relayOnly: false,
  serverUrls: [stun],
  local: [host, srflx],
  remote: [host, srflx],
  responses: 0,
  iceErrors: [],
}
const unreachable = (url: string) => ({
  url,
  errorCode: 701,
  errorText: 'Address not associated with the desired network',
})
const refused = (errorCode: number, errorText = '') => [{ url: turn, errorCode, errorText }]

it.each<[string, Partial<Evidence>, string, string]>([
  ['who never answered', { isSilent: true }, 'NoAnswer', 'does not answer'],
  ['who stopped answering', { isSilent: true, wasConnected: true }, 'NoAnswer', 'has stopped answering'],
  ['no addresses of its own', { local: [] }, 'NoNetwork', 'This device has no network'],
  ['no TURN server to go through', {}, 'NoRelay', 'no TURN server is known'],
  [
    'a TURN server that is silent, where STUN by UDP was not',
    { serverUrls: [stun, turn] },
    'NoRelay',
    'let no direct connection through, and no TURN server answered',
  ],
  [
    'neither UDP nor a TURN server',
    { serverUrls: [stun, turn], local: [host], remote: [host], iceErrors: [unreachable(stun), unreachable(turn)] },
    'NoRelay',
    'No relay: the network between you blocks UDP and no TURN server answered',
  ],
  [
    'a TURN server that refuses the credentials',
    { serverUrls: [turn], local: [host], iceErrors: [unreachable(stun), ...refused(401, 'Unauthorized')] },
    'RelayRefused',
    `the TURN server ${turn} refused the credentials (401)`,
  ],
  [
    'a TURN server that is full',
    { serverUrls: [turn], local: [host], iceErrors: refused(486, 'Allocation Quota Reached') },
    'RelayRefused',
    'refused (486 Allocation Quota Reached)',
  ],
  [
    'relay-only, and credentials that are refused',
    { relayOnly: true, serverUrls: [turn], local: [], iceErrors: refused(401) },
    'RelayRefused',
    'refused the credentials',
  ],
  [
    'relay-only, and a TURN server that is silent',
    { relayOnly: true, serverUrls: [turn], local: [] },
    'NoRelay',
    'no TURN server answered',
  ],
  ['the other side without addresses', { local: [host, relay], remote: [] }, 'ConnectionFailed', 'named no address'],
  ['a relay that leads nowhere', { local: [host, relay] }, 'ConnectionFailed', 'nor the TURN server leads'],
  [
    'a relay of the other side that leads nowhere',
    { remote: [host, relay] },
    'ConnectionFailed',
    'nor the TURN server leads',
  ],
  ['a way that works at times', { local: [host, relay], responses: 3 }, 'ConnectionFailed', 'did not last'],
])('%s', (_, seen, name, words) => {
  const error = diagnose({ ...evidence, ...seen })
  expect(error.name).toBe(name)
  expect(error.message).toContain(words)
  expect(error.message).toMatch(/^[A-Z].*\.$/)
})

it('an error of a STUN server is no refusal of a relay', () => {
  const iceErrors = [{ url: stun, errorCode: 400, errorText: 'Bad Request' }]
  expect(diagnose({ ...evidence, serverUrls: [stun, turn], iceErrors }).name).toBe('NoRelay')
})
