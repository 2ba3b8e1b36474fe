import { html, LitElement, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Participant } from '../call/seat.ts'
import { parseChain } from '../effects/chain.ts'
import type { Chain } from '../effects/effect.ts'
import { actionStyles } from './internal/action.styles.ts'
import { once, orElse } from './internal/attributes.ts'
import { buttonStyles } from './internal/button.styles.ts'
import { EffectsChangeEvent, ElementErrorEvent, type Listening, StreamChangeEvent } from './internal/events.ts'
import { onGesture } from './internal/gestures.ts'
import { iconStyles } from './internal/icon.styles.ts'
import { icon } from './internal/icon.ts'
import { JoinedElements } from './internal/joined-source.ts'
import { Localize } from './internal/localize.ts'
import { PictureButtons } from './internal/picture-buttons.ts'
import { ReceivedStream } from './internal/received-stream.ts'
import { StageChildren } from './internal/stage-children.ts'
import { focusStyles, themeStyles } from './internal/theme.styles.ts'
import { participantStyles } from './rtc-participant.styles.ts'
import { callEnglish } from './translations/en-call.ts'

/** What a participant is taken from: `<rtc-call>`. */
export interface CallElement extends HTMLElement {
  readonly participants: readonly Participant[]
  /** What to apply to what a participant sends, before this element's own effects. */
  recipeOf?(id: string): Chain | Error | null
  /** Ids of those who speak. */
  readonly speaking?: ReadonlySet<string>
}

/** A voice: bars that swell. */
const voiceIcon = 'M2 6.5v3M5 4.5v7M8 2v12M11 4.5v7M14 6.5v3'

/** A closed padlock. */
const lockIcon = 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5'

const connectionTerms = {
  new: 'connecting',
  connecting: 'connecting',
  connected: null,
  disconnected: 'connectionInterrupted',
  failed: 'connectionLost',
  closed: 'hasLeft',
} as const

const encryptionTerms = {
  off: null,
  agreeing: 'agreeingOnKeys',
  on: null,
  differs: 'otherPassphrase',
  missing: 'noPassphrase',
  wanted: 'passphraseWanted',
} as const

/**
 * One of the others in a call: their picture, sound and name. A source like any other, so effects, meters and further
 * calls can be joined to it. Inside the `<rtc-call>` it takes the place of the tiles there; elsewhere on the page it is
 * heard beside them.
 *
 * ```html
 * <rtc-call id="call" room="demo" signaling="local:" autojoin>
 *   <rtc-participant for="call" participant="first" effects="grayscale"></rtc-participant>
 * </rtc-call>
 * ```
 *
 * @slot - `<rtc-effect>` elements, applied after the attribute `effects`
 * @slot actions - buttons of your own, beside those of the tile
 * @fires streamchange - `stream` is there, is another one, has other tracks, or is gone
 * @fires effectschange - `effects` changed
 * @fires error - `error` says why the effects do not run
 * @csspart video - the picture; with a shared screen there are two
 * @csspart label - the line over its lower edge
 * @csspart name - what the participant is called
 * @csspart status - what a person should know of the connection
 * @csspart button - lets the sound through where the browser holds it back
 * @csspart action - shows the picture over other windows, or on the whole screen
 * @csspart voice - the sign beside the name of who speaks
 * @csspart lock - the sign beside a name that all is encrypted end to end
 * @cssprop --rtc-aspect-ratio - of the tile, default 4 / 3
 * @cssprop --rtc-object-fit - of the picture, default contain
 * @cssprop --rtc-radius - of the corners
 * @cssprop --rtc-surface - background while there is no picture
 * @cssprop --rtc-text - colour of text
 * @cssprop --rtc-accent - background of the button, and the focus
 * @cssprop --rtc-speaking - the ring around who speaks
 * @cssprop --rtc-accent-text - text of the button
 * @cssprop --rtc-font - font shorthand
 * @cssState sharing - more than one of the participant's pictures is shown
 * @cssState speaking - the participant speaks
 * @cssState encrypted - picture, sound and messages are encrypted end to end
 */
@customElement('rtc-participant')
export class RtcParticipant extends LitElement {
  static override styles = [themeStyles, focusStyles, buttonStyles, actionStyles, iconStyles, participantStyles]

  /** Id of the `<rtc-call>`. */
  @property({ converter: orElse('') }) for = ''

