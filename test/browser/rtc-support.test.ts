import { afterEach, describe, expect, it, vi } from 'vitest'
import { processTrack } from '../../components/process-track.ts'
import { renderImage } from '../../components/render-image.ts'
import '../../components/rtc-support.ts'
import type { RtcSupport } from '../../components/rtc-support.ts'
import { solidTrack } from '../support/page/frames.ts'

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function mount(): Promise<RtcSupport> {
  document.body.innerHTML = '<rtc-support></rtc-support>'
  const support = document.querySelector('rtc-support')!
  await support.updateComplete
  return support
}

/** What a person reads: the mark and the sentence of each row, by its name. */
function readRows(support: RtcSupport): Record<string, { mark: string; text: string }> {
  const rows = [...support.shadowRoot!.querySelectorAll('[part=row]')]
  return Object.fromEntries(
    rows.map((row) => {
      const [name, mark, text] = [...row.children].map((child) => child.textContent.trim())
      return [name!, { mark: mark!, text: text! }]
    }),
  )
}

const summaryOf = (support: RtcSupport) => support.shadowRoot!.querySelector('[part=summary]')!.textContent

describe('<rtc-support>', () => {
  it('says what is so: the way of the frames, the backends that draw, the codecs that calls have', async () => {
    const { report } = await mount()
    const source = solidTrack([255, 0, 0])
    const processed = processTrack(source.track, '')
    expect(report.framePath).toBe(processed.stats!.path)
    processed.stop()
    source.stop()
    for (const backend of ['webgl2', 'wasm'] as const) {
      const draws = await renderImage(new ImageData(2, 2), 'invert', { backend }).then(
        () => true,
        () => false,
      )
      expect(Boolean(report.backends[backend]), backend).toBe(draws)
    }
    const peerConnection = new RTCPeerConnection()
    peerConnection.addTransceiver('video')
    peerConnection.addTransceiver('audio')
    const { sdp = '' } = await peerConnection.createOffer()
    peerConnection.close()
    for (const codec of [...report.codecs.video, ...report.codecs.audio]) expect(sdp).toContain(` ${codec}/`)
    expect(report.codecs.video).toContain('VP8')
    expect(report.codecs.video).not.toContain('rtx')
    expect(report.codecs.audio).toContain('opus')
  })

  it('says it in words, for each thing one', async () => {
    const support = await mount()
    const rows = readRows(support)
    for (const [name, { mark, text }] of Object.entries(rows)) {
      expect(mark, name).toMatch(/^(Yes|Limited|No)$/)
      expect(text, name).toMatch(/\.$/)
    }
    expect(rows.Calls).toMatchObject({ mark: 'Yes' })
    expect(rows.Calls!.text).toContain('VP8')
  })

  it('asks the person for nothing', async () => {
    const asked = [
      vi.spyOn(navigator.mediaDevices, 'getUserMedia'),
      vi.spyOn(navigator.mediaDevices, 'getDisplayMedia'),
      vi.spyOn(navigator.mediaDevices, 'enumerateDevices'),
      vi.spyOn(navigator.permissions, 'query'),
    ]
    await mount()
    for (const ask of asked) expect(ask).not.toHaveBeenCalled()
  })

  it('gives back the graphics context that it looked at', async () => {
    const getContext = vi.spyOn(OffscreenCanvas.prototype, 'getContext')
    const { report } = await mount()
    expect(report.backends.webgl2).not.toBeNull()
    const contexts = getContext.mock.results.map(({ value }) => value as WebGL2RenderingContext)
    expect(contexts.map((gl) => gl.isContextLost())).toEqual([true])
  })

  it('says what is missing, in the list and in one sentence above it', async () => {
    vi.stubGlobal('OffscreenCanvas', undefined)
    vi.stubGlobal('RTCRtpScriptTransform', undefined)
    vi.stubGlobal('MediaStreamTrackGenerator', undefined)
    const support = await mount()
    expect(support.report).toMatchObject({ framePath: 'canvas', encodedTransforms: false, backends: { webgl2: null } })
    const rows = readRows(support)
    expect(rows['Video effects']!.mark).toBe('Limited')
    expect(rows['Effects on the graphics card']!.mark).toBe('No')
    expect(rows['End-to-end encryption']!.text).toContain('RTCRtpScriptTransform is missing')
    expect(summaryOf(support)).toBe(
      'Missing in this browser: effects on the graphics card and end-to-end encryption. Limited: video effects.',
    )
  })
})
