// What <rtc-camera> does when the browser says no: the real refusals of a real browser, one way of starting it each.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Browser } from 'webdriverio'
import { openPage, startBrowser, until } from '../support/browser-session.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let server: ServerProcess
let browser: Browser | undefined
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())
afterEach(async () => {
  await browser?.deleteSession()
  browser = undefined
})

async function open(body: string, options: Parameters<typeof startBrowser>[0]): Promise<Browser> {
  browser = await startBrowser(options)
  await openPage(browser, server.origin, body)
  return browser
}

/** What the element says, for the person in front of it and for the page. */
function readCamera() {
  const camera = document.querySelector('rtc-camera')!
  return {
    state: camera.state,
    reason: camera.error?.name,
    text: camera.shadowRoot!.querySelector('[part~=status]')?.textContent.trim() ?? '',
    button: camera.shadowRoot!.querySelector('[part~=button]')?.textContent.trim() ?? '',
    tracks: camera.stream?.getTracks().map(({ kind, readyState }) => `${kind} ${readyState}`) ?? [],
  }
}

const failed = (page: Browser) =>
  until(page, 'the camera to fail', () => document.querySelector('rtc-camera')?.state === 'failed')

it('says what to do when the camera is denied, and offers to try again', async () => {
  const page = await open('<rtc-camera autostart></rtc-camera>', {
    flags: ['--deny-permission-prompts'],
    without: ['--use-fake-ui-for-media-stream'],
  })
  await failed(page)
  const camera = await page.execute(readCamera)
  expect(camera).toMatchObject({ reason: 'NotAllowedError' })
  expect(camera.text).toMatch(/allow/i)
  expect(camera.button).toMatch(/again/i)
})

it('says that there is no device', async () => {
  const page = await open('<rtc-camera autostart></rtc-camera>', {
    flags: ['--use-fake-device-for-media-stream=device-count=0'],
  })
  await failed(page)
  const camera = await page.execute(readCamera)
  expect(camera).toMatchObject({ reason: 'NotFoundError' })
  expect(camera.text).toMatch(/no camera/i)
})

it('goes black, keeps its tracks and says so when the permission is taken away, and comes back on the same tracks', async () => {
  const page = await open('<rtc-camera effects="invert"></rtc-camera>', { without: ['--use-fake-ui-for-media-stream'] })
  const permit = () =>
    page.sendCommandAndGetResult('Browser.grantPermissions', { permissions: ['videoCapture', 'audioCapture'] })
  await permit()
  await page.execute(() => document.querySelector('rtc-camera')!.start())
  const before = await page.execute(() =>
    document
      .querySelector('rtc-camera')!
      .stream!.getTracks()
      .map(({ id }) => id),
  )
  await page.sendCommandAndGetResult('Browser.resetPermissions', {})
  await failed(page)
  const camera = await page.execute(readCamera)
  expect(camera.tracks).toEqual(['audio live', 'video live'])
  expect(camera.button).not.toBe('')
  await permit()
  await page.execute(() => document.querySelector('rtc-camera')!.start())
  const after = await page.execute(() =>
    document
      .querySelector('rtc-camera')!
      .stream!.getTracks()
      .map(({ id }) => id),
  )
  expect(after).toEqual(before)
})

it('changes between two cameras on the same track', async () => {
  const page = await open('<rtc-camera autostart no-audio></rtc-camera>', {
    flags: ['--use-fake-device-for-media-stream=device-count=2'],
  })
  await until(page, 'the camera', () => document.querySelector('rtc-camera')?.state === 'live')
  const switched = await page.execute(async () => {
    const camera = document.querySelector('rtc-camera')!
    const track = camera.stream!.getVideoTracks()[0]
    const deviceOf = () => camera.rawStream?.getVideoTracks()[0]?.getSettings().deviceId
    const first = deviceOf()
    const devices = await navigator.mediaDevices.enumerateDevices()
    const other = devices.find(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== first)!
    camera.videoDevice = other.deviceId
    while (camera.state !== 'live' || deviceOf() !== other.deviceId) await new Promise(requestAnimationFrame)
    return { isOther: first !== other.deviceId, isSameTrack: camera.stream!.getVideoTracks()[0] === track }
  })
  expect(switched).toEqual({ isOther: true, isSameTrack: true })
})
