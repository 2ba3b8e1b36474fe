// Values of audio effects from chains: decibels, limits, sound files and other sources of the page.
import { afterEach, describe, expect, it } from 'vitest'
import { resolveAudio } from '../../components/internal/resolve-chain.ts'
import { processTrack } from '../../components/process-track.ts'
import { parseChain } from '../../effects/chain.ts'
import type { ChainValue } from '../../effects/effect.ts'
import { wav } from '../support/page/wav.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  document.body.replaceChildren()
  for (const close of closers.splice(0)) await close()
})

const context = new OfflineAudioContext(1, 128, 48_000)

/** What the first stage of a chain gets. */
async function valuesOf(chain: string): Promise<Readonly<Record<string, unknown>>> {
  const [stage] = await resolveAudio(parseChain(chain), context)
  return stage && 'values' in stage ? stage.values : {}
}

async function resolve(name: string, values: Readonly<Record<string, ChainValue>>) {
  const [stage] = await resolveAudio([{ name, values }], context)
  return stage && 'values' in stage ? stage.values : {}
}

describe('numbers', () => {
  it('are decibels where the parameter is in decibels, and factors elsewhere', async () => {
    expect(await valuesOf('compressor(threshold: -24db)')).toEqual({ threshold: -24 })
    expect(await valuesOf('compressor(-24)')).toEqual({ threshold: -24 })
    expect((await valuesOf('gain(-6db)')).gain).toBeCloseTo(0.501, 3)
    expect(() => parseChain('compressor(6db)')).toThrow(/threshold goes from/)
  })

  it('out of range are clamped where they come as data', async () => {
    expect(await resolve('reverb', { decay: 1e9 })).toEqual({ decay: 6 })
    expect(await resolve('echo', { delay: -1 })).toEqual({ delay: 0.02 })
    await expect(resolve('echo', { delay: NaN })).rejects.toThrow(/"delay" takes a number/)
    await expect(resolve('echo', { delay: 'long' })).rejects.toThrow(/"delay" takes a number/)
  })

  it('may move by themselves, choices may not', async () => {
    expect(await valuesOf('tremolo(lfo(0.5hz, 2..8))')).toEqual({
      rate: { driver: 'lfo', frequency: 0.5, min: 2, max: 8 },
    })
    const driver = { driver: 'lfo', frequency: 1, min: 0, max: 1 } as const
    await expect(resolve('reverb', { room: driver })).rejects.toThrow(/"room" takes/)
  })
})

describe('sounds', () => {
  it.each([48_000, 24_000])(
    'come from files of %d Hz, at the rate of the context, and are decoded once',
    async (rate) => {
      const url = URL.createObjectURL(
        wav(
          Array.from({ length: rate / 100 }, () => 0.5),
          rate,
        ),
      )
      closers.push(() => URL.revokeObjectURL(url))
      const { file } = await valuesOf(`convolution("${url}")`)
      expect(file).toBeInstanceOf(AudioBuffer)
      expect(file).toMatchObject({ sampleRate: 48_000, duration: 0.01, numberOfChannels: 1 })
      expect((file as AudioBuffer).getChannelData(0)[240]).toBeCloseTo(0.5, 3)
      expect((await valuesOf(`convolution("${url}")`)).file).toBe(file)
    },
  )

  it('come as samples or as a file in memory, too', async () => {
    const { file } = await resolve('convolution', { file: Float32Array.of(1, 0, 0.5) })
    expect((file as AudioBuffer).getChannelData(0)).toEqual(Float32Array.of(1, 0, 0.5))
    expect((await resolve('convolution', { file: wav([0, 1], 48_000) })).file).toBeInstanceOf(AudioBuffer)
  })

  it('that cannot be used are refused with a sentence', async () => {
    await expect(valuesOf('convolution("nowhere.wav")')).rejects.toThrow(/nowhere.wav/)
    await expect(resolve('convolution', { file: new Blob(['no sound']) })).rejects.toThrow(/no sound that this browser/)
    await expect(resolve('convolution', { file: 3 })).rejects.toThrow(/"file" takes a sound/)
    const long = wav(new Array<number>(8000 * 21).fill(0), 8000)
    await expect(resolve('convolution', { file: long })).rejects.toThrow(/at most 20 seconds/)
  })
})

describe('other sources', () => {
  it('are named by id, or handed over', async () => {
    document.body.innerHTML = '<rtc-camera id="me"></rtc-camera><p id="text"></p>'
    const camera = Object.assign(document.getElementById('me')!, { stream: null })
    expect(await valuesOf('ducking("me")')).toEqual({ under: camera })
    const stream = new MediaStream()
    expect(await resolve('ducking', { under: stream })).toEqual({ under: stream })
    await expect(valuesOf('ducking("you")')).rejects.toThrow(/no element with the id "you"/)
    await expect(valuesOf('ducking("text")')).rejects.toThrow(/has no stream/)
    await expect(resolve('ducking', { under: new EventTarget() })).rejects.toThrow(/another source/)
  })

  it('are followed when their stream comes later and when it goes', async () => {
    const audio = new AudioContext()
    closers.push(() => audio.close())
    const tone = (level: number) => {
      const destination = audio.createMediaStreamDestination()
      const oscillator = new OscillatorNode(audio, { frequency: 440 })
      oscillator.connect(new GainNode(audio, { gain: level })).connect(destination)
      oscillator.start()
      return destination.stream
    }
    const speaker = Object.assign(new EventTarget(), { stream: null as MediaStream | null })
    const become = (stream: MediaStream | null) => {
      speaker.stream = stream
      speaker.dispatchEvent(new Event('streamchange'))
    }
    const music = processTrack(tone(0.2).getAudioTracks()[0]!, [
      { name: 'ducking', values: { under: speaker, amount: 20 } },
    ])
    closers.push(() => music.stop())
    const analyser = new AnalyserNode(audio, { fftSize: 2048 })
    audio.createMediaStreamSource(new MediaStream([music.track])).connect(analyser)
    const samples = new Float32Array(2048)
    const amplitude = () => {
      analyser.getFloatTimeDomainData(samples)
      return Math.max(...samples.map(Math.abs))
    }
    const soon = { timeout: 8000, interval: 50 }
    await expect.poll(amplitude, soon).toBeCloseTo(0.2, 2)
    become(tone(0.5))
    // 20 dB are a tenth.
    await expect.poll(amplitude, soon).toBeCloseTo(0.02, 2)
    become(null)
    await expect.poll(amplitude, soon).toBeCloseTo(0.2, 2)
  })
})
