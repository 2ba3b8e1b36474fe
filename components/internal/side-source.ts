// The sound of another source, for effects that listen to one: it goes on when that source's stream comes later or becomes
// another. Used by the audio chain.

/** Sound of an element with a `stream`, or of a MediaStream, comes out of `node`: silence while there is none. */
export class SideSource {
  readonly node: GainNode
  readonly #source: EventTarget
  #sound: MediaStreamAudioSourceNode | null = null
  #track: MediaStreamTrack | null = null

  constructor(context: BaseAudioContext, source: EventTarget) {
    this.node = new GainNode(context)
    this.#source = source
    source.addEventListener('streamchange', this.#follow)
    source.addEventListener('addtrack', this.#follow)
    this.#follow()
  }

  /** The source stays its owner's. */
  end(): void {
    this.#source.removeEventListener('streamchange', this.#follow)
    this.#source.removeEventListener('addtrack', this.#follow)
    this.#sound?.disconnect()
    this.node.disconnect()
  }

  readonly #follow = (): void => {
    const track = streamOf(this.#source)?.getAudioTracks()[0] ?? null
    if (track === this.#track) return
    this.#track = track
    this.#sound?.disconnect()
    this.#sound = null
    const { context } = this.node
    // An OfflineAudioContext cannot listen to a stream.
    if (!(context instanceof AudioContext) || !track) return
    this.#sound = context.createMediaStreamSource(new MediaStream([track]))
    this.#sound.connect(this.node)
  }
}

function streamOf(source: EventTarget): MediaStream | null {
  if (source instanceof MediaStream) return source
  return 'stream' in source && source.stream instanceof MediaStream ? source.stream : null
}
