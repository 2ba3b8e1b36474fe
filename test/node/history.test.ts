import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChain } from '../../effects/chain.ts'
import { changedValue } from '../../playground/chain-change.ts'
import { History } from '../../playground/history.ts'

/** What a history is, said plainly: steps back, what is present, steps forward. */
interface Model {
  past: number[]
  present: number
  future: number[]
  /** What the newest entry changed, and when; none after a step. */
  last: { changed: string; at: number } | null
}

type Act =
  { readonly act: 'undo' | 'redo' } | { readonly act: 'record'; readonly changed: string; readonly after: number }

const acts = fc.array(
  fc.oneof(
    fc.record({ act: fc.constantFrom('undo' as const, 'redo' as const) }),
    fc.record({ act: fc.constant('record' as const), changed: fc.constantFrom('', 'a', 'b'), after: fc.nat(1500) }),
  ),
  { maxLength: 60 },
)

function actOn(model: Model, act: Act, entry: number, now: number): void {
  if (act.act === 'record') {
    const { last } = model
    const isSame = act.changed !== '' && last?.changed === act.changed && now - last.at < 1000
    if (!isSame) model.past.push(model.present)
    model.present = entry
    model.future = []
    model.last = { changed: act.changed, at: now }
    return
  }
  const [from, to] = act.act === 'undo' ? [model.past, model.future] : [model.future, model.past]
  const next = from.pop()
  if (next !== undefined) {
    to.push(model.present)
    model.present = next
  }
  model.last = null
}

describe('a history', () => {
  it('goes back and forward as its model does, whatever was recorded', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const history = new History(-1)
        const model: Model = { past: [], present: -1, future: [], last: null }
        let now = 0
        all.forEach((act, entry) => {
          now += 'after' in act ? act.after : 0
          actOn(model, act, entry, now)
          if (act.act === 'record') history.record(entry, act.changed, now)
          else expect(history[act.act]()).toBe(model.present)
          expect(history.present).toBe(model.present)
          expect(history.canUndo).toBe(model.past.length > 0)
          expect(history.canRedo).toBe(model.future.length > 0)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('forgets the oldest of more than 200 entries, and keeps the newest', () => {
    const history = new History(0)
    for (let entry = 1; entry <= 250; entry++) history.record(entry, '', 0)
    for (let step = 0; step < 199; step++) expect(history.canUndo && history.undo()).toBe(249 - step)
    expect([history.present, history.canUndo]).toEqual([51, false])
  })
})

describe('what was changed', () => {
  it.each([
    ['blur(4) sepia', 'blur(5) sepia', '0.radius'],
    ['blur sepia', 'blur sepia(0.5)', '1.amount'],
    ['sepia', 'sepia(mix: 0.5)', '0.mix'],
    ['[blur(4) sepia]', '[blur(5) sepia]', '0.0.radius'],
    ['sepia', 'sepia', ''],
    ['sepia', 'invert', ''],
    ['blur sepia', 'sepia blur', ''],
    ['sepia', 'sepia blur', ''],
    ['vignette(0.5, 0.5)', 'vignette(0.6, 0.6)', ''],
    ['[blur(4) sepia]', '[sepia blur(4)]', ''],
    ['[blur]', 'blur', ''],
  ])('from "%s" to "%s" is "%s"', (before, after, changed) => {
    expect(changedValue(parseChain(before), parseChain(after))).toBe(changed)
  })
})
