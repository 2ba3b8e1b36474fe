// The states of the sound and of what is recorded on the playground, for screenshot-states.mjs.
import { find, live, press, start } from './page-walking.mjs'

const recorder = 'rtc-recorder >>> '

/** As those of screenshot-states.mjs. */
export const recordingStates = [
  {
    name: 'sound',
    about: '#sound-panel',
    isLong: true,
    async set(page) {
      await live(page, { effects: 'gain(gain: 0.8) three-band-equaliser' })
      await press(page, '#sound-tab')
      await press(page, '#sound-panel rtc-effect-controls >>> li:nth-child(2) .title')
    },
  },
  {
    name: 'recording',
    about: 'rtc-recorder',
    after: 'sound',
    async set(page) {
      await press(page, `${recorder}[part=button]`)
      await page.waitForFunction(() => {
        const { state, duration } = document.querySelector('rtc-recorder')
        return state === 'recording' && duration > 1
      })
    },
  },
  {
    name: 'recording-paused',
    about: 'rtc-recorder',
    after: 'recording',
    set: (page) => press(page, `${recorder}[part=pause]`),
  },
  {
    name: 'recorded',
    about: 'rtc-recorder',
    after: 'recording-paused',
    async set(page) {
      await press(page, `${recorder}[part=button]`)
      await find(page, `${recorder}[part=file]`)
    },
  },
  {
    name: 'recording-full',
    about: 'rtc-recorder',
    after: 'recorded',
    async set(page) {
      const session = await page.createCDPSession()
      const origin = new URL(page.url()).origin
      const { usage } = await session.send('Storage.getUsageAndQuota', { origin })
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 500_000 })
      await page.evaluate(() => {
        document.querySelector('rtc-camera').effects = 'film-grain(amount: 1)'
        document.querySelector('rtc-recorder').videoBitsPerSecond = 10_000_000
      })
      await press(page, `${recorder}[part=button]`)
      await page.waitForFunction(() => document.querySelector('rtc-recorder').error?.name === 'QuotaExceededError')
      await session.send('Storage.overrideQuotaForOrigin', { origin })
      await session.detach()
    },
  },
  {
    name: 'recording-kept',
    about: 'rtc-recorder',
    after: 'recording-full',
    async set(page) {
      await page.reload()
      await find(page, `${recorder}[part=file]`)
    },
  },
  {
    name: 'recording-deleted',
    isAlike: true,
    about: 'rtc-recorder',
    widths: [390, 1280],
    after: 'recording-kept',
    set: (page) => press(page, `${recorder}[part=delete]`),
  },
  {
    name: 'recording-in-memory',
    about: 'rtc-recorder',
    widths: [390, 1280],
    after: 'recording-deleted',
    async set(page) {
      // As in private windows.
      await page.evaluate(() => {
        const refusal = new globalThis.DOMException('Refused', 'SecurityError')
        navigator.storage.getDirectory = () => Promise.reject(refusal)
      })
      await start(page)
      await press(page, `${recorder}[part=button]`)
      await page.waitForFunction(() => document.querySelector('rtc-recorder').state === 'recording')
    },
  },
]
