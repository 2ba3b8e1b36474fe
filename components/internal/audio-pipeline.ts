// The audio half of an element that processes: a source through audio effects into one track for life. The chain runner
// sets the stages; rtc-camera sets the source and shows when the browser keeps the sound back.
import type { AudioEffect, AudioStage } from '../../effects/audio-effect.ts'
import type { SoundSource } from '../../workers/pipeline-client.ts'
import tapUrl from '../../workers/sound-tap.worklet.ts?worker&url'
import { GlidingDelay } from './gliding-delay.ts'

/** An audio effect with its values; parameters that are left out have their default. */
export interface AudioPipelineStage {
  readonly effect: AudioEffect
  readonly values: Readonly<Record<string, number | boolean>>
  /** 0..1: how much of the result is laid over the stage's input. */
  readonly mix: number
}

/** Seconds in which a value covers 63 % of its way: too slow to click, too fast to notice. */
const smoothing = 0.015
/** Seconds in which a new chain takes over from the former one. */
const crossFade = 0.03
const gestures = ['pointerup', 'keydown', 'touchend'] as const

/** Dispatches `statechange` when `suspended` changes.
 *
 *  A browser may start a page's sound only after a gesture; the pipeline waits for one and then resumes by itself. */
export class AudioPipeline extends EventTarget implements SoundSource {
  readonly context = new AudioContext({ latencyHint: 'interactive' })
  readonly #destination = this.context.createMediaStreamDestination()
  readonly #head = this.context.createGain()
  readonly #tail = this.context.createGain()
  /** Before the output alone: who hears themselves should do so at once. */
  readonly #delay = new GlidingDelay(this.context)
  /** Ends with `close`. */
  readonly #life = new AbortController()
  #source: AudioNode | null = null
  #tap: Promise<AudioWorkletNode> | null = null
  #chain: RunningChain
  #monitor = false
  #rawAllowed = true

  constructor() {
    super()
    this.#tail.connect(this.#delay.node).connect(this.#destination)
    this.#chain = new RunningChain(this.context, [], this.#head, this.#tail)
    const { signal } = this.#life
    this.context.addEventListener('statechange', () => this.dispatchEvent(new Event('statechange')), { signal })
    for (const gesture of gestures) {
      addEventListener(gesture, () => void this.resume(), { capture: true, passive: true, signal })
    }
  }

  /** The output: the same track until `close`; silent while there is no source. */
  get track(): MediaStreamTrack {
    return this.#destination.stream.getAudioTracks()[0]!
  }

  /** True while the browser withholds sound because nobody has clicked yet: the track is silent then. */
  get suspended(): boolean {
    return this.context.state !== 'running' && this.context.state !== 'closed'
  }

  /** By how much the track comes later than the source, in milliseconds, 0..1000. Sound glides there, without a break. */
  get delayMs(): number {
    return this.#delay.ms
  }
  set delayMs(ms: number) {
    this.#delay.ms = ms
  }

