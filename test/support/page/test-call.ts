// A call without any network, in the state that a test wants. Used where only the looks and the words of what is joined to
// a call are of interest.
import type { ReceivedFile, SentFile } from '../../../call/files.ts'
import type { CallState } from '../../../call/participants.ts'
import type { Participant } from '../../../call/seat.ts'
import type { Topic } from '../../../call/topics.ts'
import { FileOfferEvent } from '../../../components/internal/events.ts'

/** Somebody who is connected and sends nothing, unless a test says otherwise. */
export function createParticipant(id: string, name: string, more: Partial<Participant> = {}): Participant {
  const streams = more.streams ?? []
  return {
    id,
    name,
    streams,
    stream: streams[0] ?? null,
    connectionState: 'connected',
    error: null,
    encryption: 'off',
    safetyNumber: null,
    visit: 1,
    ...more,
  }
}

/** `<test-call>` */
export class TestCall extends HTMLElement {
  participants: readonly Participant[] = []
  state: CallState = 'joined'
  speaking: ReadonlySet<string> = new Set()
  reports: ReadonlyMap<string, RTCStatsReport> = new Map()
  #topic: Topic = { onmessage: null, send: () => undefined, close: () => undefined }

  topic(): Topic {
    return this.#topic
  }

  getStats(): Promise<ReadonlyMap<string, RTCStatsReport>> {
    return Promise.resolve(this.reports)
  }

  /** Never arrives. */
  sendFile(file: File): SentFile {
    return { ...transferOf(file, 0.4), done: new Promise(() => undefined) }
  }

  /** What a participant writes. */
  write(from: string, text: string): void {
    this.#topic.onmessage?.({ text }, from)
  }

  /** @param done undefined: it is on its way for ever */
  offer(from: string, file: File, done = new Promise<File>(() => undefined)): void {
    const transfer: ReceivedFile = { ...transferOf(file, 0.4), type: file.type, done }
    this.dispatchEvent(new FileOfferEvent(transfer, from))
  }
}
customElements.define('test-call', TestCall)

function transferOf({ name, size }: File, progress: number) {
  return { name, size, progress, onprogress: null, cancel: () => undefined }
}
