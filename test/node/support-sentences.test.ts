import { describe, expect, it } from 'vitest'
import type { SupportReport } from '../../components/internal/support-report.ts'
import { describeSupport as describeIn, summarize } from '../../components/internal/support-sentences.ts'
import { wordsIn } from '../support/words.ts'

const english = wordsIn('en')
const describeSupport = (report: SupportReport) => describeIn(report, english)

const everything: SupportReport = {
  devices: true,
  framePath: 'track-processor',
  backends: { webgl2: 'hardware', wasm: true },
  codecs: { video: ['VP8', 'AV1'], audio: ['opus'] },
  recording: ['video/mp4', 'video/webm'],
  encodedTransforms: true,
  screenSharing: true,
  speakerChoice: true,
}
const nothing: SupportReport = {
  devices: false,
  framePath: null,
  backends: { webgl2: null, wasm: false },
  codecs: { video: [], audio: [] },
  recording: [],
  encodedTransforms: false,
  screenSharing: false,
  speakerChoice: false,
}

describe('describeSupport', () => {
  it('says yes to all where nothing is missing, and no to all where everything is', () => {
    expect(new Set(describeSupport(everything).map(({ answer }) => answer))).toEqual(new Set(['yes']))
    expect(new Set(describeSupport(nothing).map(({ answer }) => answer))).toEqual(new Set(['no']))
  })

  it('names what there is', () => {
    const text = describeSupport(everything).map(({ text }) => text)
    expect(text).toContain('Video as VP8 and AV1, sound as opus.')
    expect(text).toContain('The browser records MP4 and WebM.')
  })

  it.each(Object.keys(everything) as (keyof SupportReport)[])('tells apart whether there is %s', (fact) => {
    const worse = describeSupport({ ...everything, [fact]: nothing[fact] })
    const changed = worse.filter(({ text }, index) => text !== describeSupport(everything)[index]!.text)
    expect(changed.length).toBeGreaterThan(0)
    for (const finding of changed) expect(finding.answer).toBe('no')
  })

  it('sums up what is missing and what is limited, with names as within a sentence', () => {
    expect(summarize(describeSupport(everything), english)).toBe('Everything works in this browser.')
    const worse = describeSupport({ ...everything, framePath: 'canvas', screenSharing: false, recording: [] })
    expect(summarize(worse, english)).toBe(
      'Missing in this browser: screen sharing and recording. Limited: video effects.',
    )
  })

  it('calls what is slow limited, and says what to do', () => {
    const slow = describeSupport({ ...everything, framePath: 'canvas', backends: { webgl2: 'software', wasm: true } })
    const limited = slow.filter(({ answer }) => answer === 'limited')
    expect(limited.map(({ name }) => name)).toEqual(['Video effects', 'Effects on the graphics card'])
    expect(limited[1]!.text).toContain('turn on hardware acceleration')
  })
})
