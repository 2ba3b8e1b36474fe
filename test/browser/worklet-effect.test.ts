// AudioWorklet modules of a page as effects: their parameters, and that one that fails is left out while the sound goes on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadWorklet } from '../../components/load-worklet.ts'
import { type ProcessedTrack, processTrack, type ProcessTrackOptions } from '../../components/process-track.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-effect.ts'
import type { EffectStage } from '../../effects/effect.ts'

const closers: (() => unknown)[] = []
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(async () => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
  for (const close of closers.splice(0)) await close()
})

/** The URL of a script with this text. */
function scriptOf(text: string): string {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  closers.push(() => URL.revokeObjectURL(url))
  return url
}

/** Multiplies by `loudness`; throws when that reaches `burstAt`. */
const louder = (name = 'louder') => `
class Louder extends AudioWorkletProcessor {
  static get parameterDescriptors() {
    return [
      { name: 'loudness', defaultValue: 0.5, minValue: 0, maxValue: 4, automationRate: 'k-rate' },
      { name: 'burstAt', defaultValue: 3 },
    ]
  }
  process([input], [output], { loudness, burstAt }) {
    if (loudness[0] >= burstAt[0]) throw new Error('too loud to go on')
    input.forEach((channel, index) => channel.forEach((sample, at) => (output[index][at] = sample * loudness[0])))
    return true
  }
}
registerProcessor('${name}', Louder)`

/** A live track with a sine of amplitude 0.2. */
function createTone(): MediaStreamTrack {
  const context = new AudioContext()
  const destination = context.createMediaStreamDestination()
  const oscillator = new OscillatorNode(context, { frequency: 440 })
  oscillator.connect(new GainNode(context, { gain: 0.2 })).connect(destination)
  oscillator.start()
  closers.push(() => context.close())
  return destination.stream.getAudioTracks()[0]!
}

function run(chain: readonly EffectStage[], options?: ProcessTrackOptions): ProcessedTrack {
  const processed = processTrack(createTone(), chain, options)
  closers.push(() => processed.stop())
  return processed
}

/** Amplitude of a track's sound, as a receiver measures it. */
function createMeter(track: MediaStreamTrack): () => number {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  closers.push(() => context.close())
  const samples = new Float32Array(2048)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.max(...samples.map(Math.abs))
  }
}

const soon = { timeout: 8000, interval: 50 }

