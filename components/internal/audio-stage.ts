// One audio effect made ready to run in a context: what it needs is loaded, its nodes are built and set. Used by the audio
// chain and by tests.
import type { AudioEffect, AudioStage, AudioValues } from '../../effects/audio-effect.ts'
import workletUrl from '../../workers/effects.worklet.ts?worker&url'

const loading = new WeakMap<BaseAudioContext, Promise<void>>()

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
  if (effect.worklet) await loadProcessors(context)
  const stage = await effect.build(context, values)
  for (const [name, param] of Object.entries(stage.params)) param.value = Number(values[name])
  return stage
}

/** Loads the processors of workers/effects.worklet.ts, once for each context. */
export function loadProcessors(context: BaseAudioContext): Promise<void> {
  const known = loading.get(context)
  if (known) return known
  const load = context.audioWorklet.addModule(workletUrl)
  loading.set(context, load)
  load.catch(() => loading.delete(context))
  return load
}
