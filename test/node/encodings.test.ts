// Promises of call/encodings.ts: how much each of the others gets sent.
import { describe, expect, it } from 'vitest'
import { applyLimits, orderCodecs, sendLimits } from '../../call/encodings.ts'

const qualities = ['low', 'auto', 'high'] as const
const rooms = [2, 3, 4, 5, 6, 7, 10, 16]

describe('a room that grows', () => {
  it.each(qualities)('never makes the picture larger or better, on %s quality', (quality) => {
    for (const kind of ['camera', 'screen'] as const) {
      const limits = rooms.map((members) => sendLimits(quality, members, kind))
      const rates = limits.map(({ maxBitrate }) => maxBitrate!)
      const scales = limits.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)
      expect(rates).toEqual([...rates].sort((a, b) => b - a))
      expect(scales).toEqual([...scales].sort((a, b) => a - b))
    }
  })

  it.each([
    ['low', 600_000],
    ['auto', 5_000_000],
    ['high', 16_000_000],
  ] as const)('on %s quality never sends more than %i b/s of video, up to eight members', (quality, sum) => {
    for (const members of rooms.filter((count) => count <= 8))
      expect(sendLimits(quality, members, 'camera').maxBitrate! * (members - 1)).toBeLessThanOrEqual(sum + members)
  })

  it('halves the camera from four and again from seven members on, never the screen', () => {
    const scales = (kind: 'camera' | 'screen') =>
      [2, 3, 4, 6, 7, 16].map((members) => sendLimits('auto', members, kind, 720).scaleResolutionDownBy)
    expect(scales('camera')).toEqual([1, 1, 2, 2, 4, 4])
    expect(scales('screen')).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('leaves at least 180 lines', () => {
    expect(sendLimits('auto', 7, 'camera', 360).scaleResolutionDownBy).toBe(2)
    expect(sendLimits('auto', 7, 'camera', 120).scaleResolutionDownBy).toBe(1)
  })
})

it('low quality halves the camera and sends less of all; high quality sends more', () => {
  const [low, auto, high] = qualities.map((quality) => sendLimits(quality, 2, 'camera'))
  expect([low, auto, high].map((limits) => limits!.scaleResolutionDownBy)).toEqual([2, 1, 1])
  expect(low!.maxBitrate).toBeLessThan(auto!.maxBitrate!)
  expect(auto!.maxBitrate).toBeLessThan(high!.maxBitrate!)
})

it('when bandwidth is short sound comes first, of a face the size gives way and of a screen the rate', () => {
  const parametersFor = (kind: 'audio' | 'camera' | 'screen') => {
    const parameters = { encodings: [{}] } as RTCRtpSendParameters
    applyLimits(parameters, kind, sendLimits('auto', 2, kind))
    return parameters
  }
  expect(parametersFor('audio').encodings[0]).toMatchObject({ priority: 'high', networkPriority: 'high' })
  expect(parametersFor('audio').encodings[0]).not.toHaveProperty('scaleResolutionDownBy')
  expect(parametersFor('camera').encodings[0]).toMatchObject({ priority: 'low', networkPriority: 'low' })
  expect(parametersFor('camera').degradationPreference).toBe('maintain-framerate')
  expect(parametersFor('screen').degradationPreference).toBe('maintain-resolution')
})

it('codecs are reordered, none is left out', () => {
  const codecs = ['video/H264', 'video/rtx', 'video/AV1', 'video/VP8', 'video/red', 'video/VP9'].map((mimeType) => ({
    mimeType,
    clockRate: 90_000,
  }))
  expect(orderCodecs(codecs).map(({ mimeType }) => mimeType)).toEqual([
    'video/VP8',
    'video/VP9',
    'video/AV1',
    'video/H264',
    'video/rtx',
    'video/red',
  ])
})
