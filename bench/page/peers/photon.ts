// Photon: an image library in Rust as WebAssembly. Pictures are copied into its memory and out again.
import * as photon from '@silvia-odwyer/photon'
import type { Draw, Size } from '../frames.ts'

/** Each is the effect of that name in the page kernels.ts. */
export function createPhoton({ width, height }: Size) {
  const pixels = new Uint8Array(width * height * 4)

  const through =
    (...effects: readonly ((image: photon.PhotonImage) => void)[]): Draw =>
    async (frame) => {
      await frame.copyTo(pixels, { format: 'RGBA' })
      const image = new photon.PhotonImage(pixels, width, height)
      for (const effect of effects) effect(image)
      const result = image.get_raw_pixels()
      image.free()
      const { timestamp } = frame
      return new VideoFrame(result, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp })
    }

  return {
    grayscale: through(photon.grayscale_human_corrected),

    /** Brightness first: the other way round black would be cut off.
     *  @param added of 255
     *  @param contrast -255..255 */
    brightnessContrast: (added: number, contrast: number) =>
      through(
        (image) => photon.inc_brightness(image, added),
        (image) => photon.adjust_contrast(image, contrast),
      ),

    gaussianBlur: (radius: number) => through((image) => photon.gaussian_blur(image, radius)),
  }
}