  /** Plays the output on the speaker too, not delayed. */
  get monitor(): boolean {
    return this.#monitor
  }
  set monitor(on: boolean) {
    if (on === this.#monitor || this.context.state === 'closed') return
    this.#monitor = on
    if (on) this.#tail.connect(this.context.destination)
    else this.#tail.disconnect(this.context.destination)
  }

  /** Where `monitor` is heard: a deviceId of kind audiooutput, '' for the default. Ignored where the browser cannot. */
  async setSinkId(sinkId: string): Promise<void> {
    const context: AudioContext & { setSinkId?(sinkId: string): Promise<void> } = this.context
    await context.setSinkId?.(sinkId)
  }

  /** Sound comes from here from now on; null: silence. A track or a node stays the caller's. */
  setSource(source: MediaStreamTrack | AudioNode | null): void {
    if (this.#life.signal.aborted) return
    this.#source?.disconnect(this.#head)
    this.#source =
      source instanceof MediaStreamTrack ? this.context.createMediaStreamSource(new MediaStream([source])) : source
    this.#source?.connect(this.#head)
    if (source) void this.resume()
  }

  /** May sound that no effect has touched go out? Otherwise silence does, while there are no stages. */
  setRawAllowed(allowed: boolean): void {
    if (allowed === this.#rawAllowed || this.#life.signal.aborted) return
    this.#rawAllowed = allowed
    this.#chain.setRawAllowed(allowed)
  }

  /** Sound goes through these stages from now on. While effects and order stay the same only values move, smoothly. */
  setStages(stages: readonly AudioPipelineStage[]): void {
    if (this.#life.signal.aborted || this.#chain.update(stages)) return
    const next = new RunningChain(this.context, stages, this.#head, this.#tail)
    next.setRawAllowed(this.#rawAllowed)
    this.#chain.fadeOut()
    this.#chain = next
  }

  get sampleRate(): number {
    return this.context.sampleRate
  }

  /** Lets the pipeline's worker hear the source, before the effects. */
  async tap(): Promise<MessagePort | null> {
    if (this.context.state === 'closed') return null
    const node = await (this.#tap ??= this.#createTap())
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
    if (this.suspended) await this.context.resume().catch(() => undefined)
  }

  async #createTap(): Promise<AudioWorkletNode> {
    await this.context.audioWorklet.addModule(tapUrl)
    const node = new AudioWorkletNode(this.context, 'rtc-sound-tap', { numberOfOutputs: 0 })
    this.#head.connect(node)
    return node
  }

  /** Ends the track and frees the context. */
  close(): void {
    if (this.#life.signal.aborted) return
    this.#life.abort()
    this.#source?.disconnect(this.#head)
    this.#chain.end()
    this.track.stop()
    void this.context.close()
  }
}

/** Stages between the pipeline's head and tail. Fades in as it is made. */
class RunningChain {
  readonly #head: AudioNode
  readonly #fader: GainNode
  readonly #stages: readonly RunningStage[]
  /** Where the fader comes from and goes to, and since when on the context's clock. */
  #fading = { from: 0, to: 0, start: 0 }

  constructor(context: BaseAudioContext, stages: readonly AudioPipelineStage[], head: AudioNode, tail: AudioNode) {
    this.#head = head
    this.#fader = context.createGain()
    this.#stages = stages.map((stage) => new RunningStage(context, stage))
    let last = head
    for (const stage of this.#stages) {
      last.connect(stage.input)
      last = stage.output
    }
    last.connect(this.#fader).connect(tail)
    this.#fade(1)
  }

  /** @returns false, and changes nothing, if other effects are asked for than the ones that run */
  update(stages: readonly AudioPipelineStage[]): boolean {
    const same =
      stages.length === this.#stages.length &&
      stages.every(({ effect }, index) => effect === this.#stages[index]!.effect)
    if (same) for (const [index, stage] of this.#stages.entries()) stage.update(stages[index]!)
    return same
  }

  setRawAllowed(allowed: boolean): void {
    if (this.#stages.length === 0) this.#fade(allowed ? 1 : 0)
  }

  fadeOut(): void {
    this.#fade(0)
    setTimeout(() => this.end(), crossFade * 4000)
  }

  end(): void {
    this.#head.disconnect(this.#stages[0]?.input ?? this.#fader)
    this.#fader.disconnect()
    for (const stage of this.#stages) stage.end()
  }

  #fade(to: number): void {
    const { gain, context } = this.#fader
    const now = context.currentTime
    // Firefox does not tell the value of a parameter that moves.
    const way = Math.min((now - this.#fading.start) / crossFade, 1)
    const from = this.#fading.from + (this.#fading.to - this.#fading.from) * way
    this.#fading = { from, to, start: now }
    gain.cancelScheduledValues(now)
    gain.setValueAtTime(from, now)
    gain.linearRampToValueAtTime(to, now + crossFade)
  }
}

/** One effect, laid over its input by `mix`. */
class RunningStage {
  readonly effect: AudioEffect
  readonly input: GainNode
  readonly output: GainNode
  readonly #stage: AudioStage
  readonly #dry: GainNode
  readonly #wet: GainNode

  constructor(context: BaseAudioContext, { effect, values, mix }: AudioPipelineStage) {
    this.effect = effect
    this.#stage = effect.build(context, values) as AudioStage
    this.input = context.createGain()
    this.output = context.createGain()
    this.#dry = context.createGain()
    this.#wet = context.createGain()
    this.input.connect(this.#dry).connect(this.output)
    this.input.connect(this.#stage.input)
    this.#stage.output.connect(this.#wet).connect(this.output)
    this.#set(values, mix, (param, value) => (param.value = value))
  }

  update({ values, mix }: AudioPipelineStage): void {
    const now = this.input.context.currentTime
    this.#set(values, mix, (param, value) => param.setTargetAtTime(value, now, smoothing))
  }

  end(): void {
    this.#stage.stop()
    for (const node of [this.input, this.#stage.output, this.#dry, this.#wet, this.output]) node.disconnect()
  }

  #set(values: AudioPipelineStage['values'], mix: number, move: (param: AudioParam, value: number) => unknown): void {
    for (const { name, defaultValue } of this.effect.params) {
      const param = this.#stage.params[name]
      if (param) move(param, Number(values[name] ?? defaultValue))
    }
    move(this.#dry.gain, 1 - mix)
    move(this.#wet.gain, mix)
  }
}
