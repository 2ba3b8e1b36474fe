// The chain runner fails closed: what it lets pass while chains load, break and follow one another.
import { afterEach, expect, it, vi } from 'vitest'
import { AudioPipeline } from '../../components/internal/audio-pipeline.ts'
import { ChainRunner } from '../../components/internal/chain-runner.ts'
import type { Chain } from '../../effects/effect.ts'
import type { VideoPipeline } from '../../workers/pipeline-client.ts'

const open: AudioPipeline[] = []
afterEach(() => {
  vi.restoreAllMocks()
  open.splice(0).forEach((pipeline) => pipeline.close())
})

/** The gate of a video pipeline, which runs what it is told until `isBroken`. */
function fakeVideo() {
  const video = {
    isRawAllowed: false,
    isBroken: false,
    setRawAllowed: (allowed: boolean) => (video.isRawAllowed = allowed),
    setBypassAllowed: () => undefined,
    setSound: () => undefined,
    setStages: () => (video.isBroken ? Promise.reject(new Error('does not compile')) : Promise.resolve()),
  }
  return video
}
const asPipeline = (video: ReturnType<typeof fakeVideo>) => video as unknown as VideoPipeline

/** An audio pipeline that hears a steady 0.5, and the loudest sample that has come out of it since the last look. */
function listen(): { audio: AudioPipeline; peak: () => number } {
  const audio = new AudioPipeline()
  open.push(audio)
  const { context } = audio
  const source = new ConstantSourceNode(context, { offset: 0.5 })
  source.start()
  audio.setSource(source)
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(new MediaStream([audio.track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    audio,
    peak() {
      analyser.getFloatTimeDomainData(samples)
      return Math.max(...samples)
    },
  }
}

it('never lets raw frames pass for a chain that does not run, while a private one does, whatever is allowed', async () => {
  const video = fakeVideo()
  const runner = new ChainRunner(asPipeline(video), null, { allowRaw: true })
  await runner.set('invert')
  expect(video.isRawAllowed).toBe(true)
  await runner.set('[pixelate]')
  expect(video.isRawAllowed).toBe(false)
  video.isBroken = true
  await expect(runner.set('invert')).rejects.toThrow('does not compile')
  expect(video.isRawAllowed).toBe(false)
  video.isBroken = false
  await runner.set('invert')
  expect(video.isRawAllowed).toBe(true)
})

it('sends silence, not the voice as it is, while a chain that changes it cannot run', async () => {
  const { audio, peak } = listen()
  await expect.poll(peak).toBeCloseTo(0.5, 2)
  const runner = new ChainRunner(asPipeline(fakeVideo()), audio)
  let answer: (response: Response) => void = () => undefined
  vi.spyOn(window, 'fetch').mockImplementation(() => new Promise((resolve) => (answer = resolve)))
  const set = runner.set('chroma-key(background: "/slow.png") gain(0.5)')
  await expect.poll(peak).toBe(0)
  answer(new Response(null, { status: 404 }))
  await expect(set).rejects.toThrow('the server answered 404')
  await runner.set('invert gain(0.5)')
  await expect.poll(peak).toBeCloseTo(0.25, 2)
  await runner.set('invert')
  await expect.poll(peak).toBeCloseTo(0.5, 2)
})

it.each<[string, unknown, string]>([
  ['no chain', 5, 'A chain is'],
  ['a stage that is none', [null], 'A stage of a chain is'],
  ['no values', [{ name: 'invert' }], 'needs values'],
  ['null for a number', [{ name: 'pixelate', values: { 'cell-size': null } }], 'takes a number'],
  ['null for an image', [{ name: 'chroma-key', values: { background: null } }], 'takes an image'],
  ['a mix that is no number', [{ name: 'invert', values: {}, mix: NaN }], '"mix" takes'],
  ['a mix in a group', [{ stages: [{ name: 'invert', values: {}, mix: 7 }] }], '"mix" takes'],
  ['an unknown blend', [{ name: 'invert', values: {}, blend: 'glow' }], '"blend" takes one of'],
  [
    'a driver that leads nowhere',
    [{ name: 'pixelate', values: { 'cell-size': { driver: 'lfo', frequency: NaN, min: 1, max: 2 } } }],
    'takes a number',
  ],
])('says what is wrong with a chain from elsewhere: %s', async (_, chain, sentence) => {
  const video = fakeVideo()
  const runner = new ChainRunner(asPipeline(video), null)
  await expect(runner.set(chain as Chain)).rejects.toThrow(sentence)
  expect(video.isRawAllowed).toBe(false)
})

it('leaves the sound as it is where the picture cannot change', async () => {
  const { audio, peak } = listen()
  const video = fakeVideo()
  const runner = new ChainRunner(asPipeline(video), audio)
  await runner.set('pixelate gain(0.2)')
  await expect.poll(peak, { timeout: 8000 }).toBeCloseTo(0.1, 2)
  video.isBroken = true
  await expect(runner.set('invert')).rejects.toThrow('does not compile')
  // Long enough for a cross-fade.
  const { context } = audio
  const since = context.currentTime
  await expect.poll(() => context.currentTime - since).toBeGreaterThan(0.2)
  expect(peak()).toBeCloseTo(0.1, 2)
})
