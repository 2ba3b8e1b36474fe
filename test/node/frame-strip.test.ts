import { describe, expect, it } from 'vitest'
import { describeStrip, stripOf } from '../../components/internal/frame-strip.ts'
import { wordsIn } from '../support/words.ts'

const english = wordsIn('en')
const effects = [
  { name: 'blur', ms: 6 },
  { name: 'sepia', ms: 2 },
]
const copies = { count: 2, ms: 2 }

describe('stripOf', () => {
  it('is as long as a frame has time, with copies before the effects and the rest free', () => {
    const strip = stripOf({ copies, effects }, 50)
    expect(strip).toMatchObject({ budgetMs: 20, usedMs: 10, budgetShare: 1 })
    expect(strip.segments.map(({ name, share }) => [name, share])).toEqual([
      ['copies', 0.1],
      ['blur', 0.3],
      ['sepia', 0.1],
    ])
    expect(describeStrip(strip, english)).toBe('10.0 of the 20.0 ms that a frame has are used: 50%.')
  })

  it('is as long as what is used where that is more, so that it sticks out of the budget', () => {
    const strip = stripOf({ copies, effects }, 125)
    expect(strip).toMatchObject({ budgetMs: 8, usedMs: 10, budgetShare: 0.8 })
    expect(strip.segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    expect(describeStrip(strip, english)).toBe(
      '10.0 ms is 2.0 ms more than the 8.0 ms that a frame has: frames are dropped.',
    )
  })

  it('leaves copies out where there are none, and takes thirty frames a second where the rate is not known', () => {
    const strip = stripOf({ copies: { count: 0, ms: 0 }, effects }, 0)
    expect(strip.budgetMs).toBeCloseTo(33.3, 1)
    expect(strip.segments.map(({ name }) => name)).toEqual(['blur', 'sepia'])
  })
})
