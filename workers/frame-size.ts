// How large frames are shown, and how large effects are drawn for them. Used by the backends.
import type { Picture } from './device.ts'

/** What TypeScript's library does not know yet: a frame that is turned or mirrored when it is shown, as phones send. */
type TurnedFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean }

/** Is it neither scaled nor turned when it is shown? It may be cut out of something larger. */
export function isShownAsStored(frame: TurnedFrame): boolean {
  const { displayWidth, displayHeight, visibleRect, rotation = 0, flip = false } = frame
  return visibleRect?.width === displayWidth && visibleRect.height === displayHeight && rotation === 0 && !flip
}

/** In pixels: the size at which the frame is shown, or the part of it that `scale` says, in even numbers, as planes of half
 *  the size want them. At least 2. */
export function drawnSize({ displayWidth, displayHeight }: VideoFrame, scale = 1): Picture {
  if (scale === 1) return { width: displayWidth, height: displayHeight }
  const scaled = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2))
  return { width: scaled(displayWidth), height: scaled(displayHeight) }
}

export function isOfSize({ width, height }: Picture, size: Picture): boolean {
  return width === size.width && height === size.height
}
