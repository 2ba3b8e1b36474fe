// What a room answers to a click: noise that dies away by 60 dB in the decay time, its treble sooner (J. A. Moorer, "About this
// reverberation business", Computer Music Journal 3, 1979). The same at every run. Used by the reverb effect.
import type { Room } from './rooms.ts'

/** @param decay RT60 in seconds: how long the sound takes to fall by 60 dB
 *  @returns the answers at the left and the right ear, each of energy 1, as two noises that have nothing in common */
export function roomResponse(
  room: Room,
  decay: number,
  sampleRate: number,
): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  return [noiseTail(room, decay, sampleRate, 1), noiseTail(room, decay, sampleRate, 2)]
}

function noiseTail(room: Room, decay: number, sampleRate: number, seed: number): Float32Array<ArrayBuffer> {
  // What is more than 70 dB down is not heard.
  const samples = new Float32Array(Math.ceil(decay * (70 / 60) * sampleRate))
  const noise = createNoise(seed)
  const smoothing = 1 - Math.exp((-2 * Math.PI * Math.min(room.crossover, sampleRate / 4)) / sampleRate)
  let bass = 0
  let energy = 0
  for (let at = 0; at < samples.length; at++) {
    const time = at / sampleRate
    const white = noise()
    bass += smoothing * (white - bass)
    const treble = room.treble * (white - bass) * 10 ** ((-3 * time) / (decay * room.trebleDecay))
    const onset = time < room.onset ? time / room.onset : 1
    const value = onset * (bass * 10 ** ((-3 * time) / decay) + treble)
    samples[at] = value
    energy += value * value
  }
  const scale = 1 / Math.sqrt(energy)
  return samples.map((value) => value * scale)
}

/** White noise in -1..1: mulberry32 (T. Ettinger). */
function createNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 31 - 1
  }
}
