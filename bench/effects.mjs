// npm run bench:effects: what every video effect of the catalogue costs, in one table, measured in one run in one browser.
// Nothing is asserted; figures rank, no more.
import { printTable, runPage } from './browser.mjs'

const started = Date.now()
const { renderer, frames, nothing, effects } = await runPage('effects.html')
const seconds = (Date.now() - started) / 1000

console.log(`\nMilliseconds of a frame, median of up to ${frames}. GL: ${renderer}. Node ${process.version}.`)
console.log(
  'From an I420 frame to the finished one, each effect alone at its defaults. growth: 1920x1080 has 9 times the',
)
console.log('pixels of 640x360. canvas filter, glfx: their effect of that kind at 1280x720; - where they have none.\n')
const categories = [...new Set(effects.map(({ category }) => category))].sort()
printTable([
  ['effect', '640x360', '1280x720', '1920x1080', 'growth', 'canvas filter', 'glfx'],
  cells(nothing),
  ...categories.flatMap((name) => [
    [''],
    [name.toUpperCase()],
    ...effects
      .filter(({ category }) => category === name)
      .sort((a, b) => b.ms[1] - a.ms[1])
      .map(cells),
  ]),
])
console.log(`\nThe run took ${seconds.toFixed(0)} s.`)

function cells({ name, ms, canvas, glfx }) {
  const growth = `x${(ms[2] / ms[0]).toFixed(1)}`
  return [name, ...ms.map(text), growth, text(canvas), text(glfx)]
}

function text(ms) {
  return ms === null ? '-' : ms.toFixed(1)
}
