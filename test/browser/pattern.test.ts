import { afterEach, describe, expect, it } from 'vitest'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { readPattern, type PatternCode } from '../../components/read-pattern.ts'
import { createPatternTrack } from '../../workers/pattern-client.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const soon = { timeout: 15_000, interval: 50 }

/** Reads `count` cards out of a track's frames, and counts the frames in which there was none to be read. */
async function readCards(track: MediaStreamTrack, count: number): Promise<{ cards: PatternCode[]; unread: number }> {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const cards: PatternCode[] = []
  let unread = 0
  while (cards.length < count && unread < 300) {
    const { value: frame } = await reader.read()
    if (!frame) break
    const { displayWidth, displayHeight } = frame
    const context = new OffscreenCanvas(displayWidth, displayHeight).getContext('2d')!
    context.drawImage(frame, 0, 0)
    frame.close()
    const card = readPattern(context.getImageData(0, 0, displayWidth, displayHeight))
    if (card) cards.push(card)
    else unread++
  }
  await reader.cancel()
  return { cards, unread }
}

/** What arrives when the stream is sent over a real peer connection, video as VP8. */
async function receive(stream: MediaStream): Promise<MediaStream> {
  const sender = new RTCPeerConnection()
  const receiver = new RTCPeerConnection()
  cleanups.push(
    () => sender.close(),
    () => receiver.close(),
  )
  sender.addEventListener('icecandidate', ({ candidate }) => void receiver.addIceCandidate(candidate))
  receiver.addEventListener('icecandidate', ({ candidate }) => void sender.addIceCandidate(candidate))
  for (const track of stream.getTracks()) sender.addTrack(track, stream)
  const codecs = RTCRtpReceiver.getCapabilities('video')!.codecs
  const vp8First = [...codecs].sort((a, b) => Number(b.mimeType === 'video/VP8') - Number(a.mimeType === 'video/VP8'))
  for (const transceiver of sender.getTransceivers()) {
    if (transceiver.sender.track?.kind === 'video') transceiver.setCodecPreferences(vp8First)
  }
  await sender.setLocalDescription()
  await receiver.setRemoteDescription(sender.localDescription!)
  await receiver.setLocalDescription()
  await sender.setRemoteDescription(receiver.localDescription!)
  return new MediaStream(receiver.getReceivers().map(({ track }) => track))
}

async function mount(attributes: string): Promise<RtcCamera> {
  const template = document.createElement('template')
  template.innerHTML = `<rtc-camera source="pattern" ${attributes}></rtc-camera>`
  const camera = template.content.firstElementChild as RtcCamera
  document.body.append(camera)
  cleanups.push(() => camera.remove())
  await camera.start()
  return camera
}

function isIncreasing(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)
}

describe('the pattern track', () => {
  it('numbers its frames from 0 on, each with the time of its number', async () => {
    const card = createPatternTrack({ width: 320, height: 180, frameRate: 25 })
    cleanups.push(() => card.stop())
    const { track } = card
    const { cards, unread } = await readCards(track, 20)
    expect(unread).toBe(0)
    expect(cards[0]!.frame).toBeLessThan(25)
    expect(isIncreasing(cards.map(({ frame }) => frame))).toBe(true)
    for (const { frame, timestamp } of cards) expect(timestamp).toBe(frame * 40_000)
    card.stop()
    expect(track.readyState).toBe('ended')
  })

  it('has its size, odd ones too', async () => {
    for (const [width, height] of [
      [640, 480],
      [321, 181],
    ] as const) {
      const card = createPatternTrack({ width, height, frameRate: 30 })
      cleanups.push(() => card.stop())
      const { track } = card
      expect((await readCards(track, 2)).unread).toBe(0)
      expect(track.getSettings()).toMatchObject({ width, height })
    }
  })

  it('has its colours', async () => {
    const card = createPatternTrack({ width: 320, height: 180, frameRate: 30 })
    cleanups.push(() => card.stop())
    const { track } = card
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
    const { value: frame } = await reader.read()
    const context = new OffscreenCanvas(320, 180).getContext('2d')!
    context.drawImage(frame!, 0, 0)
    frame!.close()
    await reader.cancel()
    // The upper end of each bar, where the disc never is: 75 % of full colour, in BT.601.
    const bars = Array.from({ length: 8 }, (_, bar) => [...context.getImageData(bar * 40 + 20, 5, 1, 1).data])
    const expected = [
      [191, 191, 191],
      [191, 191, 0],
      [0, 191, 191],
      [0, 191, 0],
      [191, 0, 191],
      [191, 0, 0],
      [0, 0, 191],
      [0, 0, 0],
    ]
    for (const [bar, color] of expected.entries()) {
      for (const channel of [0, 1, 2]) expect(Math.abs(bars[bar]![channel]! - color[channel]!)).toBeLessThan(4)
    }
  })
})

describe('the pattern camera', () => {
  it('is read at the other end of a VP8 call at 320x180, in increasing order', async () => {
    const camera = await mount('width="320" height="180" no-audio')
    const arrived = await receive(camera.stream!)
    const { cards, unread } = await readCards(arrived.getVideoTracks()[0]!, 60)
    expect(cards).toHaveLength(60)
    expect(isIncreasing(cards.map(({ frame }) => frame))).toBe(true)
    // Before the first frame of the card the output is black.
    expect(unread).toBeLessThan(30)
  })

  it('is read at the other end through invert and grayscale', async () => {
    const camera = await mount('width="320" height="180" no-audio effects="invert grayscale"')
    const arrived = await receive(camera.stream!)
    const { cards } = await readCards(arrived.getVideoTracks()[0]!, 10)
    expect(isIncreasing(cards.map(({ frame }) => frame))).toBe(true)
    expect(cards).toHaveLength(10)
  })

  it('sounds at amplitude 0.25 and 440 Hz at the other end', async () => {
    const camera = await mount('no-video')
    const arrived = await receive(camera.stream!)
    // Chromium decodes a remote track only while an element plays it.
    const audio = new Audio()
    audio.muted = true
    audio.srcObject = arrived
    void audio.play()
    cleanups.push(() => (audio.srcObject = null))
    const context = new AudioContext()
    cleanups.push(() => context.close())
    const analyser = new AnalyserNode(context, { fftSize: 8192 })
    context.createMediaStreamSource(arrived).connect(analyser)
    const samples = new Float32Array(8192)
    const read = () => {
      analyser.getFloatTimeDomainData(samples)
      const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
      let rises = 0
      for (let index = 1; index < samples.length; index++) if (samples[index - 1]! < 0 && samples[index]! >= 0) rises++
      return { decibels: 20 * Math.log10((rms * Math.SQRT2) / 0.25), frequency: (rises * context.sampleRate) / 8192 }
    }
    await expect.poll(() => Math.abs(read().decibels), soon).toBeLessThan(1)
    await expect.poll(() => Math.abs(read().frequency - 440), soon).toBeLessThan(10)
  })

  it('begins again at frame 0 when it is started again', async () => {
    const camera = await mount('width="320" height="180" no-audio')
    const track = camera.stream!.getVideoTracks()[0]!
    const first = await readCards(track, 40)
    camera.stop()
    await camera.start()
    await expect
      .poll(async () => (await readCards(track, 1)).cards[0]!.frame, soon)
      .toBeLessThan(first.cards.at(-1)!.frame)
  })
})
