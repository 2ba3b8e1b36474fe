// What tells backends apart: who holds pictures, and who runs kernels on them. All that chains and ISF mean is the same
// for both and lies above it, in chain-renderer.ts and kernel-run.ts.
import type { Effect, Pass } from '../effects/effect.ts'
import type { AnalysedShader } from './glsl/front-end.ts'

/** A picture that the device holds. */
export interface Picture {
  readonly width: number
  readonly height: number
}

/** Bytes are clamped to 0..1; extended ones keep what EXTENDED neighbours hand on; floats are ISF's FLOAT targets. */
export type PictureFormat = 'byte' | 'extended' | 'float'

/** A value of an input or builtin: one to four numbers, of bools 0 and 1. */
export type KernelValues = readonly number[]

/** A pass with its size for the picture at hand. */
export interface SizedPass {
  readonly pass: Pass
  readonly width: number
  readonly height: number
}

/** What is the same for all passes of a frame. */
export interface FrameValues {
  readonly time: number
  readonly timeDelta: number
  readonly frameIndex: number
  /** Year, month from 1, day, seconds since midnight. */
  readonly date: KernelValues
}

/** A picture that a kernel reads: of an effect, by the name that its file uses. */
export interface PictureInput {
  /** Index of the effect in the kernel. */
  readonly effect: number
  readonly name: string
}

/** What a kernel is to read and to draw. */
export interface KernelFormats {
  readonly input: PictureFormat
  readonly output: PictureFormat
}

/** The code of one pass over the picture, or of all passes of one effect. */
export interface DeviceKernel {
  /** In the order in which `draw` wants them. */
  readonly pictures: readonly PictureInput[]
}

/** One sweep over a picture. */
export interface Sweep<P> {
  readonly passIndex: number
  /** The frame's size: that of passes without one of their own. */
  readonly frame: Picture
  readonly out: P
  readonly pictures: readonly P[]
}

export interface Device<P extends Picture, K extends DeviceKernel> {
  /** @param shaders all pointwise where there are several. Rejects with EffectError, or with NotSupportedError for what
   *  only another device can run. */
  link(shaders: readonly AnalysedShader[], formats: KernelFormats): Promise<K>
  unlink(kernel: K): void
  /** How many effects may share a pass. */
  readonly maxFused: number
  /** A picture with undefined content. Give it back with `release`. */
  acquire(width: number, height: number, format: PictureFormat): P
  /** The same for what one kernel draws of `input` for the next one, as large as `out`, which is drawn in the end. */
  acquireBetween(from: K, to: K, format: PictureFormat, input: P, out: P): P
  /** The same for what a pass draws on its kernel's way from `input` to `out`. */
  acquireTarget(kernel: K, pass: SizedPass, input: P, out: P): P
  release(picture: P): void
  /** Deletes what lies unused, for instance after a change of size. */
  trim(): void
  /** Makes every pixel transparent black. */
  clear(picture: P): void
  /** Copies pixels, scaling them where sizes differ. */
  copy(from: P, to: P): void
  /** One transparent pixel, for pictures that are not there. */
  readonly nothing: P
  /** A picture with an image's pixels, bottom row first. @param former is deleted */
  upload(image: ImageBitmap, former: P | null): P
  /** A picture of one row of RGBA bytes. @param former is deleted, or filled anew */
  uploadRow(pixels: Uint8Array, former: P | null): P
  delete(picture: P): void
  /** The picture's pixels, rows from the top, alpha not premultiplied. They are the caller's to give away. */
  read(picture: P): ImageData
  /** Takes the image over. */
  write(image: ImageData, out: P): void
  /** Sets what the kernel's sweeps of a frame share. @param values of the effects' inputs, by effect and name */
  begin(kernel: K, frame: FrameValues, values: readonly ReadonlyMap<string, KernelValues>[]): void
  sweep(kernel: K, sweep: Sweep<P>): void
  /** Draws every pass on a few pixels. @returns whether a loop had to be ended */
  tryOut(kernel: K, effects: readonly Effect[]): boolean
  readonly timer: StageTimer
}

/** Rounds that all loops of a pixel may make together: far more than any picture needs, few enough to end. */
export const loopLimit = 65_536
/** What is said of a loop that makes more. */
export const endlessLoop = 'This loop does not end, or not soon enough.'

/** Milliseconds of stages, measured now and then or always. */
export interface StageTimer {
  /** Other stages begin: what is known is not of them. */
  restart(): void
  beginFrame(): void
  beginStage(): void
  endStage(): void
  /** Of each stage, in the order of the last frame. */
  readonly timings: readonly number[]
}
