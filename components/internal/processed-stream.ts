// The output of a source element: a stream whose tracks stay the same for life, and the pipelines and the chain behind
// it. Used by <rtc-camera> and by what <rtc-participant> receives.
import type { Chain, EffectStage } from '../../effects/effect.ts'
import { readFramesHere } from '../../workers/frame-streams.ts'
import {
  VideoPipeline,
  PipelineErrorEvent,
  type PipelineStats,
  type VideoPipelineOptions,
} from '../../workers/pipeline-client.ts'
import { AudioPipeline } from './audio-pipeline.ts'
import { ChainRunner } from './chain-runner.ts'
import { resolveTransition } from './resolve-transition.ts'
import { SoundDelay } from './sound-delay.ts'

/** Which tracks there are, and how the picture is made. */
export interface ProcessedStreamOptions extends VideoPipelineOptions {
  /** Is there a video track, an audio track? */
  readonly hasVideo: boolean
  readonly hasAudio: boolean
  readonly allowRaw: boolean
}

/** What a source did in the last second. */
export interface StreamStats extends PipelineStats {
  /** By how much sound is held back so that it stays with its picture, in milliseconds. */
  readonly audioDelayMs: number
}

/** Black and silent until there is a source. */
export class ProcessedStream {
  readonly stream: MediaStream
  readonly video: VideoPipeline | null
  readonly audio: AudioPipeline | null
  readonly #chain: ChainRunner
  readonly #soundDelay = new SoundDelay()
  #transitionCalls = 0
  /** What was said of the picture here. */
  #hint = 'motion'

  /** @param onError the pipeline gave up, or a script of the chain failed and is left out
   *  @param onAudioState `audio.suspended` changed
   *  @param onHowl the microphone has heard the speaker: `audio.monitor` is silent until it is turned off and on
   *  @throws NotSupportedError where this browser cannot process video */
  constructor(
    options: ProcessedStreamOptions,
    onError: (error: Error) => void,
    onAudioState: () => void,
    onHowl: () => void = () => undefined,
  ) {
    this.video = options.hasVideo ? new VideoPipeline(options) : null
    this.audio = options.hasAudio ? new AudioPipeline() : null
    this.stream = new MediaStream([this.video?.track, this.audio?.track].filter((track) => track !== undefined))
    this.#chain = new ChainRunner(this.video, this.audio, { allowRaw: options.allowRaw, onError })
    this.video?.addEventListener('error', (event) => {
      if (event instanceof PipelineErrorEvent) onError(event.error)
    })
    this.video?.addEventListener('report', () => this.#alignSound())
    this.audio?.addEventListener('statechange', onAudioState)
    this.audio?.addEventListener('howl', onHowl)
  }

  /** null without video. */
  get stats(): StreamStats | null {
    return this.video && { ...this.video.stats, audioDelayMs: this.audio?.delayMs ?? 0 }
  }

  /** Frames and sound come from here from now on. The caller keeps owning them. */
  setSource(video: MediaStreamTrack | null, audio: MediaStreamTrack | AudioNode | null): void {
    if (video) this.#passHint(video)
    this.video?.setSource(video)
    this.audio?.setSource(audio)
  }

  /** Rejects if the chain cannot run; the last one that could goes on. */
  setChain(chain: string | Chain): Promise<void> {
    return this.#chain.set(chain)
  }

  /** The chain to come is not known yet: the last one goes on, and no raw frame passes. */
  holdChain(): void {
    this.#chain.hold()
  }

  /** What leads from one source's picture to the next one's; empty for none. Rejects where it cannot be used: the source
   *  then changes at once. */
  async setTransition(transition: string | EffectStage, durationMs: number): Promise<void> {
    const call = ++this.#transitionCalls
    try {
      const resolved = await resolveTransition(transition, durationMs)
      if (call === this.#transitionCalls) await this.video?.setTransition(resolved)
    } catch (error) {
      if (call !== this.#transitionCalls) return
      void this.video?.setTransition(null).catch(() => undefined)
      throw error
    }
  }

  set allowRaw(allowed: boolean) {
    this.#chain.allowRaw = allowed
  }

  /** The newest frame that went out, as PNG. */
  async photo(): Promise<Blob> {
    const frames = readFramesHere(this.video!.track).getReader()
    const { value: frame } = await frames.read()
    void frames.cancel()
    if (!frame) throw new DOMException('The camera stopped before the photo was taken.', 'InvalidStateError')
    try {
      const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight)
      canvas.getContext('2d')!.drawImage(frame, 0, 0)
      return await canvas.convertToBlob()
    } finally {
      frame.close()
    }
  }

  /** What the picture shows decides how it is encoded: a screen must stay legible. What the page says of ours counts more. */
  #passHint(source: MediaStreamTrack): void {
    const track = this.video?.track
    if (!track || ![this.#hint, ''].includes(track.contentHint)) return
    track.contentHint = source.contentHint || (source.getSettings().displaySurface ? 'detail' : 'motion')
    this.#hint = track.contentHint
  }

  /** Once a second, when it is known what the effects took. */
  #alignSound(): void {
    if (!this.video || !this.audio) return
    const { backend, latencyMs } = this.video.stats
    // Effects that look ahead make the sound late by themselves.
    this.#soundDelay.report(backend ? Math.max(latencyMs.p50 - this.audio.latencyMs, 0) : 0)
    if (this.audio.delayMs !== this.#soundDelay.ms) this.audio.delayMs = this.#soundDelay.ms
  }

  /** Ends the tracks and frees workers and context. */
  close(): void {
    this.video?.close()
    this.audio?.close()
  }
}
