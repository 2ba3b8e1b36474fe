// npm run bench:audio: what every audio effect of the catalogue costs, beside Tone.js where it has one of that kind, in one
// run in one browser. Nothing is asserted; figures rank, no more.
import { cpus } from 'node:os'
import { printTable, runPage } from './browser.mjs'

const started = Date.now()
const { browser, sampleRate, seconds, rounds, nothing, rows } = await runPage('audio')
const took = (Date.now() - started) / 1000

const [{ model }] = cpus()
console.log(
  `\nPercent of one core, as long as the sound lasts. ${cpus().length} x ${model}, ${browser}, Node ${process.version}.`,
)
console.log(
  `${seconds} s of a voice at ${sampleRate} Hz, rendered with the effect, minus the same without one (which takes`,
)
console.log(
  `${nothing.map(percent).join(' and ')} %): medians of ${rounds} rounds in which all take turns. Each effect at its defaults; where Tone.js`,
)
console.log(
  'has one of its kind, both are set to the same sound. Their ratio is ours to theirs: below 1, ours is cheaper.',
)
console.log('~: of one kind, by another formula. wrong: changes nothing, or is silent.\n')

printTable([
  ['effect', 'mono', 'Tone.js', 'ratio', '', 'stereo', 'Tone.js', 'ratio'],
  ...[...rows]
    .sort((a, b) => most(b) - most(a))
    .map(({ name, isLoose, ours, tone }) => [
      isLoose ? `~ ${name}` : name,
      ...cells(ours[0], tone?.[0]),
      '',
      ...cells(ours[1], tone?.[1]),
    ]),
])
console.log(`\nThe run took ${took.toFixed(0)} s.`)

function cells(ours, theirs) {
  return [percent(ours), theirs === undefined ? '-' : percent(theirs), ratio(ours, theirs)]
}

/** Empty where both cost so little that it would say how steady the clock is. */
function ratio(ours, theirs) {
  if (typeof ours !== 'number' || typeof theirs !== 'number' || Math.max(ours, theirs) < 0.0005) return ''
  return (ours / Math.max(theirs, 0.0001)).toFixed(2)
}

function most({ ours }) {
  return typeof ours[1] === 'number' ? ours[1] : Infinity
}

function percent(share) {
  return typeof share === 'number' ? (Math.max(share, 0) * 100).toFixed(2) : share
}
