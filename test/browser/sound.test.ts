// Effects and drivers that follow sound: a tone of a known pitch and loudness in, a known picture out.
import { afterEach, expect, it } from 'vitest'
import { AudioPipeline } from '../../components/internal/audio-pipeline.ts'
import { ChainRunner } from '../../components/internal/chain-runner.ts'
import { renderImage } from '../../components/render-image.ts'
import { parseEffect } from '../../effects/isf.ts'
import { VideoPipeline } from '../../workers/pipeline-client.ts'
import { SoundListener } from '../../workers/sound.ts'
import { coloursUntil, solidTrack } from '../support/page/frames.ts'

const open: { stop(): void }[] = []
afterEach(() => open.splice(0).forEach((one) => one.stop()))

const sampleRate = 48_000

/** A listener that has heard one block of a sine. */
async function hear(frequency: number, amplitude: number): Promise<SoundListener> {
  const { port1, port2 } = new MessageChannel()
  const listener = new SoundListener(port2, sampleRate)
  open.push({ stop: () => listener.close() })
  const block = Float32Array.from(
    { length: 1024 },
    (_, at) => amplitude * Math.sin((2 * Math.PI * frequency * at) / sampleRate),
  )
  port1.postMessage(block)
  await expect.poll(() => listener.waveform[1]).toBe(block[1])
  listener.read()
  return listener
}

/** RMS in dBFS as a share of the 60 dB below full scale. */
const levelOf = (amplitude: number) => 1 + (20 * Math.log10(amplitude * Math.SQRT1_2)) / 60

it.each([
  [100, 'bass'],
  [1000, 'mid'],
  [8000, 'treble'],
] as const)('measures a tone of %i Hz in the band %s', async (frequency, band) => {
  const { levels } = await hear(frequency, 0.25)
  expect(levels[band]).toBeCloseTo(levelOf(0.25), 1)
  expect(levels.level).toBeCloseTo(levelOf(0.25), 1)
  for (const other of ['bass', 'mid', 'treble'] as const) if (other !== band) expect(levels[other]).toBeLessThan(0.3)
})

it('finds the tone where it is in the spectrum, and nothing in silence', async () => {
  const { spectrum } = await hear(3000, 0.01)
  expect(spectrum.indexOf(Math.max(...spectrum))).toBe(Math.round((3000 * 1024) / sampleRate))
  const { levels } = await hear(3000, 1e-9)
  expect(levels).toEqual({ bass: 0, mid: 0, treble: 0, level: 0 })
})

it('hands sound to shaders as rows of pixels', async () => {
  const effect = parseEffect(`/*{ "INPUTS": [
    { "NAME": "wave", "TYPE": "audio" }, { "NAME": "spectrum", "TYPE": "audioFFT" } ] }*/
    void main() { gl_FragColor = vec4(IMG_NORM_PIXEL(wave, isf_FragNormCoord).r, IMG_NORM_PIXEL(spectrum, isf_FragNormCoord).r, 0.0, 1.0); }`)
  const values = [{ wave: Float32Array.of(-1, 0, 1, 0.5), spectrum: Float32Array.of(0, 0.2, 0.4, 1) }]
  const { data } = await renderImage(null, [effect], { width: 4, height: 1, values })
  const column = (channel: number) => [0, 1, 2, 3].map((x) => data[x * 4 + channel])
  expect(column(0)).toEqual([0, 128, 255, 191])
  expect(column(1)).toEqual([0, 51, 102, 255])
  const silent = await renderImage(null, [effect], { width: 1, height: 1 })
  expect([...silent.data.slice(0, 2)]).toEqual([128, 0])
})

it('lets a running effect follow the sound of its source', async () => {
  const audio = new AudioPipeline()
  const video = new VideoPipeline({ width: 16, height: 16 })
  const source = solidTrack([255, 255, 255])
  const tone = new OscillatorNode(audio.context, { frequency: 1000 })
  const gain = new GainNode(audio.context, { gain: 0 })
  tone.connect(gain)
  tone.start()
  open.push({ stop: () => audio.close() }, { stop: () => video.close() }, source)
  audio.setSource(gain)
  video.setSource(source.track)
  await new ChainRunner(video, audio).set('brightness-contrast(brightness: audio(mid, -1..0))')
  await coloursUntil(video.track, ([red]) => red === 0)
  gain.gain.value = 0.25
  // A full-scale RMS would leave the picture white; this tone is quieter.
  const expected = 255 * levelOf(0.25)
  await coloursUntil(video.track, ([red]) => Math.abs(red - expected) < 12)
  gain.gain.value = 0
  await coloursUntil(video.track, ([red]) => red < 10)
})
