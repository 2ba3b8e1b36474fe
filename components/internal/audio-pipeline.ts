// The audio half of an element that processes: a source through audio effects into one track for life. The chain runner
// sets the stages; rtc-camera sets the source and shows when the browser keeps the sound back.
import type { AudioEffect } from '../../effects/audio-effect.ts'
import type { SoundSource } from '../../workers/pipeline-client.ts'
import tapUrl from '../../workers/sound-tap.worklet.ts?worker&url'
import { AudioChain, type PreparedChain } from './audio-chain.ts'
import type { AudioPipelineStage } from './audio-host.ts'
import { afterTime, Fader } from './fader.ts'
import { GlidingDelay } from './gliding-delay.ts'
import { onGesture } from './gestures.ts'
import { Monitor } from './monitor.ts'

/** What Opus sends and RNNoise was trained on. The browser resamples devices of other rates; Firefox refuses them where the
 *  context has not their rate, Safari has not been tried. */
const rate = 'MediaStreamTrackProcessor' in globalThis ? { sampleRate: 48_000 } : {}
/** Seconds until a track's sound flows without a gap: a browser has none to give at first, and then hardly enough. */
const settling = 0.2
/** A context begins suspended and runs at once where it may; after this long it may not. */
const patienceMs = 500

/** Dispatches `statechange` when `suspended` changes, `howl` when the monitor has gone silent, and tells of effects that fail.
 *
 *  A browser may start a page's sound only after a gesture; the pipeline waits for one and then resumes by itself. */
