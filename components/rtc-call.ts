import { html, LitElement, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Message } from '../call/data.ts'
import type { ReceivedFile, SentFile } from '../call/files.ts'
import { Call } from '../call/participants.ts'
import type { CallState, SendOptions } from '../call/participants.ts'
import type { Participant } from '../call/seat.ts'
import type { Quality } from '../call/encodings.ts'
import { createSignaling } from '../call/signaling.ts'
import { Topics } from '../call/topics.ts'
import type { Topic } from '../call/topics.ts'
import type { Chain, ChainValue } from '../effects/effect.ts'
import { actionStyles } from './internal/action.styles.ts'
import { pageTicker } from '../call/clock.ts'
import { afterMs } from '../workers/timer-client.ts'
import { orElse } from './internal/attributes.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { CallNews } from './internal/call-news.ts'
import { callStatus } from './internal/call-status.ts'
import {
  CallFileEvent,
  CallMessageEvent,
  ControlsChangeEvent,
  ElementErrorEvent,
  FileOfferEvent,
  type Listening,
  LockChangeEvent,
  ParticipantChangeEvent,
  SpeakingChangeEvent,
  StateChangeEvent,
} from './internal/events.ts'
import { Localize } from './internal/localize.ts'
import { iconStyles } from './internal/icon.styles.ts'
import { JoinedSource } from './internal/joined-source.ts'
import type { SourceElement } from './internal/joined-source.ts'
import type { OfferedStage } from './internal/offered-stages.ts'
import { RecipeReceiver } from './internal/recipe-receiver.ts'
import { RecipeSender } from './internal/recipe-sender.ts'
import { RemoteControls } from './internal/remote-controls.ts'
import { SpeakerWatch } from './internal/speaker-watch.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { TileGrid } from './internal/tile-grid.ts'
import { callStyles } from './rtc-call.styles.ts'
import { callEnglish } from './translations/en-call.ts'
import './rtc-participant.ts'

const qualities: readonly Quality[] = ['auto', 'low', 'high']

/**
 * A call: everyone who joins the same room sees and hears what the others send. Sends the streams of the elements that
 * `for` names, and only receives where there is none. Shows a line that says where the call stands, a button to join and
 * leave, and a tile for each of the others. Content of your own takes the place of the tiles.
 *
 * ```html
 * <rtc-camera id="me" source="pattern" autostart effects="sepia"></rtc-camera>
 * <rtc-call for="me" room="demo" name="Ada" signaling="local:" autojoin></rtc-call>
 * ```
 *
 * The tiles are as large as the size of the element lets them all be. A shared screen is shown large and the faces small
 * beside it or below. A click on a tile, or its button, shows that one large, and once more ends it. Who speaks has a ring
 * (`--rtc-speaking`) and a sign beside the name.
 *
 * What is read at `join` takes effect at the next one; `for`, `quality`, `offer-controls` and `recipe` may change during the
 * call. [Calls](docs/calls.md) says how connections are made and kept, and why one fails.
 *
 * @slot - Content of your own, in place of the tiles of the others.
 * @fires statechange - `state` is another one.
 * @fires lockchange - `locked` is another one: somebody locked or unlocked the room.
 * @fires participantchange - `participant` came, left, or changed its streams, connectionState or recipe.
 * @fires controlschange - What a participant lets the others change is something else now.
 * @fires speakingchange - Others than before speak.
 * @fires message - A participant (`from`: their id) sent `data`.
 * @fires fileoffer - A participant (`from`) sends a file. `preventDefault()` refuses it; `transfer` is its progress.
 * @fires file - All of a `file` has come from a participant (`from`).
 * @fires error - `error` says what is wrong and what to do.
 * @csspart bar - The line above the tiles.
 * @csspart status - The text in it, which says where the call stands.
 * @csspart button - Joins, leaves, or tries again.
 * @csspart grid - Holds the tiles, which fit into it. As high as the element lets it be; of itself at most 65% of the window.
 * @csspart tile - The `<rtc-participant>` of a picture of one of the others.
 * @csspart large - The tile that is shown large: a screen, or the one that a person chose.
 * @csspart action - The small round buttons in a tile.
 * @csspart pin - The one of them that shows it large.
 * @cssprop --rtc-aspect-ratio - Of the tiles; default 4 / 3.
 * @cssprop --rtc-text - Colour of text.
 * @cssprop --rtc-accent - Background of the button that joins, and the focus.
 * @cssprop --rtc-accent-text - Its text.
 * @cssprop --rtc-danger - Background of the button that leaves.
 * @cssprop --rtc-danger-text - Its text.
 * @cssprop --rtc-font - Font shorthand.
 * @cssState idle - Nobody has asked to join.
 * @cssState joining - On the way into the room.
 * @cssState joined - In the room.
 * @cssState reconnecting - In the room, without the signaling server for now.
 * @cssState failed - Not in the room; `error` says why.
 * @cssState left - Was in the room.
 */
