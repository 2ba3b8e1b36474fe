// Who speaks, as SpeakerDetector judges a series of levels, and where LevelReader takes a level from.
import { describe, expect, it, vi } from 'vitest'
import { LevelReader, SpeakerDetector } from '../../call/speaking.ts'

const everyMs = 150

/** Says for each level of one participant whether they speak by then. */
function judge(levels: readonly number[]): boolean[] {
  const detector = new SpeakerDetector()
  return levels.map((level, index) => detector.hear(new Map([['a', level]]), index * everyMs).has('a'))
}

/** dBFS as RMS from 0 to 1. */
const decibels = (value: number) => 10 ** (value / 20)
const times = (count: number, level: number) => Array<number>(count).fill(level)

describe('SpeakerDetector', () => {
  it('hears speech at the second loud reading, and no click', () => {
    expect(judge([0, decibels(-25), decibels(-25)])).toEqual([false, false, true])
    expect(judge([0, decibels(-6), 0, decibels(-6), 0])).toEqual([false, false, false, false, false])
  })

  it('hears no speech in the noise of a room', () => {
    expect(judge(times(20, decibels(-36))).includes(true)).toBe(false)
  })

  it('lets a voice fall without a flicker, and pause between words', () => {
    const speech = [...times(3, decibels(-25)), ...times(20, decibels(-38)), ...times(6, 0), decibels(-38)]
    expect(judge(speech).slice(1)).toEqual(Array(speech.length - 1).fill(true))
  })

  it('ends a second after the voice did', () => {
    const judged = judge([decibels(-25), decibels(-25), ...times(10, 0)])
    const heardAt = 1 * everyMs
    for (const [index, isSpeaking] of judged.entries())
      if (index > 0) expect(isSpeaking).toBe(index * everyMs - heardAt < 1000)
  })

  it('tells participants apart, and forgets who is gone', () => {
    const detector = new SpeakerDetector()
    const both = new Map([
      ['a', 0.5],
      ['b', 0],
    ])
    detector.hear(both, 0)
    expect([...detector.hear(both, 150)]).toEqual(['a'])
    expect([...detector.hear(new Map([['b', 0]]), 300)]).toEqual([])
    expect([...detector.hear(both, 450)]).toEqual([])
  })
})

describe('LevelReader', () => {
  const getStats = vi.fn(() => Promise.resolve(new Map([['in', { type: 'inbound-rtp', audioLevel: 0.25 }]])))

  /** Plays packets with a level each; undefined is a packet that does not say it. */
  function receiver(kind: string, ...packets: { timestamp: number; audioLevel?: number }[]) {
    const next = () => (packets.length > 1 ? packets.shift()! : packets[0])
    return {
      track: { kind },
      getStats,
      getSynchronizationSources: () => [next()].filter((packet) => packet !== undefined),
    } as unknown as RTCRtpReceiver
  }

  it('takes the level of the newest packet, of the loudest receiver of sound', async () => {
    const receivers = [
      receiver('video', { timestamp: 1, audioLevel: 1 }),
      receiver('audio', { timestamp: 1, audioLevel: 0.1 }),
      receiver('audio', { timestamp: 1, audioLevel: 0.3 }),
    ]
    expect(await new LevelReader().read(receivers)).toBe(0.3)
    expect(getStats).not.toHaveBeenCalled()
  })

  it('hears silence where no packet came since the last look, or none ever did', async () => {
    const reader = new LevelReader()
    const one = receiver('audio', { timestamp: 1, audioLevel: 0.5 })
    expect(await reader.read([one])).toBe(0.5)
    expect(await reader.read([one])).toBe(0)
    expect(await reader.read([receiver('audio')])).toBe(0)
    expect(await reader.read([])).toBe(0)
  })

  it('asks the statistics where packets do not say their level', async () => {
    expect(await new LevelReader().read([receiver('audio', { timestamp: 1 })])).toBe(0.25)
  })
})
