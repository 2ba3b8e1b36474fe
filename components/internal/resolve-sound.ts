// Sounds that effects take as values: files, which are loaded and decoded once, and other sources of the page. Used where a
// chain is made ready to run.
import type { ChainValue, EffectInfo, ParamDescriptor } from '../../effects/effect.ts'
import { loadFile } from './load-file.ts'
import { wrongType } from './wrong-type.ts'

/** By context, which their rate is of, and then by URL or file. */
const decoded = new WeakMap<BaseAudioContext, Map<unknown, Promise<AudioBuffer>>>()
const maxDecoded = 16
/** Seconds of a sound that an effect takes: an impulse response beyond would stop the page's sound. */
const longest = 20

/** A sound from a file: the URL of one, a Blob, an AudioBuffer or mono samples at the context's rate. */
export function soundOf(
  effect: EffectInfo,
  param: ParamDescriptor,
  value: ChainValue,
  context: BaseAudioContext,
): Promise<AudioBuffer> {
  let known = decoded.get(context)
  if (!known) decoded.set(context, (known = new Map<unknown, Promise<AudioBuffer>>()))
  const former = known.get(value)
  if (former) return former
  const decoding = decode(effect, param, value, context)
  known.set(value, decoding)
  decoding.catch(() => known.delete(value))
  if (known.size > maxDecoded) known.delete(known.keys().next().value)
  return decoding
}

/** Another source of the page, by the id of its element, as the element or as a MediaStream.
 *  @throws TypeError with a sentence */
export function sourceOf(effect: EffectInfo, param: ParamDescriptor, value: ChainValue): EventTarget {
  if (typeof value === 'string') {
    const element = document.getElementById(value)
    if (element && 'stream' in element) return element
    const what = element
      ? `the element with the id "${value}" has no stream`
      : `there is no element with the id "${value}"`
    throw new TypeError(`${effect.name}: "${param.name}" names another source, but ${what}.`)
  }
  if (value instanceof MediaStream || (value instanceof EventTarget && 'stream' in value)) return value
  throw wrongType(effect, param)
}

async function decode(
  effect: EffectInfo,
  param: ParamDescriptor,
  value: ChainValue,
  context: BaseAudioContext,
): Promise<AudioBuffer> {
  if (value instanceof AudioBuffer) return short(effect, param, value)
  if (value instanceof Float32Array) {
    if (value.length > longest * context.sampleRate) throw tooLong(effect, param)
    const buffer = new AudioBuffer({ length: Math.max(value.length, 1), sampleRate: context.sampleRate })
    buffer.copyToChannel(new Float32Array(value), 0)
    return buffer
  }
  if (typeof value !== 'string' && !(value instanceof Blob)) throw wrongType(effect, param)
  const file = typeof value === 'string' ? await loadFile(value, 'sound') : value
  const sound = await context.decodeAudioData(await file.arrayBuffer()).catch(() => {
    const name = typeof value === 'string' ? value : 'this file'
    throw new DOMException(`${effect.name}: ${name} is no sound that this browser can decode.`, 'EncodingError')
  })
  return short(effect, param, sound)
}

function short(effect: EffectInfo, param: ParamDescriptor, sound: AudioBuffer): AudioBuffer {
  if (sound.duration > longest) throw tooLong(effect, param)
  return sound
}

function tooLong(effect: EffectInfo, param: ParamDescriptor): TypeError {
  return new TypeError(`${effect.name}: "${param.name}" takes a sound of at most ${longest} seconds.`)
}
