// A kernel of a chain at work: its passes, its effects' inputs, and the buffers it keeps between frames, also while its
// code is replaced by that for other formats. Used by the chain renderer.
import { type Effect, EffectError, type Pass } from '../effects/effect.ts'
import { passSize } from '../effects/pass-size.ts'
import type { Moment, Sound } from './backend.ts'
import {
  type Device,
  type DeviceKernel,
  endlessLoop,
  type FrameValues,
  type KernelValues,
  type Picture,
  type PictureInput,
} from './device.ts'
import { type Loop, walk } from './glsl/tree.ts'
import type { Kernel } from './kernel-cache.ts'
import { KernelInputs, type StageValues } from './kernel-inputs.ts'
import { currentValue, isDriver } from './value.ts'

/** A pass with its size for the picture at hand. */
interface SizedPass {
  readonly pass: Pass
  width: number
  height: number
}

const plainPass: Pass = { persistent: false, float: false }

export class KernelRun<P extends Picture, K extends DeviceKernel> {
  readonly effects: readonly Effect[]
  readonly effectsKey: string
  /** How many programs use this run; it is freed with the last one. */
  users = 0

  readonly #device: Device<P, K>
  readonly #passes: SizedPass[]
  /** What passes drew, by the name under which shaders read it: the newest, where several have one target. */
  readonly #buffers = new Map<string, P>()
  readonly #inputs: readonly KernelInputs<P>[]
  /** Filled anew for every frame and sweep, so that drawing allocates nothing. */
  readonly #values: ReadonlyMap<string, KernelValues>[] = []
  readonly #frame = { time: 0, timeDelta: 0, frameIndex: 0, date: [0, 0, 0, 0] }
  readonly #sweep: { passIndex: number; frame: Picture; out: P; readonly pictures: P[] }
  readonly #hasMemory: boolean
  /** The first live frame that it drew. */
  #born: Moment | null = null
  #sizedFor: { width: number; height: number; scale: number | undefined; values: StageValues } | null = null

  constructor(device: Device<P, K>, { effects, effectsKey }: Kernel<K>) {
    this.#device = device
    this.effects = effects
    this.effectsKey = effectsKey
    const passes = effects.length === 1 ? effects[0]!.passes : [plainPass]
    this.#hasMemory = passes.some(({ persistent }) => persistent)
    this.#passes = passes.map((pass) => ({ pass, width: 0, height: 0 }))
    this.#inputs = effects.map((effect) => new KernelInputs(device, effect))
    this.#sweep = { passIndex: 0, frame: device.nothing, out: device.nothing, pictures: [] }
  }

