// loadWorklet: an audio effect from a script that registers an AudioWorkletProcessor, for processTrack. <rtc-effect src> does
// it by itself.
import { EffectError, type AudioModuleEffect, type ParamDescriptor } from '../effects/effect.ts'
import { fileOf } from '../effects/module-effect.ts'
import { inPlainWords } from '../effects/spelling.ts'
import type { RegisteredParam } from '../workers/registration.ts'
import { loadScript } from './internal/load-script.ts'

/** A script that has not loaded by then is given up. */
const loadMs = 10_000

/** What a script's audio effect is, for `EffectStage.effect`: the first processor that it registers, with the processor's
 *  `parameterDescriptors` as parameters. Rejects with EffectError.
 *  @param url of the script; relative to the page */
export async function loadWorklet(url: string | URL): Promise<AudioModuleEffect> {
  const worklet = new URL(url, document.baseURI).href
  const file = fileOf(worklet)
  // It never renders: the script is only asked.
  const context = new OfflineAudioContext(1, 128, 48_000)
  const { params } = await Promise.race([loadScript(context, worklet), tooLate(file)])
  return {
    name: file.replace(/(?:\.worklet)?\.m?js$/i, ''),
    kind: 'audio',
    description: '',
    categories: [],
    params: params.map((param) => describeParam(param, file)),
    private: false,
    generator: false,
    worklet,
  }
}

async function tooLate(file: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, loadMs))
  throw new EffectError(`The script has not loaded for ${loadMs / 1000} s.`, file)
}

/** Web Audio takes any number where a processor states no limits; sliders need some. */
function describeParam({ name, defaultValue = 0, minValue, maxValue }: RegisteredParam, file: string): ParamDescriptor {
  if (typeof name !== 'string' || !/^[a-z][\w-]*$/i.test(name)) {
    const shown = JSON.stringify(name).slice(0, 40)
    throw new EffectError(
      `A parameter's name is ${shown}: use letters, digits, _ and -, and begin with a letter.`,
      file,
    )
  }
  const isLimit = (limit: number | undefined) => limit !== undefined && Math.abs(limit) < 1e30
  return {
    name,
    type: 'float',
    label: inPlainWords(name),
    defaultValue,
    minValue: isLimit(minValue) ? minValue : Math.min(0, defaultValue),
    maxValue: isLimit(maxValue) ? maxValue : Math.max(1, defaultValue),
  }
}
