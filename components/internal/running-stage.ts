// Stages of an audio chain while they run: an effect or a group, laid over its input. The audio chain builds and joins them.
import type { AudioEffect, AudioStage, AudioValues } from '../../effects/audio-effect.ts'
import type { Driver } from '../../effects/effect.ts'
import { latencyOf, type AudioHost, type AudioPipelineStage, type AudioSetting } from './audio-host.ts'
import { completeValues, createStage, loadProcessors } from './audio-stage.ts'
import { ParamDriver } from './param-driver.ts'
import { SideSource } from './side-source.ts'

/** Seconds in which a value covers 63 % of its way: too slow to click, too fast to notice. */
const smoothing = 0.015

/** All or none: rejects where one cannot be built, and the others are freed. */
export async function buildStages(host: AudioHost, stages: readonly AudioPipelineStage[]): Promise<RunningStage[]> {
  const results = await Promise.allSettled(stages.map((stage) => build(host, stage)))
  const built = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = results.find((result) => result.status === 'rejected')
  if (!failed) return built
  for (const stage of built) stage.end()
  throw failed.reason
}

async function build(host: AudioHost, stage: AudioPipelineStage): Promise<RunningStage> {
  const processing =
    'stages' in stage
      ? new RunningGroup(host, await buildStages(host, stage.stages))
      : await RunningEffect.create(host, stage.effect, stage.values)
  return new RunningStage(host, processing, stage.mix)
}

/** One effect or group, laid over its input by `mix`. */
export class RunningStage {
  readonly input: GainNode
  readonly output: GainNode
  readonly #dryDelay: DelayNode
  readonly #dry: GainNode
  readonly #wet: GainNode
  readonly #processing: RunningEffect | RunningGroup

