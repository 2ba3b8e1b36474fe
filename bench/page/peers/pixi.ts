// pixi.js with pixi-filters: WebGL filters on a sprite that shows the frame.
import * as core from 'pixi.js'
import * as more from 'pixi-filters'
import type { Draw, Size } from '../frames.ts'
import type { Matrix } from '../loops.ts'

/** The filters of both packages, by the names of their classes. */
export const filters = { ...core, ...more }

/** Frames through filters, in order. */
export async function createPixi({ width, height }: Size): Promise<(filters: readonly core.Filter[]) => Draw> {
  const renderer = new core.WebGLRenderer()
  await renderer.init({ width, height, antialias: false, backgroundAlpha: 1 })
  const source = new core.ImageSource({ width, height, alphaMode: 'no-premultiply-alpha' })
  const sprite = new core.Sprite(new core.Texture({ source }))
  const stage = new core.Container()
  stage.addChild(sprite)
  return (filters) => (frame) => {
    source.resource = frame
    source.update()
    stage.filters = filters
    stage.filterArea ??= new core.Rectangle(0, 0, width, height)
    renderer.render(stage)
    return new VideoFrame(renderer.canvas, { timestamp: frame.timestamp, alpha: 'discard' })
  }
}

/** A filter for a colour matrix. */
export function matrixFilter(rows: Matrix): core.Filter {
  const filter = new core.ColorMatrixFilter()
  filter.matrix = [...rows.flatMap(([red, green, blue, added]) => [red, green, blue, 0, added / 255]), 0, 0, 0, 1, 0]
  return filter
}

/** A Gaussian blur up to the picture's edge; the standard deviation that comes of it was found by comparing. */
export function blurFilter(options: { readonly strength: number; readonly quality: number }): core.Filter {
  return Object.assign(new core.BlurFilter({ ...options, kernelSize: 5 }), { repeatEdgePixels: true })
}
