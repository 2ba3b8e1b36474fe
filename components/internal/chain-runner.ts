// Runs one chain on a video and an audio pipeline and fails closed: raw frames and raw sound pass only while no
// effect on them is wanted. Used by <rtc-camera>, <rtc-participant> and processTrack.
import type { Chain, EffectInfo } from '../../effects/effect.ts'
import type { VideoPipeline } from '../../workers/pipeline-client.ts'
import type { AudioPipeline } from './audio-pipeline.ts'
import { chainOf, followsSound, hasKind, isPrivate, resolveAudio, resolveVideo } from './resolve-chain.ts'

/** One for each output. The pipelines stay their owner's, who closes them. */
export class ChainRunner {
  readonly #video: VideoPipeline | null
  readonly #audio: AudioPipeline | null
  #calls = 0
  #allowRaw: boolean
  #chain: string | Chain = []
  #running: Chain = []
  #ranCall = 0
  #held = false

  /** @param allowRaw raw frames may go out while a chain that nobody hides behind is loading */
  constructor(video: VideoPipeline | null, audio: AudioPipeline | null, { allowRaw = false } = {}) {
    this.#video = video
    this.#audio = audio
    this.#allowRaw = allowRaw
  }

  set allowRaw(allowed: boolean) {
    this.#allowRaw = allowed
    this.#gate()
  }

  /** Switches to the chain, resolving when it runs. Rejects with ChainError, EffectError, TypeError or a DOMException;
   *  the last chain that ran goes on running. Where there is none, black goes out: a chain was asked for. A call that
   *  a newer one overtakes resolves without effect. */
  async set(chain: string | Chain): Promise<void> {
    const call = ++this.#calls
    this.#chain = chain
    this.#held = false
    // Before anything is loaded: from here on no raw frame leaves, and no raw sound.
    this.#gate()
    const parsed = chainOf(chain)
    const audioStages = resolveAudio(parsed)
    const videoStages = this.#video ? await resolveVideo(parsed) : []
    if (call !== this.#calls) return
    this.#audio?.setStages(audioStages)
    this.#video?.setSound(videoStages.some(followsSound) ? this.#audio : null)
    await this.#video?.setStages(videoStages)
    if (call < this.#ranCall) return
    this.#ranCall = call
    this.#running = parsed
    this.#gate()
  }

  /** A chain is wanted that nobody knows yet: the last one goes on, and no raw frame passes until the next `set`. */
  hold(): void {
    this.#calls++
    this.#held = true
    this.#gate()
  }

  #gate(): void {
    this.#video?.setRawAllowed(this.#mayPassRaw('video'))
    this.#audio?.setRawAllowed(this.#mayPassRaw('audio'))
  }

  #mayPassRaw(kind: EffectInfo['kind']): boolean {
    if (this.#held) return false
    try {
      const chain = chainOf(this.#chain)
      if (!chain.some((stage) => hasKind(stage, kind))) return true
      // Until the chain is ready the last one runs, which people may hide behind.
      return this.#allowRaw && !isPrivate(chain) && !isPrivate(this.#running)
    } catch {
      // What cannot be read may be a mistyped effect that someone hides behind.
      return false
    }
  }
}
