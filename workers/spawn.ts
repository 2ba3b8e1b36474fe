// Starts module workers from wherever the bundle was loaded: the page's own origin, or another one.

/** A module worker. Browsers refuse a worker script from another origin, so there a blob of the page's own imports it;
 *  the page's CSP must then allow `worker-src blob:` and name the bundle's origin in `script-src`.
 *  @param url of the worker's file, from `import url from './x.worker.ts?worker&url'`
 *  @param name shown in developer tools */
export function spawnWorker(url: string, name: string): Worker {
  // Only of the dev server it is relative. With import.meta.url some bundlers would take it for a file to be found.
  const absolute = new URL(url, location.href)
  if (absolute.origin === location.origin) return new Worker(absolute, { type: 'module', name })
  const shim = URL.createObjectURL(new Blob([shimOf(absolute.href)], { type: 'text/javascript' }))
  const worker = new Worker(shim, { type: 'module', name })
  // The shim is fetched asynchronously: its URL is given back once the worker has spoken or failed.
  const release = () => URL.revokeObjectURL(shim)
  worker.addEventListener('message', release, { once: true })
  worker.addEventListener('error', release, { once: true })
  return worker
}

/** `import()` asks script-src, where an import declaration would ask worker-src for the other origin too. What the page
 *  sends before the module has its listeners is kept for it. */
function shimOf(url: string): string {
  return `
const early = []
const keep = (event) => early.push(event)
addEventListener('message', keep)
addEventListener('rtctransform', keep)
import(${JSON.stringify(url)}).then(
  () => {
    removeEventListener('message', keep)
    removeEventListener('rtctransform', keep)
    for (const event of early) {
      const { type, data, ports } = event
      dispatchEvent(type === 'message' ? new MessageEvent(type, { data, ports }) : event)
    }
  },
  (error) => setTimeout(() => { throw error }),
)`
}