describe('loadWorklet', () => {
  it('knows the processor and its parameters', async () => {
    const effect = await loadWorklet(scriptOf(louder()))
    expect(effect).toMatchObject({ kind: 'audio', private: false })
    expect(effect.params).toEqual([
      { name: 'loudness', type: 'float', label: 'Loudness', defaultValue: 0.5, minValue: 0, maxValue: 4 },
      { name: 'burstAt', type: 'float', label: 'Burst at', defaultValue: 3, minValue: 0, maxValue: 3 },
    ])
  })

  it.each([
    ['registers nothing', 'globalThis.nothing = true', /registers no processor/],
    ['cannot be parsed', 'class {', /could not be loaded/],
    ['throws at once', 'throw new Error("no")', /registers no processor, or throws/],
    ['has a parameter no attribute can name', louder().replace("'burstAt'", "'<b>'"), /parameter's name is "<b>"/],
  ])('says what is wrong with a script that %s', async (_, text, sentence) => {
    await expect(loadWorklet(scriptOf(text))).rejects.toThrow(sentence)
  })
})

describe('an AudioWorklet module in a chain', () => {
  it('changes the sound, moves with its values, and stands among other effects', async () => {
    const effect = await loadWorklet(scriptOf(louder()))
    const processed = run([{ name: '', effect, values: {} }])
    const amplitude = createMeter(processed.track)
    await expect.poll(amplitude, soon).toBeCloseTo(0.1, 2)
    await processed.setChain([{ name: '', effect, values: { loudness: 2 } }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.4, 2)
    const doubled = { name: 'gain', values: { gain: 0.5 } }
    await processed.setChain([doubled, { name: '', effect, values: { loudness: 2 } }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.2, 2)
  })

  it('is what its own script says, whatever name other scripts and our effects have', async () => {
    const [first, second] = [scriptOf(louder('compressor')), scriptOf(louder('compressor').replace('0.5', '2'))]
    const stages = await Promise.all(
      [first, second].map(async (url): Promise<EffectStage> => ({
        name: '',
        effect: await loadWorklet(url),
        values: {},
      })),
    )
    const processed = run([
      ...stages,
      { name: 'compressor', values: { ratio: 1 } },
      { name: 'echo', values: { amount: 0 } },
    ])
    await processed.ready
    // Half of 0.2, doubled.
    await expect.poll(createMeter(processed.track), soon).toBeCloseTo(0.2, 2)
  })

  it('hands on no sound that is no number', async () => {
    const script = scriptOf(`
      globalThis.calls = 0
      registerProcessor('broken', class extends AudioWorkletProcessor {
        process(inputs, [output]) {
          for (const channel of output) channel.fill(++globalThis.calls < 100 ? NaN : 0.1)
          return true
        }
      })`)
    const effect = await loadWorklet(script)
    const filter = { name: 'high-pass', values: { frequency: 20 } }
    const processed = run([{ name: 'gain', values: {} }, { name: '', effect, values: {} }, filter])
    const amplitude = createMeter(processed.track)
    await expect.poll(amplitude, soon).toBeGreaterThan(0)
    await processed.setChain([{ name: 'gain', values: {} }, filter])
    await expect.poll(amplitude, soon).toBeCloseTo(0.2, 2)
  })

  it('is left out when it throws, with a sentence, and the other effects go on', async () => {
    const effect = await loadWorklet(scriptOf(louder()))
    const onerror = vi.fn<(error: Error) => void>()
    const half = { name: 'gain', values: { gain: 0.5 } }
    const processed = run([{ name: '', effect, values: { loudness: 2 }, onerror }, half])
    const amplitude = createMeter(processed.track)
    await expect.poll(amplitude, soon).toBeCloseTo(0.2, 2)
    await processed.setChain([{ name: '', effect, values: { loudness: 4 }, onerror }, half]).catch(() => undefined)
    await expect.poll(() => onerror.mock.calls.length, soon).toBe(1)
    expect(onerror.mock.calls[0]![0].message).toMatch(/left out/)
    await expect.poll(amplitude, soon).toBeCloseTo(0.1, 2)
    expect(processed.track.readyState).toBe('live')
    // It is tried again after the chain was without it.
    await processed.setChain([half])
    await processed.setChain([{ name: '', effect, values: { loudness: 1 } }, half])
    await expect.poll(amplitude, soon).toBeCloseTo(0.1, 2)
  })

  it('lets no raw sound out where it was alone, unless that is allowed', async () => {
    const [closed, open] = [scriptOf(louder('closed')), scriptOf(louder('open'))]
    const stage = async (url: string, onerror: () => void): Promise<EffectStage> => {
      return { name: '', effect: await loadWorklet(url), values: { loudness: 4 }, onerror }
    }
    for (const [url, allowRaw, expected] of [
      [closed, false, 0],
      [open, true, 0.2],
    ] as const) {
      const onerror = vi.fn()
      const amplitude = createMeter(run([await stage(url, onerror)], { allowRaw }).track)
      await expect.poll(() => onerror.mock.calls.length, soon).toBe(1)
      await expect.poll(amplitude, soon).toBeCloseTo(expected, 2)
    }
  })
})

it('<rtc-effect src> has attributes and descriptors for its parameters', async () => {
  document.body.innerHTML = `<rtc-camera source="pattern" no-video autostart>
    <rtc-effect src="${scriptOf(louder())}" loudness="0"></rtc-effect>
  </rtc-camera>`
  const effect = document.querySelector('rtc-effect')!
  const camera = document.querySelector('rtc-camera')!
  await expect.poll(() => effect.params.map(({ name }) => name), soon).toEqual(['loudness', 'burstAt'])
  await expect.poll(() => camera.state, soon).toBe('live')
  const amplitude = createMeter(camera.stream!.getAudioTracks()[0]!)
  await expect.poll(amplitude, soon).toBe(0)
  effect.setAttribute('loudness', '1')
  await expect.poll(amplitude, soon).toBeGreaterThan(0.05)
  effect.setAttribute('loudness', '3')
  await expect.poll(() => effect.error?.message, soon).toMatch(/left out/)
  expect(camera.error?.message).toMatch(/left out/)
  expect(camera.state).toBe('live')
})
