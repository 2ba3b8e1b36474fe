// A recording survives what happens to the page: the browser is killed, the disk is full. What is left is decoded by ffmpeg,
// which is not ours.
import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RtcRecorder } from '../../components/rtc-recorder.ts'
import { findFirefox } from '../../scripts/find-firefox.mjs'
import { startChromium, until } from '../support/chromium-session.ts'
import { startFirefox } from '../support/firefox-session.ts'
import { startSite, type TestSite } from '../support/test-site.ts'

const run = promisify(execFile)

const ffmpeg = hasFfmpeg()

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffprobe', ['-version'], { stdio: 'ignore' })
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const firefox = findFirefox()

const recorders = `
  <script type="module" src="/rtc-elements.js"></script>
  <rtc-camera id="me" source="pattern" width="320" height="240"></rtc-camera>
  <rtc-recorder for="me" type="webm"></rtc-recorder>
  <rtc-recorder for="me" type="mp4"></rtc-recorder>`

/** What ffmpeg finds in a file. */
interface Decoded {
  /** By kind: when it begins and for how long it goes on, in seconds, of what could be decoded. */
  readonly spans: Readonly<Record<string, { readonly start: number; readonly end: number }>>
  readonly frames: number
  /** What is wrong with it, in their words. */
  readonly complaints: string
}

async function decode(path: string): Promise<Decoded> {
  const fields = 'packet=codec_type,pts_time,duration_time'
  const probed = await run('ffprobe', ['-v', 'error', '-show_entries', fields, '-of', 'json', path])
  const { packets } = JSON.parse(probed.stdout) as {
    packets: { codec_type: string; pts_time: string; duration_time?: string }[]
  }
  const spans: Record<string, { start: number; end: number }> = {}
  for (const { codec_type: kind, pts_time: time, duration_time: seconds = '0' } of packets) {
    const span = (spans[kind] ??= { start: Number(time), end: 0 })
    span.end = Math.max(span.end, Number(time) + Number(seconds))
  }
  const decoded = await run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-'])
  const frames = decoded.stdout.split('\n').filter((line) => line.startsWith('0,')).length
  return { spans, frames, complaints: probed.stderr + decoded.stderr }
}

