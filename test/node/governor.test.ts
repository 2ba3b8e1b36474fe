// The governor by itself, on a clock of the test's: down one rung at a time while frames are too slow, up again when all
// is well, and not back and forth.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Governor, type GovernorChange } from '../../workers/governor.ts'
import { savingsOf } from '../../workers/saving.ts'
import type { Effect } from '../../effects/effect.ts'
import type { RenderStage } from '../../workers/pipeline-api.ts'

const budgetMs = 1000 / 30
const areas = [1, 0.5625, 0.25]

/** Lets a chain run for some seconds. @param costAt milliseconds of a frame at a rung */
function run(governor: Governor, from: number, seconds: number, costAt: (rung: number) => number) {
  const changes: (GovernorChange & { at: number })[] = []
  let now = from
  while (now < from + seconds * 1000) {
    const ms = costAt(governor.rung)
    now += Math.max(ms, governor.budgetMs)
    const change = governor.count(ms, now)
    if (change) changes.push({ ...change, at: (now - from) / 1000 })
  }
  return changes
}

describe('the governor', () => {
  it('leaves alone what keeps its rate', () => {
    const governor = new Governor(budgetMs, areas)
    expect(run(governor, 0, 60, () => 0.9 * budgetMs)).toEqual([])
  })

  it('goes down one rung after the other until the rate is kept, with the numbers and the reason', () => {
    const governor = new Governor(budgetMs, areas)
    const changes = run(governor, 0, 4, (rung) => 50 * areas[rung]!)
    expect(changes).toMatchObject([{ rung: 1, ms: 50 }])
    expect(changes[0]!.at).toBeLessThan(1)
    expect(changes[0]!.reason).toBe('Frames need 50.0 of the 33.3 ms from one to the next, too much to keep the rate.')
  })

  it('is not moved by single slow frames', () => {
    const governor = new Governor(budgetMs, areas)
    let count = 0
    expect(run(governor, 0, 30, () => (++count % 5 === 0 ? 200 : 10))).toEqual([])
  })

  it('goes up again when all was well for five seconds, one rung at a time', () => {
    const governor = new Governor(budgetMs, areas)
    const down = run(governor, 0, 4, (rung) => 200 * areas[rung]!)
    expect(governor.rung).toBe(2)
    const changes = run(governor, 4000, 20, (rung) => 10 * areas[rung]!)
    expect(changes.map(({ rung }) => rung)).toEqual([1, 0])
    // The last frame that was too slow came at the fourth second.
    expect(changes[0]!.at).toBeGreaterThan(4)
    expect(changes[0]!.at + 4 - down.at(-1)!.at).toBeGreaterThanOrEqual(5)
    expect(changes[1]!.at - changes[0]!.at).toBeGreaterThanOrEqual(5)
    expect(changes[1]!.at).toBeLessThan(12)
  })

  it('does not go up where the rung above would be too slow', () => {
    const governor = new Governor(budgetMs, areas)
    run(governor, 0, 4, (rung) => 50 * areas[rung]!)
    expect(run(governor, 4000, 120, (rung) => 50 * areas[rung]!)).toEqual([])
    expect(governor.rung).toBe(1)
  })

  it('tries a step up that was too much less and less often', () => {
    // What is left out at rung 1 is much dearer than it is thought to be.
    const governor = new Governor(budgetMs, [1, 0.9])
    const changes = run(governor, 0, 600, (rung) => (rung === 0 ? 60 : 5))
    const tries = changes.filter(({ rung }) => rung === 0).map(({ at }) => at)
    expect(tries.length).toBeGreaterThan(3)
    const waits = tries.slice(1).map((at, index) => at - tries[index]!)
    // Frames are judged once in 0.7 s, which is as exact as it gets.
    for (const [index, wait] of waits.slice(1).entries()) expect(wait).toBeGreaterThan(waits[index]! - 1)
    expect(waits.at(-1)).toBeGreaterThan(60)
  })

  it('stays within its rungs, moves one at a time and never more than once in 0.7 s, whatever frames cost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 2000, noNaN: true }), { maxLength: 400 }),
        fc.integer({ min: 1, max: 8 }),
        (costs, rungs) => {
          const governor = new Governor(
            budgetMs,
            Array.from({ length: rungs }, (_, rung) => 1 / (rung + 1)),
          )
          let now = 0
          let changedAt = -Infinity
          for (const ms of costs) {
            const before = governor.rung
            now += Math.max(ms, budgetMs)
            const change = governor.count(ms, now)
            expect(governor.rung).toBe(change?.rung ?? before)
            if (!change) continue
            expect(Math.abs(change.rung - before)).toBe(1)
            expect(change.rung).toBeGreaterThanOrEqual(0)
            expect(change.rung).toBeLessThan(rungs)
            expect(now - changedAt).toBeGreaterThanOrEqual(700)
            changedAt = now
          }
        },
      ),
    )
  })
})

describe('what is saved', () => {
  const stage = (name: string, isPrivate = false, importance?: number): RenderStage => ({
    effect: { name, private: isPrivate } as Effect,
    values: {},
    mix: 1,
    blend: 'normal',
    importance,
  })
  const namesOf = (stages: readonly RenderStage[]) =>
    stages.map((one) => ('effect' in one ? one.effect.name : 'stages' in one ? 'group' : 'script'))

  it('is size first, and nothing else where nothing may be left out', () => {
    const savings = savingsOf([stage('blur'), stage('sepia')], false)
    expect(savings.map(({ scale }) => scale)).toEqual([1, 0.75, 0.5])
    expect(savings.every(({ bypassed }) => bypassed.length === 0)).toBe(true)
  })

  it('is then the least important stages, the later one of two first', () => {
    const savings = savingsOf([stage('a', false, 2), stage('b'), stage('c')], true)
    expect(savings.slice(3).map(({ bypassed }) => bypassed)).toEqual([['c'], ['c', 'b'], ['c', 'b', 'a']])
    expect(savings.map(({ stages }) => namesOf(stages).join(''))).toEqual(['abc', 'abc', 'abc', 'ab', 'a', ''])
    expect(savings.every(({ cost }, index) => index === 0 || cost < savings[index - 1]!.cost)).toBe(true)
  })

  it('is never what people hide behind, in whatever group', () => {
    const group: RenderStage = { stages: [stage('pixelate', true)], mix: 1, blend: 'normal' }
    const savings = savingsOf([group, stage('sepia'), stage('blur', true)], true)
    expect(savings.at(-1)!.bypassed).toEqual(['sepia'])
    for (const { stages } of savings) expect(stages).toContain(group)
  })
})
