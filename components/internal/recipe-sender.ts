// What a call sends of its sources: their processed streams or, in recipe mode, the raw one of the first source, with its
// chain as text beside it. Used by <rtc-call>.
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Participant } from '../../call/seat.ts'
import type { Topic } from '../../call/topics.ts'
import type { JoinedSource } from './joined-source.ts'
import { type RecipeMessage, writeRecipe } from './recipe.ts'
import { ToldState } from './told-state.ts'
import { type ChainSource, WatchedSource } from './watched-source.ts'

/** The call. */
export interface RecipeHost extends ReactiveControllerHost, HTMLElement {
  readonly recipe: boolean
  readonly participants: readonly Participant[]
}

/** What the call does when something is another one. */
export interface RecipeHandlers {
  /** `streams` are others, or have other tracks. */
  onstreams(): void
  /** `error` is there. */
  onerror(error: Error): void
}

const nothing: RecipeMessage = { chain: null }

/** Fails closed: whenever the raw stream may not go out the processed one does. No raw frame is sent from the moment on
 *  that the source knows its new effects, which is before they are applied. */
export class RecipeSender implements ReactiveController {
  readonly #host: RecipeHost
  readonly #joined: JoinedSource
  readonly #handlers: RecipeHandlers
  readonly #told: ToldState
  readonly #watched = new WatchedSource(() => this.follow())
  /** Sent in place of the first stream, whichever tracks are in it: they are swapped without negotiation. */
  readonly #output = new MediaStream()
  /** Tracks of our own, by the raw ones: cut off, they let nothing pass, while the source goes on. */
  readonly #copies = new Map<MediaStreamTrack, MediaStreamTrack>()
  #isOn = false
  #sent = ''
  #error: Error | null = null

  /** @param topic where the chain is told */
  constructor(host: RecipeHost, joined: JoinedSource, topic: Topic, handlers: RecipeHandlers) {
    this.#host = host
    this.#joined = joined
    this.#handlers = handlers
    this.#told = new ToldState(topic, () => host.participants, nothing)
    host.addController(this)
    host.addEventListener('participantchange', () => this.#told.tell())
  }

  hostUpdate(): void {
    this.follow()
  }

  /** What is sent now. */
  get streams(): readonly MediaStream[] {
    const { streams } = this.#joined
    return this.#isOn ? [this.#output, ...streams.slice(1)] : streams
  }

  /** Why the processed stream goes out though the raw one was asked for; null where that is not so. */
  get error(): Error | null {
    return this.#error
  }

  /** To be called when the joined sources, or their streams, have changed. */
  follow(): void {
    this.#watched.watch(this.#host.recipe ? this.#joined.elements[0] : undefined)
    const { source } = this.#watched
    const chain = this.#recipeOf(source)
    const raw = chain === null ? null : (source?.rawStream ?? null)
    this.#copyTracks(source, raw)
    this.#isOn = Boolean(source?.stream)
    this.#fill(source?.stream?.getTracks() ?? [])
    this.#told.set(raw ? { chain } : nothing)
    const sent = this.streams.flatMap((stream) => [stream.id, ...stream.getTracks().map(({ id }) => id)]).join()
    if (sent === this.#sent) return
    this.#sent = sent
    this.#handlers.onstreams()
  }

  /** null where the processed stream is to go out. */
  #recipeOf(source: ChainSource | null): string | null {
    const former = this.#error
    this.#error = null
    if (!this.#host.recipe) return null
    try {
      if (!source && this.#joined.streams.length > 0) throw noRawStream()
      // While an effect is loading nobody knows who hides behind it.
      return source && source.chain !== null ? writeRecipe(source.chain) : null
    } catch (error) {
      this.#error = error as Error
      if (this.#error.message !== former?.message) this.#handlers.onerror(this.#error)
      return null
    }
  }

  /** Copies of these tracks and of no others, each as silent as the processed track of its kind. */
  #copyTracks(source: ChainSource | null, raw: MediaStream | null): void {
    const tracks = raw?.getTracks() ?? []
    for (const [track, copy] of this.#copies) {
      if (tracks.includes(track)) continue
      copy.stop()
      this.#copies.delete(track)
    }
    for (const track of tracks) {
      const copy = this.#copies.get(track) ?? track.clone()
      this.#copies.set(track, copy)
      copy.enabled = source?.stream?.getTracks().find(({ kind }) => kind === track.kind)?.enabled ?? false
    }
  }

  /** For each processed track it, or the raw one of its kind. */
  #fill(processed: readonly MediaStreamTrack[]): void {
    const copies = [...this.#copies.values()]
    const wanted = processed.map((track) => copies.find(({ kind }) => kind === track.kind) ?? track)
    for (const track of this.#output.getTracks()) if (!wanted.includes(track)) this.#output.removeTrack(track)
    for (const track of wanted) this.#output.addTrack(track)
  }
}

function noRawStream(): DOMException {
  return new DOMException(
    'Recipe mode is off: the source has no raw stream. Name an <rtc-camera> in `for`. The stream is sent as it is.',
    'NotSupportedError',
  )
}
