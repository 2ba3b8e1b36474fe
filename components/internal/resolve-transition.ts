// What leads from one source's picture to the next one's, made ready to run. Used by the stream of a camera element.
import type { EffectStage } from '../../effects/effect.ts'
import type { RenderTransition } from '../../workers/pipeline-api.ts'
import { resolveVideo } from './resolve-chain.ts'

/** A transition as text or as a stage; empty for none. Rejects with ChainError, EffectError or TypeError: a sentence.
 *  @param durationMs how long it takes */
export async function resolveTransition(
  transition: string | EffectStage,
  durationMs: number,
): Promise<RenderTransition | null> {
  if (transition === '') return null
  if (!(durationMs >= 0 && durationMs <= 60_000)) {
    throw new TypeError(`transition-duration is ${durationMs}: write milliseconds, such as 500.`)
  }
  const [stage, ...others] = await resolveVideo(typeof transition === 'string' ? transition : [transition])
  if (!stage || !('effect' in stage) || others.length > 0) {
    throw new TypeError('transition takes one video effect, such as "crossfade".')
  }
  const names = stage.effect.params.map(({ name }) => name)
  if (!['startImage', 'endImage', 'progress'].every((name) => names.includes(name))) {
    const name = stage.effect.name || 'The effect'
    throw new TypeError(`${name} is no transition: that has the inputs startImage, endImage and progress.`)
  }
  return { stage, durationMs }
}
