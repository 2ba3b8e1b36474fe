// processTrack, as a developer uses it inside a call stack of their own.
import { afterEach, expect, it, vi } from 'vitest'
import { processTrack, type ProcessedTrack, type ProcessTrackOptions } from '../../components/process-track.ts'
import type { Chain } from '../../effects/effect.ts'
import { coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
const black: Rgb = [0, 0, 0]

const open: { stop(): void }[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const one of open.splice(0)) one.stop()
})

function start(chain: string | Chain, options?: ProcessTrackOptions): ProcessedTrack {
  const source = solidTrack(green)
  const processed = processTrack(source.track, chain, options)
  open.push(processed, source)
  return processed
}

it('gives a track that shows the effect, after black and never the raw picture', async () => {
  const processed = start('invert')
  const seen = await coloursUntil(processed.track, (colour) => isNear(colour, inverted))
  await processed.ready
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it('changes chains on the same track without a raw or black frame in between', async () => {
  const processed = start('invert')
  const { track } = processed
  await coloursUntil(track, (colour) => isNear(colour, inverted))
  const grey: Rgb = [114, 114, 114]
  const seen = coloursUntil(track, (colour) => isNear(colour, grey))
  await processed.setChain('grayscale')
  const others = (await seen).filter((colour) => !isNear(colour, inverted) && !isNear(colour, grey))
  expect(others).toEqual([])
  expect(processed.track).toBe(track)
})

it('rejects a chain with a mistake and keeps the last good one running', async () => {
  const processed = start('invert')
  await processed.ready
  await expect(processed.setChain('invrt')).rejects.toMatchObject({ name: 'ChainError', suggestion: 'invert' })
  let count = 0
  const seen = await coloursUntil(processed.track, (colour) => isNear(colour, inverted) && ++count > 5)
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it('stays black when the first chain has a mistake', async () => {
  const processed = start('invrt')
  await expect(processed.ready).rejects.toMatchObject({ name: 'ChainError' })
  let count = 0
  const seen = await coloursUntil(processed.track, () => ++count > 3)
  expect(seen.filter((colour) => !isNear(colour, black))).toEqual([])
})

it('skips stages of the other kind, with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const processed = start('gain(0.5) invert')
  await coloursUntil(processed.track, (colour) => isNear(colour, inverted))
  await processed.ready
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('skips 1 stage'))
})

it('halves the amplitude of an audio track with gain(0.5), on one track', async () => {
  const context = new AudioContext()
  open.push({ stop: () => void context.close() })
  const tone = new OscillatorNode(context, { frequency: 440 })
  const destination = context.createMediaStreamDestination()
  tone.connect(destination)
  tone.start()
  const processed = processTrack(destination.stream.getAudioTracks()[0]!, 'gain(0.5)')
  open.push(processed)
  await processed.ready
  const analyser = new AnalyserNode(context, { fftSize: 4096 })
  context.createMediaStreamSource(new MediaStream([processed.track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const rms = () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
  }
  await expect.poll(rms, { timeout: 5000 }).toBeCloseTo(0.5 * Math.SQRT1_2, 2)
})

it('says what a video pipeline does', async () => {
  const processed = start('invert grayscale')
  // Both look at their own pixel only, so they are one pass.
  await vi.waitFor(() => expect(processed.stats?.draws).toBe(1), 5000)
  expect(processed.stats).toMatchObject({ backend: 'wasm', path: 'track-processor' })
  expect(processed.stats!.effects.map(({ name }) => name)).toEqual(['invert', 'grayscale'])
  expect(processed.stats!.fps).toBeGreaterThan(0)
})

it('draws with the backend that is asked for, and says so', async () => {
  for (const backend of ['wasm', 'webgl2'] as const) {
    const processed = start('invert', { backend })
    await vi.waitFor(() => expect(processed.stats?.why).toBe(`${backend} was asked for`), 5000)
    expect(processed.stats?.backend).toBe(backend)
  }
})

it('finds out by itself which backend is faster, and says what it measured', async () => {
  const processed = start('invert')
  await vi.waitFor(
    () => expect(processed.stats?.why).toMatch(/^wasm: [\d.]+ ms a frame, webgl2: [\d.]+ ms$|^webgl2/),
    9000,
  )
})

it('ends its track and leaves the input alone at stop', async () => {
  const source = solidTrack(green)
  open.push(source)
  const processed = processTrack(source.track, 'invert')
  await processed.ready
  processed.stop()
  expect(processed.track.readyState).toBe('ended')
  expect(source.track.readyState).toBe('live')
})
