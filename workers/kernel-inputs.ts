// What one effect of a kernel is given: its values as numbers, its images and sounds as pictures. Used by the kernel run,
// which has one of these for each effect that is fused into a pass.
import type { Effect, ParamDescriptor } from '../effects/effect.ts'
import type { Moment, Sound } from './backend.ts'
import type { Device, DeviceKernel, KernelValues, Picture } from './device.ts'
import type { StageValue } from './pipeline-api.ts'
import { columnCount, columnValue } from './sound-columns.ts'
import { currentValue } from './value.ts'

/** By the parameters' exact names. */
export type StageValues = Readonly<Record<string, StageValue>>

/** What a point or a colour has besides the components that are given. */
const blank = [0, 0, 0, 1]
const silence = new Float32Array(1)

export class KernelInputs<P extends Picture> {
  readonly effect: Effect
  readonly #device: Device<P, DeviceKernel>
  /** Lists of our own, filled anew for each frame: nothing is allocated, and an effect's defaults stay as they are. */
  readonly #values = new Map<string, number[]>()
  readonly #images = new Map<string, { readonly image: ImageBitmap; readonly picture: P }>()
  readonly #sounds = new Map<string, { readonly picture: P; readonly pixels: Uint8Array }>()
  /** Events that were set when the last frame was drawn. */
  readonly #setEvents = new Set<string>()

  constructor(device: Device<P, DeviceKernel>, effect: Effect) {
    this.#device = device
    this.effect = effect
    for (const { name, type } of effect.params) {
      if (type === 'image' || type === 'audio' || type === 'audioFFT') continue
      this.#values.set(name, blank.slice(0, type === 'color' ? 4 : type === 'point2D' ? 2 : 1))
    }
  }

  /** What the inputs are worth at a moment. */
  values(given: StageValues, moment: Moment): ReadonlyMap<string, KernelValues> {
    for (const param of this.effect.params) {
      const { name, type } = param
      const list = this.#values.get(name)
      if (!list) continue
      const value = currentValue(param, given[name], moment)
      const tuple = typeof value === 'object' ? value : blank
      for (let at = 0; at < list.length; at++) list[at] = tuple[at] ?? blank[at]!
      if (typeof value !== 'object') list[0] = type === 'event' ? this.#fires(name, Boolean(value)) : Number(value)
    }
    return this.#values
  }

  /** An event is 1 for one frame, when it is set after it was not. */
  #fires(name: string, isSet: boolean): number {
    const wasSet = this.#setEvents.has(name)
    if (isSet) this.#setEvents.add(name)
    else this.#setEvents.delete(name)
    return isSet && !wasSet ? 1 : 0
  }

  /** The picture of an image or a sound; null for what has no value. */
  picture(name: string, values: StageValues, sound: Sound | null): P | null {
    const value = values[name]
    if (value instanceof ImageBitmap) return this.#imageOf(name, value)
    const param = this.effect.params.find((one) => one.name === name)
    const samples = value instanceof Float32Array ? value : null
    if (param?.type === 'audio') return this.#soundOf(param, samples ?? sound?.waveform ?? silence, 0.5)
    if (param?.type === 'audioFFT') return this.#soundOf(param, samples ?? sound?.spectrum ?? silence, 0)
    return null
  }

  delete(): void {
    for (const { picture } of [...this.#images.values(), ...this.#sounds.values()]) this.#device.delete(picture)
    this.#images.clear()
    this.#sounds.clear()
  }

  #imageOf(name: string, image: ImageBitmap): P {
    const known = this.#images.get(name)
    if (known?.image === image) return known.picture
    const picture = this.#device.upload(image, known?.picture ?? null)
    this.#images.set(name, { image, picture })
    return picture
  }

  /** One row of grey pixels, as ISF hands sound to shaders.
   *  @param zero the grey of a sample of 0; a sample of 1 is white */
  #soundOf(param: ParamDescriptor, samples: Float32Array, zero: number): P {
    const columns = columnCount(samples, param)
    const known = this.#sounds.get(param.name)
    const pixels = known?.pixels.length === columns * 4 ? known.pixels : new Uint8Array(columns * 4)
    for (let at = 0; at < columns; at++) {
      const grey = zero + (1 - zero) * columnValue(samples, at, columns)
      pixels.fill(Math.round(255 * Math.min(1, Math.max(0, grey))), at * 4, at * 4 + 3)
      pixels[at * 4 + 3] = 255
    }
    const picture = this.#device.uploadRow(pixels, known?.picture ?? null)
    if (picture !== known?.picture) this.#sounds.set(param.name, { picture, pixels })
    return picture
  }
}
