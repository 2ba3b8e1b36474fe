// The tiles of a call fit whatever rectangle there is.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spotlightLayout, tileLayout, type TileBox } from '../../components/internal/tile-layout.ts'

const counts = fc.integer({ min: 1, max: 16 })
const lengths = fc.double({ min: 1, max: 4000, noNaN: true })
const aspects = fc.double({ min: 9 / 21, max: 21 / 9, noNaN: true })
const gaps = fc.double({ min: 0, max: 40, noNaN: true })
/** What adding up a few lengths of thousands may be off by. */
const epsilon = 1e-6

function overlap(a: TileBox, b: TileBox): boolean {
  const shared = (from: number, to: number, otherFrom: number, otherTo: number) =>
    Math.min(to, otherTo) - Math.max(from, otherFrom) > epsilon
  return shared(a.x, a.x + a.width, b.x, b.x + b.width) && shared(a.y, a.y + a.height, b.y, b.y + b.height)
}

function expectToFit(boxes: readonly TileBox[], width: number, height: number): void {
  for (const [index, box] of boxes.entries()) {
    expect(box.width).toBeGreaterThan(0)
    expect(box.height).toBeGreaterThan(0)
    expect(Math.min(box.x, box.y)).toBeGreaterThan(-epsilon)
    expect(box.x + box.width).toBeLessThan(width + epsilon)
    expect(box.y + box.height).toBeLessThan(height + epsilon)
    for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false)
  }
}

describe('tileLayout', () => {
  it('lays no tile over another one or beyond the edge', () => {
    fc.assert(
      fc.property(counts, lengths, lengths, aspects, gaps, (count, width, height, aspect, gap) => {
        const boxes = tileLayout(count, width, height, aspect, gap)
        expect(boxes).toHaveLength(count)
        expectToFit(boxes, width, height)
        for (const box of boxes) expect(box.width / box.height / aspect).toBeCloseTo(1, 6)
      }),
    )
  })

  it('covers as much as the best of all numbers of columns', () => {
    fc.assert(
      fc.property(counts, lengths, lengths, aspects, (count, width, height, aspect) => {
        const widths = Array.from({ length: count }, (_, index) => {
          const columns = index + 1
          return Math.min(width / columns, (height / Math.ceil(count / columns)) * aspect)
        })
        const best = (Math.max(...widths) ** 2 / aspect) * count
        const covered = tileLayout(count, width, height, aspect).reduce((sum, box) => sum + box.width * box.height, 0)
        expect(covered / best).toBeCloseTo(1, 6)
      }),
    )
  })

  it('keeps the same distance to both sides, and between neighbours', () => {
    fc.assert(
      fc.property(counts, lengths, lengths, aspects, gaps, (count, width, height, aspect, gap) => {
        const boxes = tileLayout(count, width, height, aspect, gap)
        for (const top of new Set(boxes.map(({ y }) => y))) {
          const row = boxes.filter(({ y }) => y === top)
          const last = row.at(-1)!
          expect(row[0]!.x).toBeCloseTo(width - last.x - last.width, 6)
          for (const [index, { x }] of row.slice(1).entries())
            expect(x - row[index]!.x - row[index]!.width).toBeLessThan(gap + epsilon)
        }
      }),
    )
  })

  it.each([
    ['two on a phone stand one above the other', 2, 390, 700, 1, 390],
    ['two on a wide screen stand side by side', 2, 1200, 500, 2, 600],
    ['nine on a wide screen stand three by three', 9, 1600, 900, 3, 400],
    ['none is no tile', 0, 100, 100, 0, 0],
  ])('%s', (_, count, width, height, inRow, tileWidth) => {
    const boxes = tileLayout(count, width, height, 4 / 3)
    expect(boxes.filter(({ y }) => y === boxes[0]!.y)).toHaveLength(inRow)
    for (const box of boxes) expect(box.width).toBeCloseTo(tileWidth, 6)
  })
})

describe('spotlightLayout', () => {
  it('lays no tile over another one or beyond the edge, and one of them is large', () => {
    const spotlights = counts.chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count - 1 })))
    fc.assert(
      fc.property(spotlights, lengths, lengths, aspects, gaps, ([count, large], width, height, aspect, gap) => {
        const boxes = spotlightLayout(count, large, width, height, aspect, gap)
        expect(boxes).toHaveLength(count)
        expectToFit(boxes, width, height)
        const areas = boxes.map((box) => box.width * box.height)
        expect(Math.max(...areas)).toBe(areas[large])
        expect(areas[large]! / (width * height)).toBeGreaterThan(0.59)
      }),
    )
  })

  it.each([
    ['beside it on a wide screen', 1600, 700, 'x'],
    ['below it on a phone', 390, 700, 'y'],
  ] as const)('puts the others %s', (_, width, height, axis) => {
    const [large, ...others] = spotlightLayout(4, 0, width, height, 4 / 3)
    const end = axis === 'x' ? large!.width : large!.height
    for (const box of others) expect(box[axis]).toBeGreaterThanOrEqual(end - epsilon)
  })
})
