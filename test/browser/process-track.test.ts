// processTrack, as a developer uses it inside a call stack of their own.
import { expect, it, type TestContext, vi } from 'vitest'
import { processTrack, type ProcessedTrack, type ProcessTrackOptions } from '../../components/process-track.ts'
import type { Chain } from '../../effects/effect.ts'
import { coloursUntil, isNear, solidTrack, type Rgb } from '../support/page/frames.ts'

const green: Rgb = [0, 160, 0]
const inverted: Rgb = [255, 95, 255]
const black: Rgb = [0, 0, 0]

function start({ onTestFinished }: TestContext, chain: string | Chain, options?: ProcessTrackOptions): ProcessedTrack {
  const source = solidTrack(green)
  const processed = processTrack(source.track, chain, options)
  onTestFinished(() => {
    processed.stop()
    source.stop()
  })
  return processed
}

it.concurrent('gives a track that shows the effect, after black and never the raw picture', async (test) => {
  const processed = start(test, 'invert')
  const seen = await coloursUntil(processed.track, (colour) => isNear(colour, inverted))
  await processed.ready
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it.concurrent('changes chains on the same track without a raw or black frame in between', async (test) => {
  const processed = start(test, 'invert')
  const { track } = processed
  await coloursUntil(track, (colour) => isNear(colour, inverted))
  const grey: Rgb = [114, 114, 114]
  const seen = coloursUntil(track, (colour) => isNear(colour, grey))
  await processed.setChain('grayscale')
  const others = (await seen).filter((colour) => !isNear(colour, inverted) && !isNear(colour, grey))
  expect(others).toEqual([])
  expect(processed.track).toBe(track)
})

it.concurrent('rejects a chain with a mistake and keeps the last good one running', async (test) => {
  const processed = start(test, 'invert')
  await processed.ready
  await expect(processed.setChain('invrt')).rejects.toMatchObject({ name: 'ChainError', suggestion: 'invert' })
  let count = 0
  const seen = await coloursUntil(processed.track, (colour) => isNear(colour, inverted) && ++count > 5)
  expect(seen.filter((colour) => isNear(colour, green))).toEqual([])
})

it.concurrent('stays black when the first chain has a mistake', async (test) => {
  const processed = start(test, 'invrt')
  await expect(processed.ready).rejects.toMatchObject({ name: 'ChainError' })
  let count = 0
  const seen = await coloursUntil(processed.track, () => ++count > 3)
  expect(seen.filter((colour) => !isNear(colour, black))).toEqual([])
})

it.concurrent('skips stages of the other kind, with a warning', async (test) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  test.onTestFinished(() => warn.mockRestore())
  const processed = start(test, 'gain(0.5) invert')
  await coloursUntil(processed.track, (colour) => isNear(colour, inverted))
  await processed.ready
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('skips 1 stage'))
})

it.concurrent('halves the amplitude of an audio track with gain(0.5), on one track', async (test) => {
  const context = new AudioContext()
  test.onTestFinished(() => context.close())
  const tone = new OscillatorNode(context, { frequency: 440 })
  const destination = context.createMediaStreamDestination()
  tone.connect(destination)
  tone.start()
  const processed = processTrack(destination.stream.getAudioTracks()[0]!, 'gain(0.5)')
  test.onTestFinished(() => processed.stop())
  await processed.ready
  const analyser = new AnalyserNode(context, { fftSize: 4096 })
  context.createMediaStreamSource(new MediaStream([processed.track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const rms = () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
  }
  await test.expect.poll(rms, { timeout: 5000 }).toBeCloseTo(0.5 * Math.SQRT1_2, 2)
})

it.concurrent('says what a video pipeline does', async (test) => {
  const processed = start(test, 'invert grayscale')
  // Both look at their own pixel only, so they are one pass.
  await vi.waitFor(() => expect(processed.stats?.draws).toBe(1), 5000)
  expect(processed.stats).toMatchObject({ backend: 'wasm', path: 'track-processor' })
  expect(processed.stats!.effects.map(({ name }) => name)).toEqual(['invert', 'grayscale'])
  expect(processed.stats!.fps).toBeGreaterThan(0)
})

it.concurrent('draws with the backend that is asked for, and says so', async (test) => {
  for (const backend of ['wasm', 'webgl2'] as const) {
    const processed = start(test, 'invert', { backend })
    await vi.waitFor(() => expect(processed.stats?.why).toBe(`${backend} was asked for`), 5000)
    expect(processed.stats?.backend).toBe(backend)
  }
})

it.concurrent('finds out by itself which backend is faster, and says what it measured', async (test) => {
  const processed = start(test, 'invert')
  await vi.waitFor(
    () => expect(processed.stats?.why).toMatch(/^wasm: [\d.]+ ms a frame, webgl2: [\d.]+ ms$|^webgl2/),
    9000,
  )
})

it.concurrent('ends its track and leaves the input alone at stop', async (test) => {
  const source = solidTrack(green)
  test.onTestFinished(() => source.stop())
  const processed = processTrack(source.track, 'invert')
  await processed.ready
  processed.stop()
  expect(processed.track.readyState).toBe('ended')
  expect(source.track.readyState).toBe('live')
})
