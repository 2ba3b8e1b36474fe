// Runs one chain on a video and an audio pipeline and fails closed: raw frames pass only while no video effect is
// wanted. Used by <rtc-camera>, <rtc-participant> and processTrack.
import { parseChain } from '../../effects/chain.ts'
import type { Chain } from '../../effects/effect.ts'
import type { VideoPipeline } from '../../workers/pipeline-client.ts'
import type { AudioPipeline } from './audio-pipeline.ts'
import { followsSound, hasKind, isPrivate, resolveAudio, resolveVideo } from './resolve-chain.ts'

/** One for each output. The pipelines stay their owner's, who closes them. */
export class ChainRunner {
  readonly #video: VideoPipeline | null
  readonly #audio: AudioPipeline | null
  #calls = 0
  #allowRaw: boolean
  #chain: string | Chain = []
  #held = false

  /** @param allowRaw raw frames may go out while a chain that nobody hides behind is loading */
  constructor(video: VideoPipeline | null, audio: AudioPipeline | null, { allowRaw = false } = {}) {
    this.#video = video
    this.#audio = audio
    this.#allowRaw = allowRaw
  }

  set allowRaw(allowed: boolean) {
    this.#allowRaw = allowed
    this.#video?.setRawAllowed(this.#mayPassRaw(this.#chain))
  }

  /** Switches to the chain, resolving when it runs. Rejects with ChainError, EffectError, TypeError or a DOMException;
   *  the last chain that ran goes on running. Where there is none, black goes out: a chain was asked for. A call that
   *  a newer one overtakes resolves without effect. */
  async set(chain: string | Chain): Promise<void> {
    const call = ++this.#calls
    this.#chain = chain
    this.#held = false
    // Before anything is loaded: from here on no raw frame leaves.
    this.#video?.setRawAllowed(this.#mayPassRaw(chain))
    const parsed = typeof chain === 'string' ? parseChain(chain) : chain
    const audioStages = resolveAudio(parsed)
    const videoStages = this.#video ? await resolveVideo(parsed) : []
    if (call !== this.#calls) return
    this.#audio?.setStages(audioStages)
    this.#video?.setSound(videoStages.some(followsSound) ? this.#audio : null)
    await this.#video?.setStages(videoStages)
  }

  /** A chain is wanted that nobody knows yet: the last one goes on, and no raw frame passes until the next `set`. */
  hold(): void {
    this.#calls++
    this.#held = true
    this.#video?.setRawAllowed(false)
  }

  #mayPassRaw(chain: string | Chain): boolean {
    if (this.#held) return false
    try {
      const parsed = typeof chain === 'string' ? parseChain(chain) : chain
      if (!parsed.some((stage) => hasKind(stage, 'video'))) return true
      return this.#allowRaw && !isPrivate(parsed)
    } catch {
      // What cannot be read may be a mistyped effect that someone hides behind.
      return false
    }
  }
}
