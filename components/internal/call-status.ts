// Where a call stands, in words, and what a person can do about it. Used by <rtc-call>.
import type { CallState } from '../../call/participants.ts'
import type { Participant } from '../../call/seat.ts'
import type { Words } from './localize.ts'

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
export function callStatus(situation: CallSituation, words: Words): string {
  const { state, error, room: name, isWaitingForSource } = situation
  const room = isolated(name)
  switch (state) {
    case 'idle':
      return name ? words.term('joinToSee', room) : words.term('notInCall')
    case 'joining':
      return words.term('joining', room)
    case 'joined':
      return [company(room, situation, words), ...(isWaitingForSource ? [words.term('startYourCamera')] : [])].join(' ')
    case 'reconnecting':
      return words.term('reconnecting')
    case 'failed':
      return error ? words.term('sentence', error.message) : ''
    case 'left':
      return words.term('leftRoom', room)
  }
}

function company(room: string, { participants }: CallSituation, words: Words): string {
  const names = participants.map(({ name }) => (name ? isolated(name) : words.term('someone')))
  if (names.length === 0) return words.term('joinedAlone', room)
  const many = names.length > 3
  return words.term('joinedWith', room, many ? words.term('others', words.number(names.length)) : words.list(names))
}

/** First strong isolate … pop directional isolate: Unicode's `<bdi>` for plain text. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`
}