  constructor({ context }: AudioHost, processing: RunningEffect | RunningGroup, mix: number) {
    this.#processing = processing
    this.input = new GainNode(context)
    this.output = new GainNode(context)
    this.#dry = new GainNode(context, { gain: 1 - mix })
    this.#wet = new GainNode(context, { gain: mix })
    // Half of a sound and half of the same, later, would be a comb filter.
    this.#dryDelay = new DelayNode(context, {
      maxDelayTime: Math.max(1, processing.latency),
      delayTime: processing.latency,
    })
    this.input.connect(this.#dryDelay).connect(this.#dry).connect(this.output)
    this.input.connect(processing.input)
    processing.output.connect(this.#wet).connect(this.output)
  }

  get latency(): number {
    return this.#processing.latency
  }

  /** Can it become that stage by moving values alone? */
  fits(stage: AudioPipelineStage): boolean {
    return this.#processing.fits(stage)
  }

  /** @param stage that fits */
  update(stage: AudioPipelineStage): void {
    this.#processing.update(stage)
    const now = this.input.context.currentTime
    this.#dry.gain.setTargetAtTime(1 - stage.mix, now, smoothing)
    this.#wet.gain.setTargetAtTime(stage.mix, now, smoothing)
  }

  /** Frees it. Whoever has connected `output` disconnects that. */
  end(): void {
    this.#processing.end()
    this.#processing.output.disconnect()
    for (const node of [this.input, this.#dryDelay, this.#dry, this.#wet]) node.disconnect()
  }
}

class RunningEffect {
  readonly #host: AudioHost
  readonly #effect: AudioEffect
  readonly #stage: AudioStage
  readonly #sides: readonly SideSource[]
  readonly #drivers = new Map<string, ParamDriver>()
  #settings: Readonly<Record<string, AudioSetting>>
  #isEnded = false
  readonly latency: number

  static async create(
    host: AudioHost,
    effect: AudioEffect,
    settings: Readonly<Record<string, AudioSetting>>,
  ): Promise<RunningEffect> {
    const sides: SideSource[] = []
    const values: Record<string, AudioValues[string]> = {}
    for (const [name, setting] of Object.entries(settings)) {
      if (setting instanceof EventTarget) {
        const side = new SideSource(host.context, setting)
        sides.push(side)
        values[name] = side.node
      } else values[name] = isDriver(setting) ? (setting.min + setting.max) / 2 : setting
    }
    const isHearing = Object.values(settings).some((setting) => isDriver(setting) && setting.driver === 'audio')
    if (isHearing) await loadProcessors(host.context)
    const complete = completeValues(effect, values)
    let stage: AudioStage | undefined
    try {
      stage = await createStage(host.context, effect, complete)
      for (const [name, setting] of Object.entries(settings)) {
        if (!isDriver(setting) || stage.params[name]) continue
        throw new TypeError(
          `${effect.name}: "${name}" cannot move by itself, since changing it builds the effect anew. Give it a number.`,
        )
      }
      return new RunningEffect(host, effect, stage, sides, settings, complete)
    } catch (error) {
      stage?.stop()
      for (const side of sides) side.end()
      throw error
    }
  }

  private constructor(
    host: AudioHost,
    effect: AudioEffect,
    stage: AudioStage,
    sides: readonly SideSource[],
    settings: Readonly<Record<string, AudioSetting>>,
    values: AudioValues,
  ) {
    this.#host = host
    this.#effect = effect
    this.#stage = stage
    this.#sides = sides
    this.#settings = settings
    this.latency = effect.latency?.(values, host.context.sampleRate) ?? 0
    for (const name of Object.keys(stage.params)) this.#drive(name)
    void stage.failed?.then((error) => {
      if (!this.#isEnded) host.onFailure(effect, error)
    })
  }

  get input(): AudioNode {
    return this.#stage.input
  }

  get output(): AudioNode {
    return this.#stage.output
  }

  fits(stage: AudioPipelineStage): boolean {
    if (!('effect' in stage) || stage.effect !== this.#effect) return false
    const built = this.#effect.params.filter(({ name }) => !this.#stage.params[name])
    return built.every(({ name, defaultValue }) => {
      return isSame(stage.values[name] ?? (defaultValue as number), this.#settings[name] ?? (defaultValue as number))
    })
  }

  update(stage: AudioPipelineStage): void {
    if (!('effect' in stage)) return
    const former = this.#settings
    this.#settings = stage.values
    const now = this.#host.context.currentTime
    for (const { name, defaultValue } of this.#effect.params) {
      const param = this.#stage.params[name]
      const setting = stage.values[name] ?? (defaultValue as number | boolean)
      if (!param || isSame(setting, former[name] ?? (defaultValue as number | boolean))) continue
      this.#drivers.get(name)?.fadeOut()
      this.#drivers.delete(name)
      this.#drive(name)
      const value = isDriver(setting) ? (setting.min + setting.max) / 2 : Number(setting)
      param.setTargetAtTime(value, now, smoothing)
    }
  }

  end(): void {
    this.#isEnded = true
    for (const driver of this.#drivers.values()) driver.end()
    for (const side of this.#sides) side.end()
    this.#stage.stop()
  }

  /** What moves by itself is added to the middle of its range, which the parameter stands at. */
  #drive(name: string): void {
    const setting = this.#settings[name]
    if (setting !== undefined && isDriver(setting)) {
      this.#drivers.set(name, new ParamDriver(this.#host, setting, this.#stage.params[name]!))
    }
  }
}

class RunningGroup {
  readonly input: GainNode
  readonly output: GainNode
  readonly latency: number
  readonly #stages: readonly RunningStage[]

  constructor(host: AudioHost, stages: readonly RunningStage[]) {
    this.input = new GainNode(host.context)
    this.output = new GainNode(host.context)
    this.#stages = stages
    this.latency = latencyOf(stages)
    let last: AudioNode = this.input
    for (const inner of stages) {
      last.connect(inner.input)
      last = inner.output
    }
    last.connect(this.output)
  }

  fits(stage: AudioPipelineStage): boolean {
    return (
      'stages' in stage &&
      stage.stages.length === this.#stages.length &&
      stage.stages.every((inner, index) => this.#stages[index]!.fits(inner))
    )
  }

  update(stage: AudioPipelineStage): void {
    if (!('stages' in stage)) return
    for (const [index, inner] of stage.stages.entries()) this.#stages[index]!.update(inner)
  }

  end(): void {
    this.input.disconnect()
    for (const inner of this.#stages) inner.end()
  }
}

function isDriver(setting: AudioSetting): setting is Driver {
  return typeof setting === 'object' && 'driver' in setting
}

function isSame(a: AudioSetting, b: AudioSetting): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !isDriver(a) || !isDriver(b)) return a === b
  return JSON.stringify(a) === JSON.stringify(b)
}
