// The events of the elements: platform names, read-only fields, no bubbling. Used by every element.
import type { ReceivedFile } from '../../call/files.ts'
import type { Participant } from '../../call/seat.ts'
import type { GovernorStep } from '../../workers/pipeline-api.ts'

/** The element's `state` changed. */
export class StateChangeEvent extends Event {
  constructor() {
    super('statechange')
  }
}

/** The element's `locked` changed, whoever locked or unlocked the room. */
export class LockChangeEvent extends Event {
  constructor() {
    super('lockchange')
  }
}

/** The element's `stream` is there now, or is another one. */
export class StreamChangeEvent extends Event {
  constructor() {
    super('streamchange')
  }
}

/** The element's `effects` is another chain now, whoever set it. */
export class EffectsChangeEvent extends Event {
  constructor() {
    super('effectschange')
  }
}

/** Another speaker was chosen: the element's `sinkId`. */
export class SinkChangeEvent extends Event {
  constructor() {
    super('sinkchange')
  }
}

/** Something went wrong that a person can act on: `error.name` says the kind, `error.message` is a sentence for them. */
export class ElementErrorEvent extends Event {
  constructor(readonly error: Error) {
    super('error')
  }
}

/** The chain is drawn smaller, or without some of its stages, to keep the source's frame rate; or more of it again. */
export class GovernorEvent extends Event implements GovernorStep {
  readonly scale: number
  readonly bypassed: readonly string[]
  readonly ms: number
  readonly budgetMs: number
  readonly reason: string

  constructor({ scale, bypassed, ms, budgetMs, reason }: GovernorStep) {
    super('governor')
    this.scale = scale
    this.bypassed = bypassed
    this.ms = ms
    this.budgetMs = budgetMs
    this.reason = reason
  }
}

/** A participant came, left, or changed its streams or connectionState. */
export class ParticipantChangeEvent extends Event {
  constructor(readonly participant: Participant) {
    super('participantchange')
  }
}

/** What a participant offers to be changed from here is something else now. */
export class ControlsChangeEvent extends Event {
  constructor() {
    super('controlschange')
  }
}

/** Others than before speak: the element's `speaking`. */
export class SpeakingChangeEvent extends Event {
  constructor() {
    super('speakingchange')
  }
}

/** There are more or fewer messages that nobody has read: the element's `unread`. */
export class UnreadChangeEvent extends Event {
  constructor() {
    super('unreadchange')
  }
}

/** A participant sent data; `from` is their id. */
export class CallMessageEvent extends Event {
  constructor(
    readonly data: unknown,
    readonly from: string,
  ) {
    super('message')
  }
}

/** A participant (`from`: their id) sends a file. It is taken, unless a listener says `preventDefault()`; `transfer` shows
 *  how far it is and can call it off. */
export class FileOfferEvent extends Event {
  constructor(
    readonly transfer: ReceivedFile,
    readonly from: string,
  ) {
    super('fileoffer', { cancelable: true })
  }
}

/** All of a file has come from a participant; `from` is their id. Its name and type are what the sender says. */
export class CallFileEvent extends Event {
  constructor(
    readonly file: File,
    readonly from: string,
  ) {
    super('file')
  }
}

/** A recording has ended and is kept. Its name says when it was made. */
export class RecordingEvent extends Event {
  constructor(readonly file: File) {
    super('file')
  }
}

/** `addEventListener` and `removeEventListener` of an element that dispatches `Events`, by name, beside those of the platform. */
export interface Listening<Events> {
  <Name extends keyof Events>(
    type: Name,
    listener: (this: HTMLElement, event: Events[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  <Name extends Exclude<keyof HTMLElementEventMap, keyof Events>>(
    type: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void
}
