// Where a call stands, in words, and what a person can do about it. Used by <rtc-call>.
import type { CallState } from '../../call/participants.ts'
import type { Participant } from '../../call/seat.ts'

/** What there is to tell. */
export interface CallSituation {
  readonly state: CallState
  readonly error: Error | null
  readonly room: string
  readonly participants: readonly Participant[]
  /** There is something to send, and it sends nothing yet. */
  readonly isWaitingForSource: boolean
}

/** @returns a sentence or two; names in it are isolated, so that those written from right to left reorder nothing else */
export function callStatus({ state, error, room: name, participants, isWaitingForSource }: CallSituation): string {
  const room = isolated(name)
  switch (state) {
    case 'idle':
      return name ? `Join “${room}” to see and hear the others.` : 'Not in a call.'
    case 'joining':
      return `Joining “${room}” …`
    case 'joined':
      return `In “${room}” ${companyOf(participants)}.${isWaitingForSource ? ' Start your camera to be seen and heard.' : ''}`
    case 'reconnecting':
      return 'The signaling server cannot be reached; trying again. Who is here still sees and hears you.'
    case 'failed':
      return error?.message ?? ''
    case 'left':
      return `You left “${room}”.`
  }
}

function companyOf(participants: readonly Participant[]): string {
  const names = participants.map(({ name }) => (name ? isolated(name) : 'someone'))
  if (names.length === 0) return '– nobody else is here yet'
  return `with ${names.length > 3 ? `${names.length} others` : new Intl.ListFormat('en').format(names)}`
}

/** First strong isolate … pop directional isolate: Unicode's `<bdi>` for plain text. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`
}