export class AudioPipeline extends EventTarget implements SoundSource {
  readonly context = new AudioContext({ latencyHint: 'interactive', ...rate })
  /** Called when an effect whose code is not ours fails while it runs; it is silent from then on. */
  onStageFailure: (effect: AudioEffect, error: Error) => void = () => undefined
  readonly #destination = this.context.createMediaStreamDestination()
  /** Effects know one channel and two. */
  readonly #head = new GainNode(this.context, { channelCount: 2, channelCountMode: 'clamped-max' })
  readonly #tail = this.context.createGain()
  /** Before the output alone: who hears themselves should do so at once. */
  readonly #delay = new GlidingDelay(this.context)
  readonly #monitor = new Monitor(this.context, this.#tail, () => this.dispatchEvent(new Event('howl')))
  readonly #chain = new AudioChain(
    {
      context: this.context,
      heard: this.#head,
      onFailure: (effect, error) => this.onStageFailure(effect, error),
    },
    this.#head,
    this.#tail,
  )
  /** Ends with `close`. */
  readonly #life = new AbortController()
  #source: { readonly node: AudioNode; readonly fader: Fader } | null = null
  #tap: Promise<AudioWorkletNode> | null = null
  #state = this.context.state
  #isStarting = true

  constructor() {
    super()
    this.#tail.connect(this.#delay.node).connect(this.#destination)
    const { signal } = this.#life
    this.context.addEventListener('statechange', () => this.#onStateChange(), { signal })
    onGesture(() => void this.resume(), signal)
    const timer = setTimeout(() => this.#onStateChange(), patienceMs)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }

  /** The output: the same track until `close`; silent while there is no source. */
  get track(): MediaStreamTrack {
    return this.#destination.stream.getAudioTracks()[0]!
  }

  /** True while the browser withholds sound, because nobody has clicked yet or a phone call has taken over: the track is
   *  silent then. */
  get suspended(): boolean {
    return !this.#isStarting && this.#isWithheld
  }

  get #isWithheld(): boolean {
    return this.context.state !== 'running' && this.context.state !== 'closed'
  }

  /** By how much effects that look ahead make the sound late, in milliseconds. `delayMs` comes on top. */
  get latencyMs(): number {
    return this.#chain.latency * 1000
  }

  /** By how much the track comes later than the effects' sound, in milliseconds, 0..1000. Sound glides there, without a
   *  break. */
  get delayMs(): number {
    return this.#delay.ms
  }
  set delayMs(ms: number) {
    this.#delay.ms = ms
  }

  /** Plays the output on the speaker too, not delayed. After a `howl` it stays silent until it is turned off and on. */
  get monitor(): boolean {
    return this.#monitor.isOn
  }
  set monitor(on: boolean) {
    this.#monitor.isOn = on
  }

  /** Where `monitor` is heard: a deviceId of kind audiooutput, '' for the default. Ignored where the browser cannot. */
  async setSinkId(sinkId: string): Promise<void> {
    const context: AudioContext & { setSinkId?(sinkId: string): Promise<void> } = this.context
    await context.setSinkId?.(sinkId)
  }

  /** Sound comes from here from now on, without a click; null: silence. A track or a node stays the caller's. Until a track's
   *  sound flows, the former source is heard. */
  setSource(source: MediaStreamTrack | AudioNode | null): void {
    if (this.#life.signal.aborted) return
    const former = this.#source
    const start = this.context.currentTime + (source instanceof MediaStreamTrack ? settling : 0)
    if (former) {
      former.fader.fade(0, start)
      afterTime(this.context, former.fader.end, () => disconnect(former))
    }
    this.#source = source && this.#connect(source, start)
    if (source) void this.resume()
  }

  /** May sound that no effect has touched go out? Otherwise silence does, while there are no stages. */
  setRawAllowed(allowed: boolean): void {
    if (!this.#life.signal.aborted) this.#chain.rawAllowed = allowed
  }

  /** Resolves when sound goes through these stages. While effects and order stay the same only values move, smoothly.
   *  Rejects where one cannot be built; the former ones go on. */
  async setStages(stages: readonly AudioPipelineStage[]): Promise<void> {
    if (!this.#life.signal.aborted) await this.#chain.set(stages)
  }

  /** The same in two steps, for who must know first whether something else can follow. null after `close`. */
  async prepareStages(stages: readonly AudioPipelineStage[]): Promise<PreparedChain | null> {
    return this.#life.signal.aborted ? null : this.#chain.prepare(stages)
  }

  get sampleRate(): number {
    return this.context.sampleRate
  }

  /** Lets the pipeline's worker hear the source, before the effects. */
  async tap(): Promise<MessagePort | null> {
    if (this.context.state === 'closed') return null
    const tap = (this.#tap ??= this.#createTap())
    // Whoever asks again may be luckier.
    tap.catch(() => this.#tap === tap && (this.#tap = null))
    const node = await tap
    const { port1, port2 } = new MessageChannel()
    node.port.postMessage(port1, [port1])
    return port2
  }

  untap(): void {
    const tap = this.#tap
    this.#tap = null
    // One that could not be made has said so to whoever asked for it.
    tap?.then(
      (node) => {
        node.port.postMessage(null)
        this.#head.disconnect(node)
      },
      () => undefined,
    )
  }

  /** Asks the browser to let the sound through. Stays suspended if it wants a gesture first. */
  async resume(): Promise<void> {
    // A refusal leaves the context suspended, which `suspended` says.
    if (this.#isWithheld) await this.context.resume().catch(() => undefined)
  }

  async #createTap(): Promise<AudioWorkletNode> {
    await this.context.audioWorklet.addModule(tapUrl)
    const node = new AudioWorkletNode(this.context, 'rtc-sound-tap', { numberOfOutputs: 0 })
    this.#head.connect(node)
    return node
  }

  /** @param start when it begins to be heard */
  #connect(source: MediaStreamTrack | AudioNode, start: number) {
    const node =
      source instanceof MediaStreamTrack ? this.context.createMediaStreamSource(new MediaStream([source])) : source
    const fader = new Fader(this.context, 0)
    node.connect(fader.node).connect(this.#head)
    fader.fade(1, start)
    return { node, fader }
  }

  #onStateChange(): void {
    this.#isStarting = false
    // After a phone call the page may go on by itself; nobody would know that they must click.
    const former: string = this.#state
    this.#state = this.context.state
    if (former === 'interrupted') void this.resume()
    this.dispatchEvent(new Event('statechange'))
  }

  /** Ends the track and frees the context. */
  close(): void {
    if (this.#life.signal.aborted) return
    this.#life.abort()
    if (this.#source) disconnect(this.#source)
    this.#chain.end()
    this.track.stop()
    void this.context.close()
  }
}

function disconnect({ node, fader }: { readonly node: AudioNode; readonly fader: Fader }): void {
  fader.node.disconnect()
  try {
    node.disconnect(fader.node)
  } catch {
    // Its owner has disconnected it by now.
  }
}
