// Why two peers did not reach each other, as a sentence for the person in front of the screen. Used by Peer when nothing
// helped; docs/calls.md lists what can come out.
import { isTurn } from './ice-servers.ts'
import { namedError } from './named-error.ts'

/** An ICE candidate as statistics show it. */
export interface CandidateEvidence {
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay'
}

/** What a STUN or TURN server refused, from an `icecandidateerror` event. */
export interface IceErrorEvidence {
  readonly url: string
  /** Of STUN, 300 to 699; 701 where the server could not be reached at all. */
  readonly errorCode: number
  readonly errorText: string
}

/** All that is known of an attempt to connect. */
export interface Evidence {
  /** The other side has not said a word to the last offer. */
  readonly isSilent: boolean
  /** There was a connection before. */
  readonly wasConnected: boolean
  readonly relayOnly: boolean
  /** URLs of the STUN and TURN servers in use. */
  readonly serverUrls: readonly string[]
  readonly local: readonly CandidateEvidence[]
  readonly remote: readonly CandidateEvidence[]
  /** How many answers came to connectivity checks, on all pairs together. */
  readonly responses: number
  readonly iceErrors: readonly IceErrorEvidence[]
}

/** Names of what `diagnose` finds. */
export type FailureName = 'NoAnswer' | 'NoNetwork' | 'NoRelay' | 'RelayRefused' | 'ConnectionFailed'

/** @returns an Error whose `name` is a FailureName and whose message says what to do */
export function diagnose(evidence: Evidence): Error {
  return namedError(...find(evidence))
}

function find(evidence: Evidence): [FailureName, string] {
  const { isSilent, wasConnected, relayOnly, serverUrls, local, remote, responses, iceErrors } = evidence
  const has = (candidates: readonly CandidateEvidence[], type: CandidateEvidence['type']) =>
    candidates.some((candidate) => candidate.type === type)

  if (isSilent)
    return [
      'NoAnswer',
      wasConnected
        ? 'The other side has stopped answering. They have lost their network, or closed the page.'
        : 'The other side does not answer. Ask them to load the page again.',
    ]

  const hasTurn = serverUrls.some(isTurn)
  if (local.length === 0 && !(relayOnly && hasTurn))
    return ['NoNetwork', 'This device has no network that a call can use. Connect it, or allow the browser to use it.']

  const refusal = iceErrors.find(({ url, errorCode }) => isTurn(url) && errorCode < 700)
  if (!has(local, 'relay') && refusal) {
    const { url, errorCode, errorText } = refusal
    const isAboutCredentials = errorCode === 401 || errorCode === 403 || errorCode === 441
    return [
      'RelayRefused',
      isAboutCredentials
        ? `No relay: the TURN server ${url} refused the credentials (${errorCode}). Join again to get new ones, or correct those in iceServers.`
        : `No relay: the TURN server ${url} refused (${errorCode}${errorText && ` ${errorText}`}). Try again later, or use another one.`,
    ]
  }

  if (!has(local, 'relay') && !has(remote, 'relay')) {
    if (!hasTurn)
      return [
        'NoRelay',
        'No relay: the networks between you let no direct connection through, and no TURN server is known. Name one in iceServers, or in the settings of the signaling server.',
      ]
    // What a STUN server saw of us came by UDP.
    const isUdpOpen = has(local, 'srflx')
    return [
      'NoRelay',
      isUdpOpen
        ? 'No relay: the networks between you let no direct connection through, and no TURN server answered. Check that it runs.'
        : 'No relay: the network between you blocks UDP and no TURN server answered. Check that it runs, and that it can be reached over TCP.',
    ]
  }

  if (remote.length === 0)
    return [
      'ConnectionFailed',
      'The other side has named no address at which it can be reached: it has no network that a call can use.',
    ]
  return [
    'ConnectionFailed',
    responses > 0
      ? 'The other side was reached, but the connection did not last: the network between you loses too much.'
      : 'Neither a direct way nor the TURN server leads to the other side. Their network lets nothing through, or the TURN server refuses to pass on to it.',
  ]
}

/** Reads what `diagnose` needs from the statistics of a connection. */
export async function gatherCandidates(
  connection: RTCPeerConnection,
): Promise<Pick<Evidence, 'local' | 'remote' | 'responses'>> {
  const local: CandidateEvidence[] = []
  const remote: CandidateEvidence[] = []
  let responses = 0
  for (const stats of (await connection.getStats()).values() as IterableIterator<RTCStats & CandidateStats>) {
    if (stats.type === 'local-candidate') local.push({ type: stats.candidateType })
    if (stats.type === 'remote-candidate') remote.push({ type: stats.candidateType })
    if (stats.type === 'candidate-pair') responses += stats.responsesReceived ?? 0
  }
  return { local, remote, responses }
}

interface CandidateStats {
  readonly candidateType: CandidateEvidence['type']
  readonly responsesReceived?: number
}
