// Where the tiles of a call lie: boxes that fill a rectangle as well as they can. Pure; used by TileGrid.

/** Where one tile lies, in CSS pixels from the top left of the rectangle. */
export interface TileBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Area {
  readonly width: number
  readonly height: number
}

/** Equal tiles in rows, as large as they can be without leaving the rectangle; the last row is centred.
 *  @param count 0 or more
 *  @param width of the rectangle, in CSS pixels, as are `height` and `gap`
 *  @param aspect width by height of a tile
 *  @param gap between neighbours; less where there is no room for it */
export function tileLayout(count: number, width: number, height: number, aspect: number, gap = 0): TileBox[] {
  if (count < 1) return []
  let best = fitTiles(count, 1, { width, height }, aspect, gap)
  for (let columns = 2; columns <= count; columns++) {
    const tiles = fitTiles(count, columns, { width, height }, aspect, gap)
    if (tiles.width > best.width) best = tiles
  }
  const { columns, rows } = best
  const top = (height - rows * best.height - (rows - 1) * best.gap) / 2
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = Math.min(columns, count - row * columns)
    const left = (width - inRow * best.width - (inRow - 1) * best.gap) / 2
    const x = left + (index - row * columns) * (best.width + best.gap)
    return { x, y: top + row * (best.height + best.gap), width: best.width, height: best.height }
  })
}

/** One tile takes all it can, the others lie small beside it or below it, wherever that leaves it larger.
 *  @param large index of that tile; the boxes are in the order of the tiles */
export function spotlightLayout(
  count: number,
  large: number,
  width: number,
  height: number,
  aspect: number,
  gap = 0,
): TileBox[] {
  const others = count - 1
  if (others < 1) return count < 1 ? [] : [{ x: 0, y: 0, width, height }]
  const between = Math.min(gap, Math.min(width, height) / 20)
  const beside = { width: largeShare(height * screenAspect, width, others), height }
  const below = { width, height: largeShare(width / screenAspect, height, others) }
  const isBeside = fit(beside, screenAspect) >= fit(below, screenAspect)
  const main = isBeside ? beside : below
  const strip = isBeside ? { width: width - main.width, height } : { width, height: height - main.height }
  const [left, top] = isBeside ? [main.width + between, 0] : [0, main.height + between]
  const small = tileLayout(
    others,
    strip.width - (isBeside ? between : 0),
    strip.height - (isBeside ? 0 : between),
    aspect,
    between,
  )
  const boxes = small.map((box) => ({ ...box, x: box.x + left, y: box.y + top }))
  boxes.splice(large, 0, { x: 0, y: 0, ...main })
  return boxes
}

/** Of what is shown large: most screens. */
const screenAspect = 16 / 9

/** How long the large tile is: as long as its picture needs, but no shorter than three fifths, and with room for faces
 *  that one can tell apart. */
function largeShare(needed: number, all: number, others: number): number {
  return Math.min(Math.max(needed, all * 0.6), all * (others > 6 ? 0.7 : 0.78))
}

/** The width of the widest box of this aspect that fits. */
function fit({ width, height }: Area, aspect: number): number {
  return Math.min(width, height * aspect)
}

function fitTiles(count: number, columns: number, area: Area, aspect: number, gap: number) {
  const rows = Math.ceil(count / columns)
  // On a stage of a few pixels the tiles are more than what is between them.
  const between = Math.min(gap, area.width / (2 * columns), area.height / (2 * rows))
  const cell = {
    width: (area.width - (columns - 1) * between) / columns,
    height: (area.height - (rows - 1) * between) / rows,
  }
  const width = fit(cell, aspect)
  return { columns, rows, gap: between, width, height: width / aspect }
}
