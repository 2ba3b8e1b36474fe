// Pictures in the kernels' memory, and kernels that are ready to run. Used by the wasm device and its planar half.
import type { Picture } from '../device.ts'
import type { PictureFormat } from './texels.ts'
import type { KernelCode } from './kernel.ts'

export interface WasmPicture extends Picture {
  readonly address: number
  /** Bytes from one row to the next: rows are padded to a multiple of four pixels. */
  readonly stride: number
  /** `planes`: planar.ts has them. */
  readonly format: PictureFormat | 'planes'
  /** Its alpha is 1, whatever is drawn. */
  readonly isOpaque: boolean
}

export type KernelFunction = (block: number) => void

export interface WasmKernel extends KernelCode {
  readonly passes: readonly KernelFunction[]
  /** See `hasPlanes`. */
  readonly luma: readonly KernelFunction[]
  readonly chroma: readonly KernelFunction[]
  /** See `affineOffset`. */
  readonly affine: KernelFunction | null
  /** Address of the block. */
  readonly block: number
}
