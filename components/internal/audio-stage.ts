// One audio effect made ready to run in a context: what it needs is loaded, its nodes are built and set. Used by the audio
// chain and by tests.
import type { AudioEffect, AudioStage, AudioValues } from '../../effects/audio-effect.ts'
import effectsUrl from '../../workers/effects.worklet.ts?worker&url'
import pitchUrl from '../../workers/pitch.worklet.ts?worker&url'

/** By the file's URL, for each context. */
const loading = new WeakMap<BaseAudioContext, Map<string, Promise<void>>>()

/** The values with the defaults of those that are left out. */
export function completeValues({ params }: AudioEffect, values: Partial<AudioValues>): AudioValues {
  return Object.fromEntries(
    params.map(({ name, defaultValue }) => [name, values[name] ?? (defaultValue as number | undefined) ?? null]),
  )
}

/** Builds the effect's nodes, with its parameters as they are to be. Rejects as `build` does. */
export async function createStage(
  context: BaseAudioContext,
  effect: AudioEffect,
  values: AudioValues,
): Promise<AudioStage> {
  if (effect.worklet) await loadProcessors(context, effect.worklet === 'pitch' ? pitchUrl : effectsUrl)
  const stage = await effect.build(context, values)
  for (const [name, param] of Object.entries(stage.params)) param.value = Number(values[name])
  return stage
}

/** Loads processors, once for each context: those of workers/effects.worklet.ts, if nothing else is said. */
export function loadProcessors(context: BaseAudioContext, url = effectsUrl): Promise<void> {
  const files = loading.get(context) ?? new Map<string, Promise<void>>()
  loading.set(context, files)
  const known = files.get(url)
  if (known) return known
  const load = context.audioWorklet.addModule(url)
  files.set(url, load)
  load.catch(() => files.delete(url))
  return load
}
