// Tone.js: its nodes in an offline context of its own.
import * as Tone from 'tone'
import type { Prepare } from '../audio.ts'

/** Renders a sound through a node of Tone.js, or beside one that is a source.
 *  @param create makes the node; without it the sound stays as it is */
export function prepareTone(
  sound: AudioBuffer,
  create?: (context: Tone.OfflineContext) => Tone.ToneAudioNode | Promise<Tone.ToneAudioNode>,
): Prepare {
  return async () => {
    const context = new Tone.OfflineContext(2, sound.duration, sound.sampleRate)
    const source = new Tone.ToneBufferSource({ context, url: sound })
    const node = await create?.(context)
    if (node && node.numberOfInputs > 0) source.chain(node, context.destination)
    else for (const one of [source, node]) one?.connect(context.destination)
    source.start(0)
    await context.workletsAreReady()
    return async () => {
      const rendered = await context.render(false)
      return rendered.get()!
    }
  }
}