describe.skipIf(!ffmpeg)('with ffprobe and ffmpeg', () => {
  let site: TestSite
  let folder: string
  let browser: Browser

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rtc-recorder-'))
    site = await startSite()
    site.files.set('/record.html', `<!doctype html>${recorders}`)
    browser = await startChromium([], join(folder, 'profile'))
  })

  afterEach(async () => {
    const [first, ...others] = await browser.pages()
    for (const page of others) await page.close()
    // What was downloaded is offered for a day more.
    const client = await first!.createCDPSession()
    await client.send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes: 'all' })
  })

  afterAll(async () => {
    await browser.close()
    await site.close()
    await rm(folder, { recursive: true, maxRetries: 5 })
  })

  async function open(one = browser): Promise<Page> {
    const page = await one.newPage()
    await page.goto(`${site.origin}/record.html`)
    await page.evaluate(() => customElements.whenDefined('rtc-recorder').then(() => undefined))
    return page
  }

  async function record(page: Page): Promise<void> {
    await page.evaluate(async () => {
      await document.querySelector('rtc-camera')!.start()
      await Promise.all([...document.querySelectorAll('rtc-recorder')].map((recorder) => recorder.start()))
    })
  }

  const durations = (page: Page) =>
    page.evaluate(() => [...document.querySelectorAll('rtc-recorder')].map(({ duration }) => duration))

  const offers = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('rtc-recorder')].flatMap((recorder) =>
        [...recorder.renderRoot.querySelectorAll('[part=file] span')].map(({ textContent }) => textContent.trim()),
      ),
    )

  /** The files that the page offers, saved by their buttons and written where ffmpeg finds them. */
  async function saveAll(page: Page): Promise<string[]> {
    const files = await page.evaluate(async () => {
      const links: HTMLAnchorElement[] = []
      HTMLAnchorElement.prototype.click = function () {
        links.push(this)
      }
      const buttons = [...document.querySelectorAll('rtc-recorder')].flatMap((recorder) => [
        ...recorder.renderRoot.querySelectorAll<HTMLButtonElement>('[part=save]'),
      ])
      for (const button of buttons) button.click()
      while (links.length < buttons.length) await new Promise((resolve) => setTimeout(resolve, 20))
      const toText = async (link: HTMLAnchorElement) => {
        const bytes = new Uint8Array(await (await fetch(link.href)).arrayBuffer())
        let text = ''
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
        return { name: link.download, text: btoa(text) }
      }
      return Promise.all(links.map(toText))
    })
    return Promise.all(
      files.map(async ({ name, text }) => {
        const path = join(folder, name)
        await writeFile(path, Buffer.from(text, 'base64'))
        return path
      }),
    )
  }

  /** All of its processes at once. */
  async function kill(one: Browser): Promise<void> {
    const browserProcess = one.process()!
    expect(browserProcess.exitCode).toBeNull()
    process.kill(-browserProcess.pid!, 'SIGKILL')
    await until('its end', () => browserProcess.signalCode)
  }

  /** @param recorded seconds of each recording when it was cut off
   *  @returns the containers of what is offered */
  async function expectLeft(page: Page, recorded: readonly number[]): Promise<string[]> {
    await until('all offers', async () => (await offers(page)).length === recorded.length)
    for (const offer of await offers(page)) expect(offer).toMatch(/^A recording of .+ \(.+\) was not finished\.$/)
    const paths = await saveAll(page)
    for (const path of paths) {
      const { spans, frames } = await decode(path)
      expect(spans.video!.end, path).toBeGreaterThan(Math.min(...recorded) - 2)
      expect(spans.audio!.end, path).toBeGreaterThan(Math.min(...recorded) - 2)
      expect(frames, path).toBeGreaterThan(12 * (spans.video!.end - 1))
    }
    return paths.map((path) => path.split('.').at(-1)!).sort()
  }

  it('offers what was recorded when the browser was killed, and lacks at most two seconds of it', async () => {
    const page = await open()
    await record(page)
    await until('some seconds', async () => Math.min(...(await durations(page))) > 3.2)
    const recorded = await durations(page)
    await kill(browser)

    browser = await startChromium([], join(folder, 'profile'))
    const next = await open()
    const kinds = await expectLeft(next, recorded)
    expect(kinds).toEqual(['mp4', 'webm'])
  })

  it.skipIf(!firefox)(
    `lacks no more in Firefox, where sound has no device either${firefox ? '' : ' (not found)'}`,
    async () => {
      const profile = join(folder, 'firefox')
      await mkdir(profile)
      let other = await startFirefox(profile)
      try {
        const page = await open(other)
        await page.evaluate(() => document.querySelector('rtc-recorder[type=mp4]')!.remove())
        await record(page)
        await until('some seconds', async () => (await durations(page))[0]! > 3.2)
        const recorded = await durations(page)
        await kill(other)

        other = await startFirefox(profile)
        const kinds = await expectLeft(await open(other), recorded)
        expect(kinds).toEqual(['webm'])
      } finally {
        await other.close()
      }
    },
  )

  it('writes whole files, whose picture and sound begin and end together, as ffprobe sees them', async () => {
    const page = await open()
    await record(page)
    await until('a second', async () => Math.min(...(await durations(page))) > 1.5)
    const names = await page.evaluate(() =>
      Promise.all(
        [...document.querySelectorAll('rtc-recorder')].map(
          async (recorder: RtcRecorder) => (await recorder.stop()).name,
        ),
      ),
    )
    await until('both offers', async () => (await offers(page)).length === 2)
    const recorded = await durations(page)
    const paths = await saveAll(page)
    expect(paths.map((path) => path.slice(folder.length + 1)).sort()).toEqual([...names].sort())
    for (const path of paths) {
      const { spans, frames, complaints } = await decode(path)
      expect(complaints, path).toBe('')
      expect(Math.abs(spans.video!.start - spans.audio!.start), path).toBeLessThan(0.1)
      expect(Math.abs(spans.video!.end - spans.audio!.end), path).toBeLessThan(0.1)
      expect(Math.abs(spans.video!.end - Math.min(...recorded)), path).toBeLessThan(0.3)
      expect(frames, path).toBeGreaterThan(12)
    }
  })

  it('says so when the disk is full, and keeps what was written', async () => {
    const page = await open()
    const client = await page.createCDPSession()
    const { usage } = await client.send('Storage.getUsageAndQuota', { origin: site.origin })
    await client.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: usage + 2_500_000 })
    await page.evaluate(() => {
      for (const recorder of document.querySelectorAll('rtc-recorder')) recorder.videoBitsPerSecond = 10_000_000
      document.querySelector('rtc-camera')!.effects = 'film-grain(amount: 1)'
    })
    await record(page)
    const failed = await until('the end of the disk', () =>
      page.evaluate(() => {
        const found = [...document.querySelectorAll('rtc-recorder')].find(({ state }) => state === 'failed')
        return found && { name: found.error!.name, text: found.renderRoot.querySelector('[part=status]')!.textContent }
      }),
    )
    expect(failed.name).toBe('QuotaExceededError')
    expect(failed.text).toContain('The disk is full.')
    await until('an offer', async () => (await offers(page)).length > 0)
    const [path] = await saveAll(page)
    const { spans, frames } = await decode(path!)
    expect(spans.video!.end).toBeGreaterThan(0.5)
    expect(frames).toBeGreaterThan(6)
  })
})
