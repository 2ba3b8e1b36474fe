// What a page has without any library: a 2D canvas, its `filter`, and loops over its pixels.
import type { Draw, Size } from '../frames.ts'
import type { Loop } from '../loops.ts'

/** `filter` of a 2D context. */
export function canvasFilter({ width, height }: Size, filter: string): Draw {
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  context.filter = filter
  return (frame) => {
    context.drawImage(frame, 0, 0)
    return new VideoFrame(context.canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
}

/** Squares, by drawing the picture small and then large. */
export function canvasPixelate({ width, height }: Size, cellSize: number): Draw {
  const small = new OffscreenCanvas(width / cellSize, height / cellSize).getContext('2d')!
  const large = new OffscreenCanvas(width, height).getContext('2d')!
  small.imageSmoothingQuality = 'medium'
  large.imageSmoothingEnabled = false
  return (frame) => {
    small.drawImage(frame, 0, 0, width / cellSize, height / cellSize)
    large.drawImage(small.canvas, 0, 0, width, height)
    return new VideoFrame(large.canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
}

/** drawImage, getImageData, the loops, putImageData. */
export function plainCanvas({ width, height }: Size, loops: readonly Loop[]): Draw {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  return (frame) => {
    context.drawImage(frame, 0, 0)
    const image = context.getImageData(0, 0, width, height)
    for (const loop of loops) loop(image)
    context.putImageData(image, 0, 0)
    return new VideoFrame(context.canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
}
