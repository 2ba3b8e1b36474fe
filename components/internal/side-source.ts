// The sound of another source, for effects that listen to one: it goes on when that source's stream comes later or becomes
// another. Used by the audio chain.

/** Sound of an element with a `stream`, or of a MediaStream, comes out of `node`: silence while there is none. */
export class SideSource {
  readonly node: GainNode
  readonly #source: EventTarget
  #sound: MediaStreamAudioSourceNode | null = null
  #stream: MediaStream | null = null

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
    const stream = streamOf(this.#source)
    if (stream === this.#stream && this.#sound) return
    this.#stream = stream
    this.#sound?.disconnect()
    this.#sound = null
    const { context } = this.node
    // An OfflineAudioContext cannot listen to a stream.
    if (!(context instanceof AudioContext) || !stream?.getAudioTracks().length) return
    this.#sound = context.createMediaStreamSource(stream)
    this.#sound.connect(this.node)
  }
}

function streamOf(source: EventTarget): MediaStream | null {
  if (source instanceof MediaStream) return source
  return 'stream' in source && source.stream instanceof MediaStream ? source.stream : null
}
