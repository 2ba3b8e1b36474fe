// AudioWorklet modules of a page, loaded into a context. Used to learn what a script's effect is, and to run it.
import { EffectError } from '../../effects/effect.ts'
import { fileOf } from '../../effects/module-effect.ts'
import type { Registration } from '../../workers/registration.ts'
import registrationsUrl from '../../workers/registrations.worklet.ts?worker&url'

const loaded = new WeakMap<BaseAudioContext, Map<string, Promise<Registration>>>()
/** One after the other, so that it is known whose each registration is. */
const last = new WeakMap<BaseAudioContext, Promise<unknown>>()

/** The first processor that the script registers, under the name that it has in this context. Rejects with EffectError.
 *  @param url absolute */
export function loadScript(context: BaseAudioContext, url: string): Promise<Registration> {
  const scripts = loaded.get(context) ?? new Map<string, Promise<Registration>>()
  loaded.set(context, scripts)
  const known = scripts.get(url)
  if (known) return known
  const former = last.get(context) ?? Promise.resolve()
  const loading = former.then(() => load(context, url))
  last.set(
    context,
    loading.catch(() => undefined),
  )
  scripts.set(url, loading)
  loading.catch(() => scripts.delete(url))
  return loading
}

async function load(context: BaseAudioContext, url: string): Promise<Registration> {
  await context.audioWorklet.addModule(registrationsUrl)
  const before = await registrations(context)
  await context.audioWorklet.addModule(url).catch((error: unknown) => {
    throw new EffectError(`The script could not be loaded: ${(error as Error).message}`, fileOf(url))
  })
  const first = (await registrations(context))[before.length]
  if (first) return first
  throw new EffectError(
    'The script registers no processor, or throws before it does. Call registerProcessor("my-effect", MyProcessor) in it.',
    fileOf(url),
  )
}

function registrations(context: BaseAudioContext): Promise<readonly Registration[]> {
  const node = new AudioWorkletNode(context, 'rtc-registrations')
  return new Promise((resolve) => {
    node.port.onmessage = ({ data }: MessageEvent<readonly Registration[]>) => resolve(data)
  })
}