  /** The call itself, in place of what `for` names. */
  @property({ attribute: false }) source: CallElement | null = null

  /** Which of the others: an id of the call's `participants`, or `first`. */
  @property({ converter: orElse('first') }) participant = 'first'

  /** Applied to what is received: [chain text](docs/effects.md#chain-text), or a chain as data. */
  @property({ converter: orElse('') }) effects: string | Chain = ''

  /** Which of their pictures: 1 (the camera), 2 (the screen) …; 0 shows all, the first over the others. Effects and
   *  `stream` are of the one that is chosen, of all those of the first. */
  @property({ type: Number }) picture = 0

  #shown: Participant | null = null
  /** What they want to be applied to what they send. */
  #recipe: Chain | Error | null = null
  #tracks = ''
  #error: Error | null = null
  #isMuted = false
  #connection = new AbortController()
  readonly #internals = this.attachInternals()
  readonly #received = new ReceivedStream(
    (error) => this.#setError(error),
    () => this.requestUpdate(),
  )
  readonly #joined = new JoinedElements<CallElement>(
    this,
    { member: 'participants', event: ['participantchange', 'speakingchange'], wanted: 'an <rtc-call>' },
    () => this.#follow(),
  )
  readonly #localize = new Localize(this, callEnglish)
  readonly #buttons = new PictureButtons(this, () => this.#videos[0], this.#localize)
  readonly #stageChildren = new StageChildren(this, () => this.#applyEffects())

  /** What they send, with the effects on it; null while there is nothing. */
  get stream(): MediaStream | null {
    return this.#received.stream
  }

  /** They speak now. */
  get speaking(): boolean {
    return Boolean(this.#shown && this.#joined.elements[0]?.speaking?.has(this.#shown.id))
  }

  /** As of an `RTCPeerConnection`; null while there is no such participant. */
  get connectionState(): RTCPeerConnectionState | null {
    return this.#shown?.connectionState ?? null
  }

  /** Why the effects asked for do not run; null while all is well. */
  get error(): Error | null {
    return this.#error
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#connection = new AbortController()
    onGesture(this.#onGesture, this.#connection.signal)
    if (this.hasUpdated) this.#follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#connection.abort()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('effects')) {
      this.#applyEffects()
      this.dispatchEvent(new EffectsChangeEvent())
    }
    if (changed.has('participant') || changed.has('picture')) this.#follow()
    this.#setState('speaking', this.speaking)
    this.#setState('sharing', this.#more.length > 0)
    this.#setState('encrypted', this.#isEncrypted)
    this.#internals.role = 'group'
    this.#internals.ariaLabel = this.#label
  }

  protected override updated(): void {
    for (const video of this.#videos) if (video.srcObject && video.paused) void this.#play(video)
  }

  readonly #onGesture = (): void => {
    void this.#received.resume()
    if (!this.#isMuted) return
    this.#isMuted = false
    for (const video of this.#videos) {
      video.muted = false
      void this.#play(video)
    }
    this.requestUpdate()
  }

  /** A browser may hold sound back until the page was clicked; the picture goes on without it. */
  async #play(video: HTMLVideoElement): Promise<void> {
    try {
      await video.play()
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || video.muted) return
      this.#isMuted = true
      video.muted = true
      this.requestUpdate()
      await this.#play(video)
    }
  }

  /** Shows whom the attributes name now, and tells who uses the stream if it is another one. */
  #follow(): void {
    const [call] = this.#joined.elements
    const participants = call?.participants ?? []
    const shown =
      (this.participant === 'first' ? participants[0] : participants.find(({ id }) => id === this.participant)) ?? null
    this.#shown = shown
    // It is about the first picture alone.
    const recipe = this.picture < 2 && shown ? (call?.recipeOf?.(shown.id) ?? null) : null
    if (recipe !== this.#recipe) {
      this.#recipe = recipe
      this.#applyEffects()
    }
    this.#received.setReceived(shown?.streams[Math.max(0, this.picture - 1)] ?? null)
    this.#announce()
    this.requestUpdate()
  }

  #applyEffects(): void {
    this.#received.setChain(this.#chain)
    if (this.#recipe instanceof Error) this.#setError(this.#recipe)
    this.#announce()
  }

  /** Theirs, then what is asked for here. null: nothing is to be shown. */
  get #chain(): string | Chain | null {
    const own = this.#stageChildren.chainAfter(this.effects)
    if (own === null || this.#recipe === null) return own
    if (this.#recipe instanceof Error) return null
    if (this.#recipe.length === 0) return own
    try {
      return [...this.#recipe, ...(typeof own === 'string' ? parseChain(own) : own)]
    } catch {
      // Whoever runs it says what is wrong with it.
      return own
    }
  }

  #announce(): void {
    const { stream } = this
    const tracks = stream ? [stream.id, ...stream.getTracks().map(({ id }) => id)].join() : ''
    if (tracks === this.#tracks) return
    this.#tracks = tracks
    this.requestUpdate()
    this.dispatchEvent(new StreamChangeEvent())
  }

  #setError(error: Error | null): void {
    if (error === this.#error) return
    this.#error = error
    this.requestUpdate()
    if (error) this.dispatchEvent(new ElementErrorEvent(error))
  }

  #setState(state: string, isOn: boolean): void {
    if (isOn) this.#internals.states.add(state)
    else this.#internals.states.delete(state)
  }

  /** What is shown beside `stream`, as it was received. */
  get #more(): readonly MediaStream[] {
    return this.picture > 0 ? [] : (this.#shown?.streams.slice(1) ?? [])
  }

  get #videos(): readonly HTMLVideoElement[] {
    return [...this.renderRoot.querySelectorAll('video')]
  }

  get #isEncrypted(): boolean {
    return this.#shown?.encryption === 'on'
  }

  /** What this tile is called, where names are not seen. */
  get #label(): string {
    const { name = '' } = this.#shown ?? {}
    const who = name === '' ? this.#localize.term('participant') : name
    return this.picture > 1 ? this.#localize.term('screenOf', who) : who
  }

  get #isSilent(): boolean {
    return this.#isMuted || this.#received.suspended
  }

  get #status(): string {
    if (this.#error) return this.#localize.term('sentence', this.#error.message)
    if (this.#buttons.problem) return this.#buttons.problem
    if (this.#shown) {
      const { error, connectionState, encryption } = this.#shown
      if (error) return this.#localize.term('sentence', error.message)
      const term = connectionTerms[connectionState] ?? encryptionTerms[encryption]
      if (term) return this.#localize.term(term)
      if (!this.stream) return this.#localize.term('watches')
      return this.#isSilent ? this.#localize.term('soundHeldBack') : ''
    }
    return this.#localize.term(this.participant === 'first' ? 'nobodyYet' : 'tileNotInCall')
  }

  override render() {
    const encrypted = this.#localize.term('encrypted')
    return html`
      ${this.#more.map(
        (stream) =>
          html`<video
            part="video"
            class="more"
            aria-label=${this.#localize.term('screenOf', this.#label)}
            autoplay
            playsinline
            .srcObject=${once(stream)}
          ></video>`,
      )}
      ${
        this.stream
          ? html`<video
              part="video"
              class="face"
              aria-label=${this.#label}
              autoplay
              playsinline
              .srcObject=${once(this.stream)}
            ></video>`
          : nothing
      }
      <div class="overlay">
        <div class="actions">
          <slot name="actions"></slot>
          ${this.stream ? this.#buttons.render(this.#label) : nothing}
        </div>
        <div part="label">
          ${this.speaking ? html`<span part="voice" role="img" aria-label=${this.#localize.term('speaks')}>${icon(voiceIcon)}</span>` : nothing}
          <bdi part="name">${this.#shown?.name ?? ''}</bdi>
          ${
            this.#isEncrypted
              ? html`<span part="lock" role="img" aria-label=${encrypted} title=${encrypted}>${icon(lockIcon)}</span>`
              : nothing
          }
          ${this.picture > 1 ? html`<span>${this.#localize.term('screen')}</span>` : nothing}
          <span part="status" role="status">${this.#status}</span>
          ${this.#isSilent ? html`<button part="button" @click=${this.#onGesture}>${this.#localize.term('clickToHear')}</button>` : nothing}
        </div>
      </div>
      <slot></slot>
    `
  }
}

interface Events {
  streamchange: StreamChangeEvent
  effectschange: EffectsChangeEvent
  error: ElementErrorEvent
}

/** Listeners get the events above, by name. */
export interface RtcParticipant {
  addEventListener: Listening<Events>
  removeEventListener: Listening<Events>
}

declare global {
  interface HTMLElementTagNameMap {
    'rtc-participant': RtcParticipant
  }
}
