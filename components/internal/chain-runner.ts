// Runs one chain on a video and an audio pipeline and fails closed: raw frames and raw sound pass only while no
// effect on them is wanted. Used by <rtc-camera>, <rtc-participant> and processTrack.
import type { Chain, EffectInfo, EffectStage, Stage } from '../../effects/effect.ts'
import type { VideoPipeline } from '../../workers/pipeline-client.ts'
import type { AudioPipeline } from './audio-pipeline.ts'
import {
  chainOf,
  followsSound,
  hasKind,
  isPrivate,
  moduleOf,
  modulesIn,
  resolveAudio,
  resolveVideo,
} from './resolve-chain.ts'
import { scriptOf } from './worklet-effect.ts'

/** One for each output. The pipelines stay their owner's, who closes them. */
export class ChainRunner {
  readonly #video: VideoPipeline | null
  readonly #audio: AudioPipeline | null
  readonly #onError: (error: Error) => void
  #calls = 0
  #allowRaw: boolean
  #chain: string | Chain = []
  #running: Chain = []
  #ranCall = 0
  #held = false
  /** Why scripts failed while they ran, by URL: for as long as the chain has them. */
  readonly #failed = new Map<string, Error>()

  /** @param allowRaw raw frames may go out while a chain that nobody hides behind is loading, or where nothing is left
   *  of it
   *  @param onError a script of the chain failed while it ran, and is left out */
  constructor(
    video: VideoPipeline | null,
    audio: AudioPipeline | null,
    options: { readonly allowRaw?: boolean; readonly onError?: (error: Error) => void } = {},
  ) {
    this.#video = video
    this.#audio = audio
    this.#allowRaw = options.allowRaw ?? false
    this.#onError = options.onError ?? (() => undefined)
    if (video) video.onModuleFailure = (url, error) => this.#onModuleFailure(url, error)
    if (audio) audio.onStageFailure = (effect, error) => this.#onModuleFailure(scriptOf(effect) ?? effect.name, error)
  }

  set allowRaw(allowed: boolean) {
    this.#allowRaw = allowed
    this.#gate()
  }

  /** Switches to the chain, resolving when it runs. Rejects with ChainError, EffectError, TypeError or a DOMException;
   *  the last chain that ran goes on running. Where there is none, black goes out: a chain was asked for. Rejects too
   *  where a script is left out that has failed, until it is no longer asked for. A call that a newer one overtakes
   *  resolves without effect. */
  async set(chain: string | Chain): Promise<void> {
    await this.#set(chain)
    const [error] = this.#failed.values()
    if (error) throw error
  }

  async #set(chain: string | Chain): Promise<void> {
    const call = ++this.#calls
    this.#chain = chain
    this.#held = false
    // Before anything is loaded: from here on no raw frame leaves, and no raw sound.
    this.#gate()
    const parsed = chainOf(chain)
    const scripts = modulesIn(parsed)
    for (const url of this.#failed.keys()) if (!scripts.has(url)) this.#failed.delete(url)
    const rest = this.#withoutFailed(parsed)
    // A script that only the picture needs keeps no sound back.
    const sound = rest ?? leaveOut(parsed, this.#failed)
    const [audioStages, videoStages] = await Promise.all([
      this.#audio ? resolveAudio(sound, this.#audio.context) : [],
      this.#video && rest ? resolveVideo(rest) : [],
    ])
    if (call !== this.#calls) return
    // Neither changes unless both can: the last chain goes on as a whole.
    const heard = await this.#audio?.prepareStages(audioStages)
    try {
      if (call !== this.#calls) return
      if (rest) {
        this.#video?.setSound(videoStages.some(followsSound) ? this.#audio : null)
        const runs = await this.#video?.setStages(videoStages)
        if (runs === false) return
      }
      heard?.commit()
    } finally {
      heard?.discard()
    }
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

  #onModuleFailure(url: string, error: Error): void {
    this.#failed.set(url, error)
    for (const stage of flat(this.#running)) if (moduleOf(stage) === url) stage.onerror?.(error)
    this.#onError(error)
    // Until then nothing goes out: a chain with a script that failed draws no frame. What else is wrong with the chain
    // was said when it was asked for.
    if (!this.#held) this.#set(this.#chain).catch(() => undefined)
  }

  /** What runs of a chain: all but the scripts that failed, where nobody hides behind these. null: nothing goes out.
   *  Where nothing is left of it, the gate is as it was, so that raw frames pass only with `allowRaw`. */
  #withoutFailed(chain: Chain): Chain | null {
    const rest = leaveOut(chain, this.#failed)
    if (rest === chain) return chain
    return flat(chain).some((stage) => this.#failed.has(moduleOf(stage) ?? '') && isPrivate([stage])) ? null : rest
  }

  #gate(): void {
    this.#video?.setRawAllowed(this.#mayPassRaw('video'))
    this.#video?.setBypassAllowed(this.#allowRaw)
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

/** Without groups. */
function flat(chain: Chain): EffectStage[] {
  return chain.flatMap((stage) => ('stages' in stage ? flat(stage.stages) : [stage]))
}

/** Groups that nothing is left of go too. */
function leaveOut(chain: Chain, failed: ReadonlyMap<string, unknown>): Chain {
  if (!flat(chain).some((stage) => failed.has(moduleOf(stage) ?? ''))) return chain
  return chain.flatMap((stage): Stage[] => {
    if (!('stages' in stage)) return failed.has(moduleOf(stage) ?? '') ? [] : [stage]
    const stages = leaveOut(stage.stages, failed)
    return stages.length > 0 ? [{ ...stage, stages }] : []
  })
}
