// What the other side of a call sees: every frame that it decodes, from the first one on. For tests of what goes out.
import type { Page } from 'puppeteer-core'
import type {} from '../../components/rtc-elements.ts'
import { type Colour, type Look, lookOf } from './solid-cameras.ts'

export interface ReceivedFrame {
  /** Mean of all pixels. */
  readonly colour: Colour
  /** Milliseconds since 1970. */
  readonly at: number
}

declare global {
  interface Window {
    received: ReceivedFrame[]
    /** Ids of the tracks that frames came on. */
    receivedTracks: string[]
  }
}

/** Runs in the receiving page before anything else does: looks at every frame of every participant's video. */
export function recordFrames(): void {
  window.received = []
  window.receivedTracks = []
  const read = async (track: MediaStreamTrack) => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 60 }).readable.getReader()
    for (;;) {
      const { value: frame } = await reader.read()
      if (!frame) return
      const at = Date.now()
      const pixels = new Uint8Array(frame.allocationSize({ format: 'RGBX' }))
      await frame.copyTo(pixels, { format: 'RGBX' })
      frame.close()
      let [r, g, b] = [0, 0, 0]
      for (let index = 0; index < pixels.length; index += 4) {
        r += pixels[index]!
        g += pixels[index + 1]!
        b += pixels[index + 2]!
      }
      const count = pixels.length / 4
      window.received.push({ colour: [r / count, g / count, b / count], at })
    }
  }
  const onParticipants = () => {
    for (const { stream } of document.querySelector('rtc-call')!.participants) {
      for (const track of stream?.getVideoTracks() ?? []) {
        if (window.receivedTracks.includes(track.id)) continue
        window.receivedTracks.push(track.id)
        void read(track)
      }
    }
  }
  // It does not bubble, but is on its way down seen here.
  addEventListener('participantchange', onParticipants, { capture: true })
}

/** What came since the page was opened. */
export function receivedBy(page: Page): Promise<ReceivedFrame[]> {
  return page.evaluate(() => window.received)
}

/** Is it what the effects made of a camera's picture, at full brightness? */
export function isProcessed({ colour }: ReceivedFrame): boolean {
  return lookOf(colour).startsWith('processed')
}

/** Such as `black 3, processed 70`. */
export function describeLooks(frames: readonly ReceivedFrame[]): string {
  const counts = new Map<Look, number>()
  for (const look of frames.map(({ colour }) => lookOf(colour))) counts.set(look, (counts.get(look) ?? 0) + 1)
  return [...counts].map(([look, count]) => `${look} ${String(count)}`).join(', ')
}
