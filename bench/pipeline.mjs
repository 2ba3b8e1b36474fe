// npm run bench, first half: what chains of effects cost live, beside the plain canvas way. Nothing is asserted; figures
// rank, no more.
import { printTable, runPage } from './browser.mjs'

const { renderer, rows } = await runPage('pipeline')

console.log(`\nCamera 1280x720, 30 frames per second offered. GL: ${renderer}. Node ${process.version}.`)
console.log(
  'ms: median time of one frame. blocked: share of the time that the main thread was not free for 12 ms or more.\n',
)
printTable([
  ['effects', 'ours fps', 'ours ms', 'ours blocked', 'canvas fps', 'canvas ms', 'canvas blocked', 'ms ratio'],
  ...rows.map(({ effects, ours, canvas }) => [
    String(effects),
    ours.fps.toFixed(1),
    ours.ms.toFixed(1),
    percent(ours.blocked),
    canvas.fps.toFixed(1),
    canvas.ms.toFixed(1),
    percent(canvas.blocked),
    (canvas.ms / ours.ms).toFixed(2),
  ]),
])
console.log('\ncanvas: drawImage + getImageData + a loop per effect + putImageData, on the main thread.')

function percent(share) {
  return `${(share * 100).toFixed(0)} %`
}
