// loadModule: an effect from a script, for processTrack and renderImage. <rtc-effect src> does it by itself.
import type { ModuleEffect } from '../effects/effect.ts'
import { ModuleHost } from '../workers/module-host.ts'
import workerUrl from '../workers/module.worker.ts?worker&url'

/** What a script's effect is, for `EffectStage.effect`. The script is loaded in a worker, never in the page: here to be
 *  asked, and once more by each chain that it runs in. Rejects with EffectError.
 *  @param url of a script whose default export is from `defineEffect`; relative to the page */
export async function loadModule(url: string | URL): Promise<ModuleEffect> {
  const host = new ModuleHost(new URL(url, document.baseURI).href, workerUrl)
  try {
    return await host.effect
  } finally {
    host.terminate()
  }
}
