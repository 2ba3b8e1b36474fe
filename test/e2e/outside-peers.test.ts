// Peers that others wrote take part in a call of ours, knowing no more than docs/signaling.md: each gets the processed
// picture and never the raw one. They share a network that the test makes, since Firefox and peers in Node do not
// connect over loopback.
import { execFileSync, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findFirefox } from '../../scripts/find-firefox.mjs'
import { readPattern } from '../../workers/pattern.ts'
import { until } from '../support/chromium-session.ts'
import { end, missingFor, NetworkSpaces } from '../support/network-spaces.ts'
import { PatternPage } from '../support/pattern-pages.ts'

const origin = 'http://localhost:8080'
const signaling = 'ws://localhost:8080/signaling'
const pathOf = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))

/** Debian's Python, whichever other one comes first. */
const python = '/usr/bin/python3'

const missing = missingFor()
const missingPython = missing || (hasPython() ? '' : ' (not found: python3-aiortc, python3-websockets)')
const missingFirefox = missing || (findFirefox() ? '' : ' (not found: firefox-esr)')

function hasPython(): boolean {
  try {
    execFileSync(python, ['-c', 'import aiortc, numpy, websockets'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A line that a peer writes: what it says of one picture, each peer in its own way. */
interface Written {
  readonly width: number
  readonly height: number
  /** All planes, base64. */
  readonly i420: string
  /** A key frame, base64. */
  readonly vp8: string
  /** Brightness of the ramp at its two ends. */
  readonly ramp: readonly [number, number]
  /** Of the test card; negative where it is not inverted. */
  readonly number: number
}

/** The ramp of the test card rises, and falls where the card is inverted.
 *  @param luma of the picture's pixels, row by row */
function isInverted(luma: (x: number, y: number) => number, width: number, height: number): boolean {
  const y = Math.floor(height * 0.56)
  return luma(4, y) - luma(width - 5, y) > 100
}

describe.skipIf(missing)(`a call with one of ours${missing}`, () => {
  const spaces = missing ? null! : new NetworkSpaces()
  const peers: ChildProcess[] = []
  let browser: Browser
  let rooms = 0

  beforeAll(async () => {
    spaces.add('peers')
    spaces.ip(
      'peers',
      `link add eth0 type veth peer name elsewhere
       link set eth0 up
       link set elsewhere up
       addr add 10.99.0.1/24 dev eth0
       route add default via 10.99.0.2`,
    )
    await spaces.start(
      'peers',
      ['env', 'PORT=8080', 'HOST=localhost', process.execPath, pathOf('dist-server/main.js')],
      /http:\/\//,
    )
    browser = await spaces.startChromium('peers', origin)
  })
  // With a word: Firefox is a program of its own, which its driver has to close.
  afterEach(() => Promise.all(peers.splice(0).map((peer) => end(peer, 'SIGTERM'))))
  afterAll(() => spaces.close())

  /** One of ours sends the inverted test card to a peer.
   *  @param command of the peer, without its room
   *  @returns its page, and what the peer has written so far */
  async function callWith(...command: string[]): Promise<{ page: PatternPage; lines: Written[] }> {
    const room = `room-${++rooms}`
    const page = await PatternPage.open(
      browser,
      origin,
      `room="${room}" name="Ada"`,
      'width="320" height="240" effects="invert"',
    )
    const peer = await spaces.start('peers', [...command, room], /\{.*\}\n/)
    peers.push(peer)
    const lines: Written[] = []
    let rest = ''
    peer.stdout!.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n')
      rest = parts.pop()!
      for (const line of parts.filter((part) => part.startsWith('{'))) lines.push(JSON.parse(line) as Written)
    })
    return { page, lines }
  }

  it('libwebrtc in Node (@roamhq/wrtc) decodes the processed picture', async () => {
    const program = pathOf('test/support/peers/wrtc.mjs')
    const { lines } = await callWith(process.execPath, program, signaling)
    const cards = new Map<number, { isInverted: boolean }>()
    const readCards = () => {
      for (const { width, height, i420 } of lines.splice(0)) {
        const planes = Buffer.from(i420, 'base64')
        const luma = (x: number, y: number) => planes[y * width + x]!
        const data = new Uint8ClampedArray(width * height * 4)
        for (let at = 0; at < width * height; at++) data.fill(planes[at]!, at * 4, at * 4 + 3)
        const card = readPattern({ width, height, data })
        if (card) cards.set(card.frame, { isInverted: isInverted(luma, width, height) })
      }
      return cards.size
    }
    // The first pictures of a call are too coarse to be read.
    await until('20 cards', () => readCards() >= 20)
    expect([...cards.values()].filter((card) => !card.isInverted)).toEqual([])
  })

  it('werift in Node gets VP8 of the processed picture', async () => {
    const { page, lines } = await callWith(process.execPath, pathOf('test/support/peers/werift.mjs'), signaling)
    await until('a key frame', () => lines.length > 0)
    const picture = await page.page.evaluate(async (vp8) => {
      const data = Uint8Array.from(atob(vp8), (letter) => letter.charCodeAt(0))
      const context = new OffscreenCanvas(320, 240).getContext('2d')!
      const decoder = new VideoDecoder({
        output: (frame) => {
          context.drawImage(frame, 0, 0, 320, 240)
          frame.close()
        },
        error: console.error,
      })
      decoder.configure({ codec: 'vp8' })
      decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data }))
      await decoder.flush()
      const image = context.getImageData(0, 0, 320, 240)
      return { card: window.library.readPattern(image), pixels: [...image.data] }
    }, lines[0]!.vp8)
    expect(picture.card?.frame).toBeGreaterThan(0)
    expect(isInverted((x, y) => picture.pixels[(y * 320 + x) * 4]!, 320, 240)).toBe(true)
  })

  it.skipIf(missingPython)(`Python (aiortc) has the processed picture as arrays of numpy${missingPython}`, async () => {
    const { lines } = await callWith(python, pathOf('examples/peer.py'), signaling)
    const bright = () => lines.filter(({ ramp }) => ramp[0] - ramp[1] > 100)
    await until('20 pictures', () => bright().length >= 20)
    expect(lines.filter(({ ramp }) => ramp[1] > ramp[0] + 20)).toEqual([])
  })

  it.skipIf(missingFirefox)(`Firefox sees and is seen${missingFirefox}`, async () => {
    const { page, lines } = await callWith(process.execPath, pathOf('test/support/peers/firefox.mjs'), origin)
    await until('30 cards', () => lines.length >= 30)
    expect(lines.filter(({ number }) => number < 0)).toEqual([])
    await page.untilCards(30)
  })
})
