// What sound costs in every audio effect of the catalogue, and in the effects of that kind that Tone.js has. Driven by
// bench/audio.mjs.
import { completeValues, createStage } from '../../components/internal/audio-stage.ts'
import type { AudioEffect, AudioValues } from '../../effects/audio-effect.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import { roomResponse } from '../../effects/audio/room-response.ts'
import { rooms } from '../../effects/audio/rooms.ts'
import { loadSpeech } from '../../test/support/page/speech.ts'
import { audioRivals } from './audio-rivals.ts'
import { median } from './frames.ts'
import { prepareTone } from './peers/tone.ts'

const sampleRate = 48_000
const seconds = 10
const rounds = 7

/** Makes a render ready; what it resolves with does it, and nothing else. */
export type Prepare = () => Promise<() => Promise<AudioBuffer>>

/** Share of one core. 'wrong' where the sound is not the effect's, 'fails' where there is none. */
type Cell = number | 'wrong' | 'fails'

interface Entrant {
  readonly prepare: Prepare
  /** Renders the same sound without an effect; null where this is it. */
  readonly nothing: Entrant | null
  /** Milliseconds of each round. */
  readonly ms: number[]
  problem?: 'wrong' | 'fails'
}

window.runBench = async () => {
  const sounds = await createSounds()
  const ourNothing = sounds.map((sound) => createEntrant(prepareOurs(sound, null, {})))
  const toneNothing = sounds.map((sound) => createEntrant(prepareTone(sound)))
  const rows = [...audioEffects.values()].flatMap(choicesOf).map(({ name, effect, chosen }) => {
    const { values: wanted = {}, isLoose = false, create } = audioRivals[effect.name] ?? {}
    const values = { ...completeValues(effect, { ...chosen, ...wanted }), ...filesFor(effect) }
    const ours = sounds.map((sound, index) => createEntrant(prepareOurs(sound, effect, values), ourNothing[index]))
    const tone =
      create &&
      sounds.map((sound, index) =>
        createEntrant(
          prepareTone(sound, (context) => create(context, values)),
          toneNothing[index],
        ),
      )
    return { name, isLoose, ours, tone }
  })
  const all = [...ourNothing, ...toneNothing, ...rows.flatMap(({ ours, tone = [] }) => [...ours, ...tone])]
  for (const entrant of all) await check(entrant)
  for (let round = 0; round < rounds; round++) for (const entrant of all) await measure(entrant)
  return {
    browser: /Chrome\/[\d.]+/.exec(navigator.userAgent)?.[0],
    sampleRate,
    seconds,
    rounds,
    nothing: ourNothing.map(({ ms }) => median(ms) / (seconds * 1000)),
    rows: rows.map(({ ours, tone, ...row }) => ({ ...row, ours: ours.map(cellOf), tone: tone?.map(cellOf) })),
  }
}

function createEntrant(prepare: Prepare, nothing: Entrant | null = null): Entrant {
  return { prepare, nothing, ms: [] }
}

/** Nothing is timed that does not change the sound. */
async function check(entrant: Entrant): Promise<void> {
  try {
    const after = await (await entrant.prepare())()
    const before = await (await entrant.nothing?.prepare())?.()
    if (before && !isChanged(after.getChannelData(0), before.getChannelData(0))) entrant.problem = 'wrong'
  } catch (error) {
    console.error(error)
    entrant.problem = 'fails'
  }
}

function isChanged(after: Float32Array, before: Float32Array): boolean {
  const isHeard = after.some((value) => Math.abs(value) > 0.01)
  return isHeard && after.some((value, at) => Math.abs(value - before[at]!) > 0.0005)
}

async function measure({ prepare, ms, problem }: Entrant): Promise<void> {
  if (problem) return
  const render = await prepare()
  const started = performance.now()
  await render()
  ms.push(performance.now() - started)
}

function cellOf({ ms, nothing, problem }: Entrant): Cell {
  return problem ?? median(ms.map((time, round) => time - nothing!.ms[round]!)) / (seconds * 1000)
}

/** An effect as the host builds it. */
function prepareOurs(sound: AudioBuffer, effect: AudioEffect | null, values: AudioValues): Prepare {
  return async () => {
    const context = new OfflineAudioContext(2, sound.length, sampleRate)
    const source = new AudioBufferSourceNode(context, { buffer: sound })
    source.start()
    const live = effect?.params.filter((param) => param.live) ?? []
    const voices: AudioValues = Object.fromEntries(live.map(({ name }) => [name, source]))
    const stage = effect && (await createStage(context, effect, { ...values, ...voices }))
    if (stage) source.connect(stage.input)
    const output = stage?.output ?? source
    output.connect(context.destination)
    return () => context.startRendering()
  }
}

/** One for each choice of an effect's first parameter, where that has some. */
function choicesOf(effect: AudioEffect): { name: string; effect: AudioEffect; chosen: Partial<AudioValues> }[] {
  const { name, params } = effect
  const [first] = params
  if (!first?.choices) return [{ name, effect, chosen: {} }]
  return first.choices.map(({ value, label }) => ({
    name: `${name}(${first.name}: ${label})`,
    effect,
    chosen: { [first.name]: value },
  }))
}

/** For effects that want a sound from a file: what a room answers to a click. */
function filesFor({ params }: AudioEffect): AudioValues {
  const files = params.filter(({ type, live }) => type === 'audio' && !live)
  if (files.length === 0) return {}
  return Object.fromEntries(files.map(({ name }) => [name, bufferOf(roomResponse(rooms[0]!, 1.2, sampleRate))]))
}

/** A voice again and again, in a faint hiss so that it is never quite silent: of one channel, and of two that differ. */
async function createSounds(): Promise<AudioBuffer[]> {
  const voice = await loadSpeech(sampleRate)
  const channels = [0, 0.5].map((start) =>
    Float32Array.from(
      { length: seconds * sampleRate },
      (_, at) => voice[(at + start * sampleRate) % voice.length]! + 0.001 * (2 * Math.random() - 1),
    ),
  )
  return [bufferOf(channels.slice(0, 1)), bufferOf(channels)]
}

function bufferOf(channels: readonly Float32Array<ArrayBuffer>[]): AudioBuffer {
  const buffer = new AudioBuffer({ numberOfChannels: channels.length, length: channels[0]!.length, sampleRate })
  for (const [channel, samples] of channels.entries()) buffer.copyToChannel(samples, channel)
  return buffer
}
