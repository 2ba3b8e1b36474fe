// What a recording is made of, without a browser: its clock, its time, sizes in a file that is still written, rates, names.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bitrateOf, planRecording } from '../../components/internal/recording-plan.ts'
import { dateOf, nameOf } from '../../components/internal/recording-store.ts'
import { planesOf } from '../../workers/audio-planes.ts'
import { RecordingTimeline } from '../../workers/recording-timeline.ts'
import { SourceClock } from '../../workers/source-clock.ts'
import { WebmSizes } from '../../workers/webm-sizes.ts'

describe('the clock of a source', () => {
  it('takes what came with the least delay for the truth', () => {
    const clock = new SourceClock()
    expect(clock.at(0, 1030)).toBe(1030)
    expect(clock.at(100, 1105)).toBe(1105)
    // Late by 200 ms, which moves nothing but what clocks may drift apart.
    expect(clock.at(200, 1405)).toBeCloseTo(1205.3, 5)
  })

  it('follows a source that counts anew, once it stays late', () => {
    const clock = new SourceClock()
    clock.at(50_000, 1000)
    const moments = Array.from({ length: 30 }, (_, index) => clock.at(index * 50, 1050 + index * 50))
    expect(moments[0]).toBeLessThan(0)
    expect(moments.at(-1)).toBe(1050 + 29 * 50)
  })

  it('follows one that jumps ahead at once', () => {
    const clock = new SourceClock()
    clock.at(0, 1000)
    expect(clock.at(9_000_000, 1033)).toBe(1033)
  })
})

it('the time of a recording begins with what comes first and stands still in a pause', () => {
  const timeline = new RecordingTimeline()
  expect(timeline.secondsAt(5000)).toBe(0)
  expect(timeline.begin(5000)).toBe(0)
  expect(timeline.begin(6000)).toBe(1)
  timeline.pause(7000)
  expect(timeline.secondsAt(9000)).toBe(2)
  timeline.resume(10_000)
  expect(timeline.secondsAt(10_500)).toBe(2.5)
})

it('a pause before anything came takes nothing from the time of a recording', () => {
  const timeline = new RecordingTimeline()
  timeline.pause(1000)
  timeline.resume(3000)
  expect(timeline.begin(4000)).toBe(0)
})

it('the time of a recording stands still while the machine sleeps, also in a pause', () => {
  const timeline = new RecordingTimeline()
  timeline.awake(5000)
  timeline.begin(5000)
  timeline.awake(5500)
  const hours = 8 * 60 * 60 * 1000
  timeline.awake(5500 + hours)
  expect(timeline.secondsAt(5500 + hours)).toBe(0.5)
  timeline.pause(6000 + hours)
  timeline.awake(6000 + 2 * hours)
  timeline.resume(6500 + 2 * hours)
  expect(timeline.secondsAt(6500 + 2 * hours)).toBe(1)
  // A machine that is merely busy has not slept.
  timeline.awake(15_500 + 2 * hours)
  expect(timeline.secondsAt(15_500 + 2 * hours)).toBe(10)
})

it('sizes in a WebM file are unknown until what they are of is complete', () => {
  const sizes = new WebmSizes()
  sizes.onSegmentHeader(new Uint8Array(20), 40)
  const bytes = new Uint8Array(80)
  sizes.patch(bytes, 30)
  // Of the segment at 40 and of the cluster behind it at 60, each after four bytes of its id.
  expect([...bytes.subarray(14, 21)]).toEqual([0x07, 255, 255, 255, 255, 255, 0])
  expect([...bytes.subarray(34, 40)]).toEqual([0x0f, 255, 255, 255, 255, 0])

  sizes.onCluster(new Uint8Array(100), 60)
  const size = new Uint8Array([8, 0, 0, 0, 91])
  sizes.patch(size, 64)
  expect([...size]).toEqual([8, 0, 0, 0, 91])
  sizes.finish()
  // What the muxer tells of the last cluster once it is complete, before it writes what follows.
  sizes.onCluster(new Uint8Array(20), 160)
  const last = new Uint8Array(9)
  sizes.patch(last, 180)
  expect([...last]).toEqual(Array(9).fill(0))
})

