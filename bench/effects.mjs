// npm run bench:effects: what every video effect of the catalogue costs, in one table, measured in one run in one browser.
// Nothing is asserted; figures rank, no more.
import { printTable, runPage } from './browser.mjs'

const others = ['isf', 'canvas filter', 'glfx', 'pixi']
/** Frames of a camera that gives thirty a second. */
const budgetMs = 1000 / 30

const started = Date.now()
const { renderer, frames, sizes, backends, nothing, effects } = await runPage('effects')
const seconds = (Date.now() - started) / 1000

console.log(`\nMilliseconds of a frame, median of up to ${frames}. GL: ${renderer}. Node ${process.version}.`)
console.log(
  'From an I420 frame to the finished one, each effect alone at its defaults. growth: 1920x1080 has 9 times the',
)
console.log(
  `pixels of 640x360. isf: the npm package interactive-shader-format with our file. It, ${others.slice(1).join(', ')}: at ${sizes[1]}.`,
)
console.log('-: has no effect of that kind. fails: does not take the file. wrong: its picture is not the effect.\n')

const categories = [...new Set(effects.map(({ category }) => category))].sort()
printTable([
  ['effect', ...backends.flatMap((backend) => [...sizes.map((size) => `${backend} ${size}`), 'growth']), ...others],
  cells(nothing),
  ...categories.flatMap((name) => [
    [''],
    [name.toUpperCase()],
    ...effects
      .filter(({ category }) => category === name)
      .sort((a, b) => most(b) - most(a))
      .map(cells),
  ]),
])

console.log(`\nOf ${effects.length} effects at ${sizes[1]}:`)
for (const [index, backend] of backends.entries()) {
  const times = effects.map(({ ms }) => ms[index][1])
  const wrong = effects.filter(({ ms }) => ms[index][1] === 'wrong').map(({ name }) => name)
  const compiled = effects
    .map(({ name, compileMs }) => ({ name, ms: compileMs[index] }))
    .filter(({ ms }) => ms !== null)
    .sort((a, b) => a.ms - b.ms)
  const worst = compiled.at(-1)
  console.log(`${backend}: ${times.filter((ms) => ms < budgetMs).length} under ${budgetMs.toFixed(0)} ms.`)
  console.log(
    `${backend}: compiled in ${compiled[compiled.length >> 1].ms.toFixed(1)} ms (median), at worst ${worst.ms.toFixed(1)} (${worst.name}).`,
  )
  if (wrong.length > 0) console.log(`${backend}: wrong are ${wrong.join(', ')}.`)
  if (index > 0) {
    const faster = effects.filter(({ ms }) => ms[index][1] < ms[0][1])
    console.log(`${backend}: ${faster.length} are faster than on ${backends[0]}.`)
  }
}
console.log(`\nThe run took ${seconds.toFixed(0)} s.`)

function cells({ name, ms, others: given }) {
  const ours = ms.flatMap((times) => [...times.map(text), `x${(times.at(-1) / times[0]).toFixed(1)}`])
  return [name, ...ours, ...others.map((other) => text(given[other]))]
}

function most({ ms }) {
  return ms[0][1]
}

function text(cell) {
  if (cell === undefined) return '-'
  return typeof cell === 'number' ? cell.toFixed(1) : cell
}
