import { describe, expect, it } from 'vitest'
import { SoundDelay } from '../../components/internal/sound-delay.ts'

/** What the delay is after each report. */
function follow(latencies: readonly number[]): number[] {
  const delay = new SoundDelay()
  return latencies.map((latency) => {
    delay.report(latency)
    return delay.ms
  })
}

describe('the delay of sound', () => {
  it('leaves what is fast alone', () => {
    expect(follow([5, 6, 4, 9])).toEqual([0, 0, 0, 0])
  })

  it('is what the picture is late by, and stays while that changes little', () => {
    expect(follow([60, 61, 66, 55, 68, 52])).toEqual([60, 60, 60, 60, 60, 60])
  })

  it('follows a clear change, up and down', () => {
    expect(follow([60, 60, 120, 120, 30, 30])).toEqual([60, 60, 60, 120, 120, 30])
  })

  it('takes no notice of one slow second', () => {
    expect(follow([20, 20, 400, 20, 20])).toEqual([20, 20, 20, 20, 20])
  })

  it('ends with the effects', () => {
    expect(follow([60, 60, 60, 0, 0])).toEqual([60, 60, 60, 60, 0])
    // However small it was.
    expect(follow([60, 60, 5, 5, 0, 0])).toEqual([60, 60, 60, 5, 5, 0])
  })
})