describe('sound for an encoder', () => {
  const soundOf = (sampleRate: number, ...channels: number[][]) => ({
    sampleRate,
    numberOfChannels: channels.length,
    numberOfFrames: channels[0]!.length,
    copyTo: (into: AllowSharedBufferSource, { planeIndex }: { planeIndex: number }) =>
      (into as Float32Array).set(channels[planeIndex]!),
  })

  it('has the same channels whatever comes', () => {
    expect([...planesOf(soundOf(8000, [1, 0.5]), 2, 8000)]).toEqual([1, 0.5, 1, 0.5])
    expect([...planesOf(soundOf(8000, [1, 0.5], [0, 0.5]), 1, 8000)]).toEqual([0.5, 0.5])
    expect([...planesOf(soundOf(8000, [1], [0.5], [0.25]), 2, 8000)]).toEqual([1, 0.5])
  })

  it('has the same rate, and so the same length in seconds', () => {
    expect([...planesOf(soundOf(4000, [0, 1]), 1, 8000)]).toEqual([0, 0.5, 1, 1])
    expect([...planesOf(soundOf(8000, [0, 1, 2, 3]), 1, 4000)]).toEqual([0, 2])
  })
})

it('the larger the picture the more bits it has, within bounds', () => {
  expect(bitrateOf(1280, 720, 30)).toBe(2_764_800)
  expect(bitrateOf(160, 120, 15)).toBe(250_000)
  expect(bitrateOf(7680, 4320, 60)).toBe(12_000_000)
})

describe('the plan of a recording', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const stream = {
    getVideoTracks: () => [{ getSettings: () => ({ width: 320, height: 240, frameRate: 30 }) }],
    getAudioTracks: () => [{}],
  } as unknown as MediaStream
  const rates = { videoBitsPerSecond: 1_000_000, audioBitsPerSecond: 64_000 }

  /** A browser with its own recorder for WebM, and encoders for codecs that begin with these. */
  function stub(...codecs: string[]): void {
    const nothing = () => undefined
    const Encoder = Object.assign(nothing.bind(null), {
      isConfigSupported: ({ codec }: { codec: string }) =>
        Promise.resolve({ supported: codecs.some((one) => codec.startsWith(one)) }),
    })
    const Recorder = Object.assign(nothing.bind(null), { isTypeSupported: (type: string) => type.endsWith('webm') })
    vi.stubGlobal('VideoEncoder', Encoder)
    vi.stubGlobal('AudioEncoder', Encoder)
    vi.stubGlobal('MediaRecorder', Recorder)
    vi.stubGlobal('MediaStreamTrackProcessor', nothing)
  }

  it.each([
    [['avc1', 'mp4a', 'vp8', 'opus'], 'mp4', 'avc', 'aac'],
    // MP4 that does not play everywhere is nobody's first choice.
    [['avc1', 'vp8', 'opus'], 'webm', 'vp8', 'opus'],
  ])('with encoders for %j is %s of %s and %s, at the rates asked for', async (codecs, container, video, audio) => {
    stub(...codecs)
    const { plan, mimeType } = await planRecording(stream, { type: 'auto', ...rates })
    expect(mimeType).toBe(`video/${container}`)
    expect(plan).toMatchObject({
      video: { codec: video, bitrate: 1_000_000 },
      audio: { codec: audio, bitrate: 64_000 },
    })
  })

  it('without encoders is what the browser records, at these rates too, and says so where that was not asked for', async () => {
    stub()
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const way = await planRecording(stream, { type: 'mp4', ...rates })
    expect(way).toEqual({ plan: null, mimeType: 'video/webm', bitrates: { video: 1_000_000, audio: 64_000 } })
    expect(warn).toHaveBeenCalledWith('rtc-recorder: this browser cannot record mp4. It records video/webm.')
  })
})

it('a recording is named by when it began, in characters that every file system takes', () => {
  const date = new Date(2026, 10, 8, 9, 5, 7)
  expect(nameOf(date)).toBe('2026-11-08 09.05.07')
  expect(dateOf(`${nameOf(date)}.webm`)).toEqual(date)
  expect(dateOf('finished')).toBeNull()
})
