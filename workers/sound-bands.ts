// The bands that `audio(…)` drivers listen to, and how loud they count. The same for picture and sound.

/** Where bands begin and end, in Hz. */
export const bands = { bass: [20, 250], mid: [250, 4000], treble: [4000, 16_000] } as const

/** A band this quiet counts as 0, one at full scale as 1, in dBFS. */
const floorDb = -60

/** @param name none: everything, which `level` means */
export function bandOf(name: keyof typeof bands | undefined): { readonly from: number; readonly to: number } {
  const [from, to] = name ? bands[name] : [0, Infinity]
  return { from, to }
}

/** 0..1, linear in decibels. @param power mean square of the samples */
export function levelOf(power: number): number {
  return share(10 * Math.log10(power), floorDb, 0)
}

/** Where a value lies between two others, 0..1. */
export function share(value: number, min: number, max: number): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}
