// npm run bench:kernels, and npm run bench after the pipeline's table: the effects that everybody has, in one run in one
// page. Nothing is asserted; what the table calls missed, is.
import { printTable, runPage } from './browser.mjs'

const plain = 'plain canvas'
const filter = 'canvas filter'
const libraries = ['opencv-js', 'photon', 'pixi']

const started = Date.now()
const { renderer, backends, copies, rows } = await runPage('kernels')
const seconds = (Date.now() - started) / 1000

const peers = [plain, filter, ...libraries]
const columns = [...backends, ...peers]
const memcpy = copies['memcpy RGBA']

console.log(`\nEffects that everybody has, 1280x720. GL: ${renderer}. Node ${process.version}.`)
console.log('Milliseconds from a fresh I420 frame to the finished one: medians of rounds in which all take turns.')
console.log('-: has no such effect. wrong: its picture is not the effect.\n')
printTable([['effect', ...columns], ...rows.map(({ name, cells }) => [name, ...columns.map((of) => text(cells[of]))])])

const steps = Object.entries(copies).map(([name, ms]) => `${name} ${ms.toFixed(3)}`)
console.log(`\nIn the same run: ${steps.join(', ')} ms.`)

console.log('\nOurs, on the faster backend, as a share of theirs, and as so many copies of the RGBA frame (memcpy):\n')
printTable([
  ['effect', 'ours', ...peers.map((peer) => `: ${peer}`), 'memcpy'],
  ...rows.map((row) => [
    row.name,
    ours(row).toFixed(2),
    ...peers.map((peer) => text(share(row, peer))),
    `x${(ours(row) / memcpy).toFixed(1)}`,
  ]),
])

console.log('\nWhat is wanted without a GPU:\n')
printTable([
  ['effect', 'wanted', 'is', ''],
  ...rows.flatMap((row) =>
    wanted(row)
      .filter(([, is]) => is !== undefined)
      .map(([what, is, most]) => [row.name, what, is.toFixed(2), is <= most ? 'holds' : 'missed']),
  ),
])
console.log(`\nThe run took ${seconds.toFixed(0)} s.`)

/** What a row has to reach: in words, how it is, and how it may be at most. */
function wanted(row) {
  const gray = rows.find(({ name }) => name === 'grayscale')
  const narrow = rows.find(({ name }) => name === 'Gaussian blur, 17 taps')
  switch (row.name) {
    case 'five colour effects':
      return [
        ['1/4 of canvas filter', share(row, filter), 1 / 4],
        ['2.5 times one effect', ours(row) / ours(gray), 2.5],
      ]
    case 'Gaussian blur, 17 taps':
      return [['1/3 of canvas filter', share(row, filter), 1 / 3]]
    case 'Gaussian blur, radius 40':
      return [
        ['1/3 of canvas filter', share(row, filter), 1 / 3],
        ['no dearer than 17 taps', ours(row) / ours(narrow), 1.1],
      ]
    case 'Sobel edges':
      return [['1/3 of opencv-js', share(row, 'opencv-js'), 1 / 3]]
    default:
      return [
        ['1/6 of plain canvas', share(row, plain), 1 / 6],
        ...[filter, ...libraries].map((peer) => [`less than ${peer}`, share(row, peer), 1]),
      ]
  }
}

function ours({ cells }) {
  return Math.min(...backends.map((backend) => cells[backend]).filter((cell) => typeof cell === 'number'))
}

/** Ours as a share of theirs. */
function share(row, peer) {
  const theirs = row.cells[peer]
  return typeof theirs === 'number' ? ours(row) / theirs : undefined
}

function text(cell) {
  if (cell === undefined) return '-'
  return typeof cell === 'number' ? cell.toFixed(2) : cell
}
