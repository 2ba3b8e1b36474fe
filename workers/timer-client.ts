// Timers for the page that are on time in a hidden tab too, where the page's own ring once a second. Used by <rtc-call>.
import { spawnWorker } from './spawn.ts'
import workerUrl from './timer.worker.ts?worker&url'

const waiting = new Map<number, () => void>()
let worker: Worker | undefined
let count = 0

/** Calls back once, about `ms` milliseconds later. Returns what calls it off. The first call starts a worker, which all
 *  timers of the page share. */
export function afterMs(ms: number, callback: () => void): () => void {
  worker ??= start()
  const id = count++
  const ring = () => {
    if (waiting.delete(id)) callback()
  }
  waiting.set(id, ring)
  worker.postMessage([id, ms])
  // Rings where the page's policy forbids the worker.
  const timer = setTimeout(ring, ms)
  return () => {
    clearTimeout(timer)
    waiting.delete(id)
  }
}

function start(): Worker {
  const made = spawnWorker(workerUrl, 'rtc-elements timers')
  made.onmessage = ({ data: id }: MessageEvent<number>) => waiting.get(id)?.()
  return made
}
