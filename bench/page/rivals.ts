// What others call the effects of our catalogue, with values that give about the same picture. Used by effects.ts.
import type { Filter } from 'pixi.js'
import type { Value } from '../../effects/effect.ts'
import type { GlfxEffect } from './peers/glfx.ts'
import { blurFilter, filters } from './peers/pixi.ts'

/** Distances are those of a picture of this size. */
const [width, height] = [1280, 720]
const center = { x: width / 2, y: height / 2 }

interface Rival {
  /** Ours, where the defaults would change nothing. */
  readonly values?: Readonly<Record<string, Value>>
  /** True where the effects are of one kind, not of one formula: their grain, dots or light lie elsewhere. */
  readonly isLoose?: boolean
  /** For a 2D context's `filter`. */
  readonly canvas?: string
  readonly glfx?: GlfxEffect
  readonly pixi?: () => readonly Filter[]
}

/** By the name of our effect. */
export const rivals: Readonly<Record<string, Rival>> = {
  ascii: { isLoose: true, pixi: () => [new filters.AsciiFilter({ size: 8 })] },
  blur: {
    canvas: 'blur(8px)',
    glfx: ['triangleBlur', 20],
    pixi: () => [blurFilter({ strength: 6, quality: 2 })],
  },
  'brightness-contrast': {
    values: { brightness: 0.1, contrast: 1.44 },
    canvas: 'contrast(1.2) brightness(1.2)',
    glfx: ['brightnessContrast', 0.1, 0.17],
    pixi: () => [new filters.AdjustmentFilter({ contrast: 1.2, brightness: 1.2 })],
  },
  bulge: {
    isLoose: true,
    glfx: ['bulgePinch', center.x, center.y, 0.45 * height, 0.6],
    pixi: () => [new filters.BulgePinchFilter({ center: { x: 0.5, y: 0.5 }, radius: 0.45 * height, strength: 0.6 })],
  },
  'chroma-key': {
    isLoose: true,
    pixi: () => [new filters.ColorReplaceFilter({ originalColor: 0x00bf00, targetColor: 0, tolerance: 0.3 })],
  },
  'cross-hatch': { isLoose: true, pixi: () => [new filters.CrossHatchFilter()] },
  crt: { isLoose: true, pixi: () => [new filters.CRTFilter()] },
  curves: { isLoose: true, glfx: ['curves', [[0, 0], [0.25, 0.15], [0.75, 0.85], [1, 1]]] }, // prettier-ignore
  emboss: { isLoose: true, pixi: () => [new filters.EmbossFilter(5)] },
  'film-grain': {
    isLoose: true,
    glfx: ['noise', 0.35],
    pixi: () => [new filters.NoiseFilter({ noise: 0.35 })],
  },
  glitch: { isLoose: true, pixi: () => [new filters.GlitchFilter({ slices: 8, offset: 60 })] },
  grayscale: {
    canvas: 'grayscale(1)',
    glfx: ['hueSaturation', 0, -1],
    pixi: () => [new filters.GrayscaleFilter()],
  },
  halftone: {
    isLoose: true,
    glfx: ['colorHalftone', center.x, center.y, 0.25, 6],
    pixi: () => [new filters.DotFilter({ scale: 1, angle: 5, grayscale: false })],
  },
  hexagons: { isLoose: true, glfx: ['hexagonalPixelate', center.x, center.y, 14] },
  'hue-rotate': {
    isLoose: true,
    canvas: 'hue-rotate(90deg)',
    glfx: ['hueSaturation', 0.5, 0],
    pixi: () => [new filters.HslAdjustmentFilter({ hue: 90 })],
  },
  invert: { canvas: 'invert(1)' },
  'old-film': { isLoose: true, pixi: () => [new filters.OldFilmFilter()] },
  pixelate: { isLoose: true, pixi: () => [new filters.PixelateFilter(12)] },
  'rgb-split': {
    isLoose: true,
    pixi: () => [new filters.RGBSplitFilter({ red: { x: -19, y: 0 }, green: { x: 0, y: 0 }, blue: { x: 19, y: 0 } })],
  },
  saturation: {
    isLoose: true,
    canvas: 'saturate(1.5)',
    glfx: ['hueSaturation', 0, 0.33],
    pixi: () => [new filters.AdjustmentFilter({ saturation: 1.5 })],
  },
  sepia: { canvas: 'sepia(1)', glfx: ['sepia', 1] },
  swirl: {
    isLoose: true,
    glfx: ['swirl', center.x, center.y, 0.5 * height, -Math.PI],
    pixi: () => [new filters.TwistFilter({ angle: -Math.PI, radius: 0.5 * height, offset: center })],
  },
  'tilt-shift': {
    isLoose: true,
    glfx: ['tiltShift', 0, center.y, width, center.y, 15, 0.4 * height],
    pixi: () => [
      new filters.TiltShiftFilter({
        blur: 60,
        gradientBlur: 0.4 * height,
        start: { x: 0, y: center.y },
        end: { x: width, y: center.y },
      }),
    ],
  },
  'unsharp-mask': { isLoose: true, glfx: ['unsharpMask', 5, 1.2] },
  vibrance: { isLoose: true, glfx: ['vibrance', 0.7] },
  vignette: { isLoose: true, glfx: ['vignette', 0.4, 0.7] },
  'zoom-blur': {
    isLoose: true,
    glfx: ['zoomBlur', center.x, center.y, 0.2],
    pixi: () => [new filters.ZoomBlurFilter({ center, strength: 0.2 })],
  },
}