@customElement('rtc-call')
export class RtcCall extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, actionStyles, iconStyles, callStyles]

  /** Ids of the sources whose streams are sent, separated by spaces: camera, then screen. */
  @property({ converter: orElse('') }) for = ''

  /** A source, or a stream, to send in place of what `for` names. */
  @property({ attribute: false }) source: SourceElement | MediaStream | null = null

  /** The room to join: 1 to 128 characters. */
  @property({ converter: orElse('') }) room = ''

  /** What the others call you. Read at `join`. */
  @property({ converter: orElse('') }) name = ''

  /** What the server lets people in with, where it [asks for that](docs/signaling.md#join-tokens): a JSON Web Token. Read at
   *  `join`. */
  @property({ converter: orElse('') }) pass = ''

  /** Address of the [signaling server](docs/signaling.md); `local:` connects the tabs of this browser without any. Read at
   *  `join`. */
  @property({ converter: orElse('/signaling') }) signaling = '/signaling'

  /** Joins as soon as the element is in the document, and again when room, signaling or passphrase change. */
  @property({ type: Boolean }) autojoin = false

  /** Connects through TURN servers only, so that the others never learn this network's addresses. Read at `join`. */
  @property({ type: Boolean, attribute: 'relay-only' }) relayOnly = false

  /** [How much](docs/calls.md#quality) each of the others gets sent: `auto`, `low` or `high`. */
  @property({ converter: orElse('auto') }) quality: Quality = 'auto'

  /** How the participants are connected: `mesh`, each with each. */
  @property({ converter: orElse('mesh') }) topology = 'mesh'

  /** The others may [move the sliders](docs/together.md#changing-each-others-effects) of the effects on the first source. Not
   *  of effects that people hide behind. */
  @property({ type: Boolean, attribute: 'offer-controls' }) offerControls = false

  /** Sends the first source's raw stream and its effects as text, to be
   *  [applied where it arrives](docs/together.md#recipe-mode). Not with effects that
   *  people hide behind, nor with files: the processed stream is sent then, and `error` says why. */
  @property({ type: Boolean }) recipe = false

  /** STUN and TURN servers. Default: those that the signaling server hands out. Read at `join`. */
  @property({ attribute: false }) iceServers: readonly RTCIceServer[] = []

  /** The largest file that is taken from others, in bytes. Default: 2 GiB. Read at `join`. */
  @property({ attribute: false }) maxFileBytes = 2 ** 31

  /** Encrypts [end to end](docs/encryption.md): only those who have the same one see and hear each other; another one joins
   *  anew. No attribute, so that no page source
   *  holds it. Read at `join`. */
  @property({ attribute: false }) passphrase = ''

  #call: Call | null = null
  #joining: Promise<void> | null = null
  /** What `#call` was joined with. */
  #joinedWith = ''
  #error: Error | null = null
  #isConnectedAnew = false
  #hasContent = false
  readonly #joined = new JoinedSource(this, () => this.#recipes.follow())
  readonly #localize = new Localize(this, callEnglish)
  readonly #news = new CallNews(this, this.#localize)
  readonly #internals = this.attachInternals()
  readonly #tiles = new TileGrid(this, this.#localize)
  readonly #watch = new SpeakerWatch(
    this,
    () => this.#call?.getReceivers() ?? new Map<string, readonly RTCRtpReceiver[]>(),
    () => this.dispatchEvent(new SpeakingChangeEvent()),
  )
  readonly #topics = new Topics((topic, data, options) => this.#joinedCall.sendOn(topic, data, options))

  readonly #controls = new RemoteControls(this, this.#joined, this.topic('controls'), () =>
    this.dispatchEvent(new ControlsChangeEvent()),
  )

  readonly #recipes = new RecipeSender(this, this.#joined, this.topic('recipe'), {
    onstreams: () => this.#sendStreams(),
    onerror: (error) => this.dispatchEvent(new ElementErrorEvent(error)),
  })
  readonly #received = new RecipeReceiver(this, this.topic('recipe'), (participant) =>
    this.dispatchEvent(new ParticipantChangeEvent(participant)),
  )

  /** Where the call stands. */
  get state(): CallState {
    return this.#call?.state ?? 'idle'
  }

  /** The newest thing that went wrong; null where nothing did since `join`. */
  get error(): Error | null {
    return this.#error ?? this.#recipes.error
  }

  /** True while the room is closed to newcomers. */
  get locked(): boolean {
    return this.#call?.locked ?? false
  }

  /** The others, in the order they came: `id`, `name`, `streams`, `stream` (the first), `connectionState`, `error` (why it
   *  [is `failed`](docs/calls.md#when-it-fails), else null), `encryption`, `safetyNumber` and `visit`. */
  get participants(): readonly Participant[] {
    return [...(this.#call?.participants.values() ?? [])]
  }

  /** Ids of the participants who speak now. */
  get speaking(): ReadonlySet<string> {
    return this.#watch.speaking
  }

  /** 60 digits, the same for all who have the same passphrase; null without one, and before `join`. */
  get safetyNumber(): string | null {
    return this.#call?.safetyNumber ?? null
  }

  /** The [time in the room](docs/data.md#everywhere-at-once), in milliseconds: what all participants agree on within a few milliseconds. Alone, it is the own
   *  computer's; the first second with others sets it. */
  get now(): number {
    return this.#call?.now() ?? pageTicker.now()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#isConnectedAnew = true
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // An element that was only moved is connected again by then, and stays in the room.
    queueMicrotask(() => {
      if (!this.isConnected) this.leave()
    })
  }

  /** Takes a seat in the room; once there, does nothing, unless room, signaling or passphrase are others by now. Rejects with what `error` then holds: an Error whose name is
   *  RoomFull, SignalingUnreachable, NoRelay … or TypeError for a bad room name. Rejects with an AbortError when `leave`
   *  comes first. */
  join(): Promise<void> {
    if (this.#joining && !this.#isOut && this.#joinedWith === this.#seat) return this.#joining
    this.leave()
    this.#joining = this.#join()
    return this.#joining
  }

  /** Closes the room to newcomers, or opens it again; `locked` follows. Throws a DOMException: InvalidStateError where the
   *  signaling server is not connected, NotSupportedError between tabs. */
  lock(locked = true): void {
    if (!this.#call) throw new DOMException('rtc-call: join() the call before you lock() it.', 'InvalidStateError')
    this.#call.lock(locked)
  }

  /** Gives the seat up; the others see it at once. Idempotent. */
  leave(): void {
    this.#call?.leave()
  }

  /** [Sends](docs/data.md) anything that JSON can hold, to all participants or to one. With `at`, a time of `now`, it is delivered then,
   *  everywhere at once, and here too unless it goes to one. Throws a TypeError where it is longer than 64,000 bytes as
   *  JSON, a RangeError where `at` is more than an hour ahead, and a DOMException: InvalidStateError outside a room,
   *  NotFoundError where nobody has the id `to`, OperationError while too much waits to be sent or delivered. */
  send(data: unknown, options: SendOptions = {}): void {
    this.#joinedCall.send(data, options)
  }

  /** [Sends a file](docs/data.md#files) to everyone who is there, or to one participant. Throws a DOMException: InvalidStateError outside a room,
   *  NotFoundError where nobody has the id `to` or nobody is there, NotSupportedError on pages that are not secure. */
  sendFile(file: Blob, options: { readonly to?: string } = {}): SentFile {
    return this.#joinedCall.sendFile(file, options)
  }

  /** Opens messages about one thing, apart from those of `send`, for an element or a script of your own; `name` has 1 to
   *  64 characters. It stays open from call to call, until it is closed. */
  topic(name: string): Topic {
    return this.#topics.open(name)
  }

  /** The effects that a participant lets the others change, with their ranges and values; null where they let nobody. */
  controlsOf(id: string): readonly OfferedStage[] | null {
    return this.#controls.of(id)
  }

  /** The effects to apply to what a participant sends, in recipe mode; null where they apply them themselves, and an error
   *  where theirs are refused here: then nothing is to be shown. */
  recipeOf(id: string): Chain | Error | null {
    return this.#received.of(id)
  }

  /** Sets a parameter of a participant's effect: `stage` and `name` are those of `controlsOf(id)`. Throws a DOMException
   *  NotFoundError where they offer no such parameter, a TypeError or ChainError where it does not take the value, and what
   *  `send` throws. */
  setControl(id: string, stage: number, name: string, value: ChainValue): void {
    this.#controls.set(id, stage, name, value)
  }

  /** Looks for new ways through the network, to every participant. */
  restartIce(): void {
    this.#call?.restartIce()
  }

  /** The statistics of every connection, by the participant's id. */
  async getStats(): Promise<ReadonlyMap<string, RTCStatsReport>> {
    return (await this.#call?.getStats()) ?? new Map<string, RTCStatsReport>()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('topology') && this.topology !== 'mesh')
      console.warn(
        `rtc-call: topology="${this.topology}" does not exist yet. Everyone is connected with everyone: mesh.`,
      )
    if (changed.has('quality') && !qualities.includes(this.quality))
      console.warn(`rtc-call: quality="${this.quality}" means nothing; write one of ${qualities.join(', ')}.`)
    if (this.#call) this.#call.quality = this.#knownQuality
    this.#autojoin(changed)
    this.#internals.states.clear()
    this.#internals.states.add(this.state)
  }

  readonly #onButton = (): void => {
    if (this.#isOut) this.#joinQuietly()
    else this.leave()
  }

  readonly #onSlotChange = (event: Event): void => {
    const nodes = (event.target as HTMLSlotElement).assignedNodes()
    this.#hasContent = nodes.some((node) => node instanceof Element || node.textContent?.trim())
    this.requestUpdate()
  }

  async #join(): Promise<void> {
    if (!this.isConnected)
      throw new DOMException('rtc-call: put the element into the document before join().', 'InvalidStateError')
    this.#error = null
    this.#joinedWith = this.#seat
    const call = new Call(createSignaling(this.signaling), {
      iceServers: this.iceServers,
      relayOnly: this.relayOnly,
      quality: this.#knownQuality,
      passphrase: this.passphrase,
      after: afterMs,
    })
    this.#call = call
    call.streams = this.#recipes.streams
    call.onstatechange = () => this.#onStateChange(call)
    call.onparticipantchange = (participant) => this.#onParticipantChange(participant)
    call.onmessage = (message, from) => this.#onMessage(message, from)
    call.maxFileBytes = this.maxFileBytes
    call.onfileoffer = (file, from) => this.#onFileOffer(file, from)
    call.onlockchange = () => this.dispatchEvent(new LockChangeEvent())
    call.onerror = (error) => this.#onError(error)
    await call.join(this.room, this.name, this.pass || undefined)
  }

  #autojoin(changed: PropertyValues<this>): void {
    const isAsked =
      this.#isConnectedAnew ||
      (['autojoin', 'room', 'signaling', 'passphrase'] as const).some((name) => changed.has(name))
    this.#isConnectedAnew = false
    // Nothing may go on in the clear after a passphrase was set, whoever joined.
    const isExposed = changed.has('passphrase') && !this.#isOut
    if ((this.autojoin && isAsked && this.isConnected) || isExposed) this.#joinQuietly()
  }

  #joinQuietly(): void {
    // A failure is a state, and told there.
    this.join().catch(() => undefined)
  }

  #onStateChange({ error }: Call): void {
    this.requestUpdate()
    if (error) this.#error = error
    this.dispatchEvent(new StateChangeEvent())
    if (error) this.#onError(error)
  }

  #onParticipantChange(participant: Participant): void {
    this.requestUpdate()
    this.dispatchEvent(new ParticipantChangeEvent(participant))
  }

  #onMessage({ topic, data }: Message, from: string): void {
    if (topic === 'message') this.dispatchEvent(new CallMessageEvent(data, from))
    else this.#topics.deliver(topic, data, from)
  }

  #onFileOffer(transfer: ReceivedFile, from: string): boolean {
    const isTaken = this.dispatchEvent(new FileOfferEvent(transfer, from))
    if (isTaken)
      transfer.done.then(
        (file) => this.dispatchEvent(new CallFileEvent(file, from)),
        // Told by `transfer.done`.
        () => undefined,
      )
    return isTaken
  }

  #onError(error: Error): void {
    this.#error = error
    this.requestUpdate()
    this.dispatchEvent(new ElementErrorEvent(error))
  }

  #sendStreams(): void {
    if (this.#call) this.#call.streams = this.#recipes.streams
  }

  get #joinedCall(): Call {
    if (!this.#call) throw new DOMException('rtc-call: join() the call before you send().', 'InvalidStateError')
    return this.#call
  }

  /** Not in a room, nor on the way into one. */
  get #isOut(): boolean {
    return !['joining', 'joined', 'reconnecting'].includes(this.state)
  }

  get #seat(): string {
    return JSON.stringify([this.room, this.signaling, this.passphrase])
  }

  get #knownQuality(): Quality {
    return qualities.includes(this.quality) ? this.quality : 'auto'
  }

  override render() {
    const { state, error, room, participants } = this
    const isWaitingForSource = Boolean(this.for || this.source) && this.#joined.streams.length === 0
    const status = callStatus({ state, error, room, participants, isWaitingForSource }, this.#localize)
    this.#news.follow(state, participants, status)
    const button = this.#isOut ? (state === 'failed' ? 'tryAgain' : 'join') : 'leave'
    return html`
      <div part="bar">
        <p part="status">${status}</p>
        <p class="news" role="status">${this.#news.text}</p>
        <button part="button" class=${button} @click=${this.#onButton}>${this.#localize.term(button)}</button>
      </div>
      <slot @slotchange=${this.#onSlotChange}></slot>
      ${this.#hasContent ? nothing : this.#tiles.render(participants)}
    `
  }
}

interface Events {
  statechange: StateChangeEvent
  lockchange: LockChangeEvent
  participantchange: ParticipantChangeEvent
  controlschange: ControlsChangeEvent
  speakingchange: SpeakingChangeEvent
  message: CallMessageEvent
  fileoffer: FileOfferEvent
  file: CallFileEvent
  error: ElementErrorEvent
}

/** Listeners get the events above, by name. */
export interface RtcCall {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-call': RtcCall
  }
}
