// A chain by chance that one would want to be seen with: at most one effect from each of four shelves, in the order in which
// a picture is made. Used by the playground.
import { catalogue, settableParams } from '../effects/catalogue.ts'
import type { Chain, ChainValue, Color, EffectStage, ParamDescriptor } from '../effects/effect.ts'

/** Nothing that people hide behind, that flashes, or that needs a file. `chance`: how often one is taken from there. */
export const shelves: readonly { readonly chance: number; readonly names: readonly string[] }[] = [
  { chance: 0.3, names: ['mirror', 'kaleidoscope', 'bulge', 'swirl', 'lens', 'tile', 'polar'] },
  {
    chance: 0.75,
    names: [
      'ascii',
      'comic',
      'cross-hatch',
      'dither',
      'duotone',
      'emboss',
      'gradient-map',
      'grayscale',
      'halftone',
      'oil',
      'posterize',
      'sepia',
      'sketch',
      'threshold',
      'tint',
    ],
  },
  { chance: 0.5, names: ['curves', 'exposure', 'hue-rotate', 'saturation', 'temperature', 'vibrance'] },
  {
    chance: 0.6,
    names: [
      'bloom',
      'border',
      'crt',
      'film-grain',
      'ghost',
      'rgb-split',
      'soft-focus',
      'tilt-shift',
      'trails',
      'vignette',
    ],
  },
]

/** How far a number may be from its default, as a share of its range. */
const reach = 0.2

/** @param random as Math.random: 0 or more, less than 1
 *  @returns one to four stages of the catalogue */
export function randomChain(random: () => number): Chain {
  const chosen = shelves.filter(({ chance }) => random() < chance)
  const from = chosen.length > 0 ? chosen : [pick(shelves, random)]
  return from.map(({ names }) => randomStage(pick(names, random), random))
}

function randomStage(name: string, random: () => number): EffectStage {
  const turn = random()
  const values = settableParams(catalogue.get(name)!).flatMap((param) => {
    const value = randomValue(param, turn, random)
    return value === undefined ? [] : [[param.name, value] as const]
  })
  return { name, values: Object.fromEntries(values) }
}

/** @param turn of all colours of an effect, so that they still fit each other: 0..1
 *  @returns undefined for what stays as it is */
function randomValue(param: ParamDescriptor, turn: number, random: () => number): ChainValue | undefined {
  const { type, defaultValue, minValue, maxValue, choices } = param
  if (type === 'long' && choices) return pick(choices, random).value
  if (type === 'color') return turned(defaultValue as Color, turn)
  if (type !== 'float') return undefined
  const [lowest, highest] = [minValue as number, maxValue as number]
  // Near the default more often than far from it.
  const moved = (defaultValue as number) + (random() + random() - 1) * reach * (highest - lowest)
  return rounded(Math.min(Math.max(moved, lowest), highest), lowest, highest)
}

/** With no more digits than a link should have. Ends of the range are kept as they are. */
function rounded(value: number, lowest: number, highest: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(highest - lowest)))
  return Math.min(Math.max(Number(value.toFixed(digits)), lowest), highest)
}

/** The hue of a colour moved around the circle; grey stays grey. Red, green and blue turn about their diagonal. */
function turned([red, green, blue, alpha]: Color, turn: number): Color {
  const angle = turn * 2 * Math.PI
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle) / Math.sqrt(3)]
  const mean = ((1 - cosine) * (red + green + blue)) / 3
  const write = (value: number) => Math.round(Math.min(Math.max(value, 0), 1) * 255) / 255
  return [
    write(red * cosine + mean + (blue - green) * sine),
    write(green * cosine + mean + (red - blue) * sine),
    write(blue * cosine + mean + (green - red) * sine),
    alpha,
  ]
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!
}
