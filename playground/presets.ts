// The looks that the page offers: chains as chain text, by the name of the term that says what they are called. The first
// one is what people see themselves in when they come for the first time.

/** A look of the page. */
export interface Preset {
  /** A term of translations/en.ts. */
  readonly name: PresetName
  /** Chain text; empty for the picture as it comes. */
  readonly effects: string
}

const chains = {
  warmFilm:
    'temperature(warmth: 0.3) curves(shadows: -0.35, highlights: 0.35) film-grain(amount: 0.2) vignette(amount: 0.55)',
  noir: 'grayscale levels(black: 0.12, white: 0.85) film-grain(amount: 0.3) vignette(amount: 0.8)',
  softLight: 'soft-focus(amount: 0.5) exposure(stops: 0.3) temperature(warmth: 0.15)',
  dusk: 'duotone vignette(amount: 0.4)',
  comic: 'comic',
  newsprint: 'halftone(colors: false)',
  pencil: 'sketch',
  poster: 'posterize(levels: 4) vibrance(amount: 0.8)',
  miniature: 'tilt-shift',
  television: 'rgb-split(amount: 0.004) crt',
  daydream: 'ghost(amount: 0.4) bloom hue-rotate(angle: -20)',
  mirrorHall: 'kaleidoscope(wedges: 6) vibrance',
  terminal: 'ascii(size: 10)',
  radioPlay: 'sepia vignette telephone',
  plain: '',
} as const

/** Names of the looks. */
export type PresetName = keyof typeof chains

/** In the order in which they are offered. */
export const presets: readonly Preset[] = Object.entries(chains).map(([name, effects]) => ({
  name: name as PresetName,
  effects,
}))
