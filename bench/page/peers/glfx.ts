// glfx: effects as methods of a WebGL canvas.
import glfxUrl from 'glfx/glfx.js?url'
import type { Draw, Size } from '../frames.ts'
import { loadScript } from './load-script.ts'

declare global {
  var fx: { canvas(): GlfxCanvas }
}

/** The effects are methods too. */
interface GlfxCanvas extends HTMLCanvasElement {
  texture(source: OffscreenCanvas): GlfxTexture
  draw(texture: GlfxTexture): this
  update(): this
}
interface GlfxTexture {
  loadContentsOf(source: OffscreenCanvas): void
}

/** A method of glfx's canvas and its arguments. */
export type GlfxEffect = readonly [method: string, ...values: unknown[]]

/** It takes no frames, so a 2D canvas is between. */
export async function loadGlfx({ width, height }: Size): Promise<(effect: GlfxEffect) => Draw> {
  await loadScript(glfxUrl)
  const canvas = fx.canvas()
  const methods = canvas as unknown as Record<string, (...values: unknown[]) => void>
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  const texture = canvas.texture(context.canvas)
  return ([method, ...values]) =>
    (frame) => {
      context.drawImage(frame, 0, 0)
      texture.loadContentsOf(context.canvas)
      canvas.draw(texture)
      methods[method]!(...values)
      canvas.update()
      return new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: 'discard' })
    }
}
