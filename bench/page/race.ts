// Times several ways of doing one thing in turns, so that whatever else the machine does hits all alike. Each turn is a few
// frames long, as video is: the first one, which pays for what another way left behind in caches and pools, does not count.
// Used by the page kernels.ts.
import { median } from './frames.ts'

/** Does its thing and says how many milliseconds that took. */
export type Runner = (index: number) => Promise<number>

/** Each runs once per round. Those that have had so many milliseconds, and `least` rounds, are through. */
interface Heat {
  readonly rounds: number
  readonly least: number
  readonly enoughMs: number
}

/** Frames of a turn that count. */
const turn = 3
/** What takes longer, in milliseconds, leaves nothing behind that would matter: its turns are one frame long, which counts. */
const slow = 60

const warmUp: Heat = { rounds: 8, least: 1, enoughMs: 60 }
const measured: Heat = { rounds: 31, least: 3, enoughMs: 600 }

/** The median of each. */
export async function race(runners: ReadonlyMap<string, Runner>): Promise<Map<string, number>> {
  await run(runners, warmUp)
  const times = await run(runners, measured)
  return new Map([...times].map(([name, ms]) => [name, median(ms)]))
}

async function run(runners: ReadonlyMap<string, Runner>, heat: Heat): Promise<Map<string, number[]>> {
  const times = new Map([...runners.keys()].map((name): [string, number[]] => [name, []]))
  for (let round = 0; round < heat.rounds; round++) {
    for (const [name, runner] of runners) {
      const ms = times.get(name)!
      const spent = ms.reduce((sum, one) => sum + one, 0)
      if (spent >= heat.enoughMs && ms.length >= heat.least) continue
      const first = await runner(round)
      if (first > slow) ms.push(first)
      else for (let frame = 0; frame < turn; frame++) ms.push(await runner(round))
    }
  }
  return times
}
