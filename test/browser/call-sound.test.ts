// What audio effects do to a tone, measured on the decoded sound at the other end of a call.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { butterworth } from '../support/page/filter-theory.ts'
import { frequencyOf, levelAt, record, type Recording } from '../support/page/recorded-sound.ts'
import { decibels } from '../support/page/sound.ts'

/** The tone of the test pattern: without a picture it does not beep. */
const [frequency, amplitude] = [440, 0.25]
const soon = { timeout: 15_000, interval: 0 }

let camera: RtcCamera
let [sent, received]: MediaStreamTrack[] = []

beforeAll(async () => {
  const room = crypto.randomUUID()
  document.body.innerHTML = `
    <rtc-camera id="me" source="pattern" no-video autostart></rtc-camera>
    <rtc-call for="me" room="${room}" signaling="local:" autojoin></rtc-call>
    <rtc-call id="other" room="${room}" signaling="local:" autojoin></rtc-call>`
  camera = document.querySelector('rtc-camera')!
  const other = document.getElementById('other') as RtcCall
  await vi.waitFor(() => {
    ;[sent] = camera.stream!.getAudioTracks()
    ;[received] = other.participants[0]!.stream!.getAudioTracks()
    expect(received!.muted).toBe(false)
  }, soon)
})
afterAll(() => document.body.replaceChildren())

/** By how many decibels a tone differs from what it should be. */
const differenceAt = (hertz: number, wanted: number, heard: Recording) =>
  Math.abs(decibels(levelAt(hertz, heard) / wanted))

it.each<[string, string, (heard: Recording) => void]>([
  [
    'robot(100)',
    'splits it in two, 100 Hz below and above, of half its amplitude each',
    (heard) => {
      expect(differenceAt(frequency - 100, amplitude / 2, heard)).toBeLessThan(1)
      expect(differenceAt(frequency + 100, amplitude / 2, heard)).toBeLessThan(1)
      expect(decibels(levelAt(frequency, heard) / amplitude)).toBeLessThan(-30)
    },
  ],
  [
    'low-pass(220)',
    'lowers it as a Butterworth filter does an octave above its frequency',
    (heard) => {
      const wanted = amplitude * butterworth('lowpass', 220, 2)(frequency)
      expect(differenceAt(frequency, wanted, heard)).toBeLessThan(1)
    },
  ],
  [
    'pitch(semitones: 5)',
    'makes it higher by five twelfths of an octave',
    (heard) => expect(Math.abs(frequencyOf(heard) / (frequency * 2 ** (5 / 12)) - 1)).toBeLessThan(0.005),
  ],
])('%s %s, for the others in a call, on the same track', async (chain, _, expectIn) => {
  camera.effects = chain
  await vi.waitFor(async () => expectIn(await record(received!, 0.4)), soon)
  expect(camera.stream!.getAudioTracks()).toEqual([sent])
  const other = document.getElementById('other') as RtcCall
  expect(other.participants[0]!.stream!.getAudioTracks()).toEqual([received])
  expect(received!.readyState).toBe('live')
})
