// The events of the elements: platform names, read-only fields, no bubbling. Used by every element.
import type { Participant } from '../../call/participants.ts'

/** The element's `state` changed. */
export class StateChangeEvent extends Event {
  constructor() {
    super('statechange')
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

/** A participant came, left, or changed its streams or connectionState. */
export class ParticipantChangeEvent extends Event {
  constructor(readonly participant: Participant) {
    super('participantchange')
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
