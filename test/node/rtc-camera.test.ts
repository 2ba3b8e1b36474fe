import { describe, expect, it } from 'vitest'

describe('the elements', () => {
  it('can be imported where there is no browser', async () => {
    expect(typeof window).toBe('undefined')
    await expect(import('../../components/rtc-camera.ts')).resolves.toHaveProperty('RtcCamera')
    await expect(import('../../components/rtc-chat.ts')).resolves.toHaveProperty('RtcChat')
    await expect(import('../../components/rtc-devices.ts')).resolves.toHaveProperty('RtcDevices')
    await expect(import('../../components/rtc-meter.ts')).resolves.toHaveProperty('RtcMeter')
    await expect(import('../../components/rtc-stats.ts')).resolves.toHaveProperty('RtcStats')
    await expect(import('../../components/rtc-support.ts')).resolves.toHaveProperty('RtcSupport')
    await expect(import('../../components/read-pattern.ts')).resolves.toHaveProperty('readPattern')
  })
})
