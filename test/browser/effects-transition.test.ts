// The transitions, pixel by pixel: what each shows of the picture it comes from and the one it goes to. Expected values
// come from the formulas, worked out here.
import { expect, it } from 'vitest'
import { described } from '../../effects/described.ts'
import type { ChainValue } from '../../effects/effect.ts'
import { expectPixels, mix, noise, picture, pixelAt, smoothstep, renderImage } from '../support/page/pictures.ts'

const from = picture(8, 4, (x, y) => [200, 10 * x, 20 * y])
const to = picture(8, 4, (x, y) => [40, 100 + 10 * x, 100 + 20 * y])
const fromAt = (x: number, y: number) => pixelAt(from, x, y)
const toAt = (x: number, y: number) => pixelAt(to, x, y)

async function between(name: string, progress: number, values: Record<string, ChainValue> = {}): Promise<ImageData> {
  return renderImage(to, [{ name, values: { startImage: from, progress, ...values } }])
}

const transitions = [...described.values()].filter(({ categories }) => categories.includes('Transition'))

it('there are some, with the inputs that the standard names', () => {
  expect(transitions.map(({ name }) => name)).toEqual(['crossfade', 'dissolve', 'push', 'wipe'])
  for (const { params } of transitions) {
    expect(params.map(({ name }) => name)).toEqual(expect.arrayContaining(['startImage', 'endImage', 'progress']))
  }
})

it.each(transitions)('$name begins with the one picture and ends with the other', async ({ name }) => {
  expectPixels(await between(name, 0), fromAt, 0)
  expectPixels(await between(name, 1), toAt, 0)
})

it('crossfade mixes both', async () => {
  expectPixels(await between('crossfade', 0.25), (x, y) =>
    fromAt(x, y).map((value, index) => mix(value, toAt(x, y)[index]!, 0.25)),
  )
})

it.each([
  [0, (x: number) => (x + 0.5) / 8],
  [180, (x: number) => 1 - (x + 0.5) / 8],
  [90, (_: number, y: number) => 1 - (y + 0.5) / 4],
  [-45, (x: number, y: number) => 0.5 + ((x + 0.5) / 8 - 0.5) / 2 + ((y + 0.5) / 4 - 0.5) / 2],
])('wipe goes where its angle says: %d degrees', async (angle, along) => {
  const softness = 0.5
  expectPixels(await between('wipe', 0.4, { angle, softness }), (x, y) => {
    const share = Math.min(1, Math.max(0, (0.4 * (1 + softness) - along(x, y)) / softness))
    return fromAt(x, y).map((value, index) => mix(value, toAt(x, y)[index]!, share))
  })
})

it.each([
  ['Left', 0, -1, 0],
  ['Right', 1, 1, 0],
  ['Up', 2, 0, -1],
  ['Down', 3, 0, 1],
])('push moves both pictures: %s', async (_, direction, x1, y1) => {
  // Where smoothstep is one half, so are both pictures.
  expect(smoothstep(0, 1, 0.5)).toBe(0.5)
  expectPixels(await between('push', 0.5, { direction }), (x, y) => {
    const [fromX, fromY] = [x - 4 * x1, y - 2 * y1]
    const isFrom = fromX >= 0 && fromX < 8 && fromY >= 0 && fromY < 4
    return isFrom ? fromAt(fromX, fromY) : toAt(fromX + 8 * x1, fromY + 4 * y1)
  })
})

it('dissolve changes pieces of its size, as many as progress says, and none back', async () => {
  const [width, height] = [64, 64]
  const render = (progress: number) =>
    renderImage(
      picture(width, height, () => [255, 255, 255]),
      [{ name: 'dissolve', values: { startImage: picture(width, height, () => [0, 0, 0]), progress, size: 4 } }],
    )
  const [third, half] = [await render(1 / 3), await render(0.5)]
  const isEnd = (image: ImageData, x: number, y: number) => pixelAt(image, x, y)[0] === 255
  let pieces = 0
  // Rows are counted from the bottom, and 64 is a whole number of pieces.
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [left, top] = [x - (x % 4), y - (y % 4)]
      expect(isEnd(half, x, y)).toBe(isEnd(half, left, top))
      if (isEnd(third, x, y)) expect(isEnd(half, x, y)).toBe(true)
      if (isEnd(half, left, top)) pieces++
    }
  }
  // 256 pieces, each changed with a probability of one half: within four standard deviations.
  expect(Math.abs(pieces / 16 - 128)).toBeLessThan(4 * 8)
})

it('a transition without a picture to come from changes nothing', async () => {
  const image = noise(16, 9, true)
  const result = await renderImage(image, 'crossfade(progress: 0.3)')
  expect([...result.data]).toEqual([...image.data])
})