  /** Draws all passes. @returns the number of sweeps
   *  @param code of the effects, for the formats of `input` and `out`
   *  @param input what `inputImage` sees, and every other image input that has no value: never the frame as the camera
   *  gave it, which an effect before this one may have to hide
   *  @param values one record for each effect
   *  @param own pictures of the device, by the first effect's names, that stand for values */
  draw(
    code: K,
    input: P,
    out: P,
    values: readonly StageValues[],
    moment: Moment,
    own?: Readonly<Record<string, P>>,
  ): number {
    const device = this.#device
    const sweep = this.#sweep
    device.begin(code, this.#frameAt(moment), this.#valuesAt(values, moment))
    this.#sizePasses(out, values[0]!, moment)
    for (let index = 0; index < this.#passes.length; index++) {
      const sized = this.#passes[index]!
      const name = sized.pass.target
      const target = name === undefined ? null : this.#target(code, sized, name, input, out)
      for (let at = 0; at < code.pictures.length; at++) {
        sweep.pictures[at] = this.#pictureOf(code.pictures[at]!, input, values, moment.sound, own)
      }
      sweep.passIndex = index
      sweep.frame = out
      sweep.out = target ?? out
      device.sweep(code, sweep)
      if (name === undefined || !target) continue
      this.#release(name)
      this.#buffers.set(name, target)
      // The effect's output is its last pass, also where that pass has a target to be read in the next frame.
      if (index === this.#passes.length - 1) device.copy(target, out)
    }
    for (const { pass } of this.#passes) if (pass.target !== undefined && !pass.persistent) this.#release(pass.target)
    return this.#passes.length
  }

  /** Draws every pass on a few pixels: a kernel that is busy for minutes would take its device with it.
   *  @throws EffectError if a loop does not end by itself */
  tryOut(kernel: Kernel<K>, code: K, values: readonly StageValues[], moment: Moment): void {
    const loops = kernel.shaders.flatMap(loopsOf)
    const loop = loops.find(({ isOpen }) => isOpen) ?? loops[0]
    if (!loop) return
    // By inputs of their own: an event that is set now is still to fire in the first frame.
    const given = this.effects.map((effect, index) =>
      new KernelInputs(this.#device, effect).values(values[index]!, moment),
    )
    this.#device.begin(code, this.#frameAt(moment), given)
    if (!this.#device.tryOut(code, this.effects)) return
    throw new EffectError(endlessLoop, loop.file, loop.line, loop.column)
  }

  /** Frees the buffers; the code is the cache's. */
  delete(): void {
    for (const name of [...this.#buffers.keys()]) this.#release(name)
    for (const inputs of this.#inputs) inputs.delete()
  }

  #frameAt(moment: Moment): FrameValues {
    const frame = this.#frame
    const born = moment.isLive && this.#hasMemory ? (this.#born ??= moment) : null
    frame.time = moment.time - (born?.time ?? 0)
    frame.timeDelta = moment === born ? 0 : moment.timeDelta
    frame.frameIndex = moment.frameIndex - (born?.frameIndex ?? 0)
    setDate(frame.date, moment.date)
    return frame
  }

  #valuesAt(values: readonly StageValues[], moment: Moment): readonly ReadonlyMap<string, KernelValues>[] {
    for (let index = 0; index < this.#inputs.length; index++) {
      this.#values[index] = this.#inputs[index]!.values(values[index]!, moment)
    }
    return this.#values
  }

  /** A buffer to draw the pass into: never the one that holds what it may read. */
  #target(code: K, sized: SizedPass, name: string, input: P, out: P): P {
    const { width, height, pass } = sized
    const former = this.#buffers.get(name)
    if (pass.persistent && (former?.width !== width || former.height !== height)) {
      // What was remembered goes on at the new size.
      const kept = this.#device.acquireTarget(code, sized, input, out)
      if (former) this.#device.copy(former, kept)
      else this.#device.clear(kept)
      this.#release(name)
      this.#buffers.set(name, kept)
    }
    return this.#device.acquireTarget(code, sized, input, out)
  }

  #release(name: string): void {
    const target = this.#buffers.get(name)
    if (target) this.#device.release(target)
    this.#buffers.delete(name)
  }

  #sizePasses(out: Picture, values: StageValues, moment: Moment): void {
    const known = this.#sizedFor
    const { width, height } = out
    const { scale } = moment
    const isSame = known?.width === width && known.height === height && known.scale === scale
    if (isSame && known.values === values) return
    const isDriven = Object.values(values).some(isDriver)
    this.#sizedFor = isDriven ? null : { width, height, scale, values }
    const names: Record<string, number> = { WIDTH: width, HEIGHT: height }
    for (const param of this.effects[0]!.params) {
      const given = values[param.name]
      const image = given instanceof ImageBitmap ? given : out
      const value = currentValue(param, given, moment)
      if (param.type === 'image') {
        Object.assign(names, { [`WIDTH_${param.name}`]: image.width, [`HEIGHT_${param.name}`]: image.height })
      } else if (typeof value !== 'object') names[param.name] = Number(value)
    }
    for (const sized of this.#passes) {
      sized.width = passSize(sized.pass.width ?? '$WIDTH', names)
      sized.height = passSize(sized.pass.height ?? '$HEIGHT', names)
    }
  }

  #pictureOf(
    { effect, name }: PictureInput,
    input: P,
    values: readonly StageValues[],
    sound: Sound | null,
    own: Readonly<Record<string, P>> | undefined,
  ): P {
    if (name === 'inputImage') return input
    const found = own?.[name] ?? this.#buffers.get(name) ?? this.#inputs[effect]!.picture(name, values[effect]!, sound)
    if (found) return found
    // A pass that has not run yet is no input, and neither is an IMPORTED image that is not there.
    const isInput = this.effects[effect]!.params.some((param) => param.name === name)
    return isInput ? input : this.#device.nothing
  }
}

const calendar = new Date()

/** @param parts get year, month from 1, day, seconds since midnight
 *  @param date milliseconds since 1970 */
function setDate(parts: number[], date: number): void {
  calendar.setTime(date)
  parts[0] = calendar.getFullYear()
  parts[1] = calendar.getMonth() + 1
  parts[2] = calendar.getDate()
  parts[3] =
    calendar.getHours() * 3600 + calendar.getMinutes() * 60 + calendar.getSeconds() + calendar.getMilliseconds() / 1000
}

/** Where the shader's loops stand, and whether nothing in them leads out. */
function loopsOf({ effect, fragment }: Kernel<unknown>['shaders'][number]) {
  const loops: { file: string; line: number; column: number; isOpen: boolean }[] = []
  for (const { body } of fragment.functions) {
    walk(
      body,
      () => undefined,
      (statement) => {
        if (statement.kind === 'loop') loops.push({ file: effect.name, ...statement.at, isOpen: isOpen(statement) })
      },
    )
  }
  return loops
}

function isOpen({ condition, body }: Loop): boolean {
  if (condition && !(condition.kind === 'literal' && condition.value === true)) return false
  let hasExit = false
  walk(
    body,
    () => undefined,
    ({ kind }) => (hasExit ||= kind === 'break' || kind === 'return' || kind === 'discard'),
  )
  return !hasExit
}
