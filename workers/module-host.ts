// The owner's half of a script: starts its worker, hands it frames, and ends it where it hangs, throws or gives back what
// is no picture. Used on the page, to learn what a script's effect is, and in pipeline workers, which run it.
import type { EffectFrame } from '../effects/define-effect.ts'
import { EffectError, type ModuleEffect } from '../effects/effect.ts'
import { fileOf } from '../effects/module-effect.ts'
import type { ModuleAnswer, ModuleRequest, ModuleStart } from './module-api.ts'
import { spawnWorker } from './spawn.ts'

/** A script that has not loaded by then is given up: its own imports may come from far away. */
const loadMs = 10_000
/** A script that has not answered by then hangs. One that is slower than the frames only lowers their rate. */
const answerMs = 2000

export class ModuleHost {
  /** Resolves with what the script says of its effect. Rejects with EffectError. */
  readonly effect: Promise<ModuleEffect>
  /** Told once, when it ends for a reason other than `terminate`. */
  onfailure: ((error: EffectError) => void) | null = null
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #file: string
  #waiting: { resolve(answer: ModuleAnswer): void; reject(reason: Error): void } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #end: Error | null = null

  /** @param url of the script, absolute
   *  @param workerUrl of module.worker.ts. The page knows it: a bundler moves the file away from the pipeline worker's. */
  constructor(
    readonly url: string,
    workerUrl: string,
  ) {
    this.#file = fileOf(url)
    this.#worker = spawnWorker(workerUrl, `rtc-elements ${this.#file}`)
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.onmessage = ({ data }: MessageEvent<ModuleAnswer>) => this.#waiting?.resolve(data)
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault()
      this.#fail(new EffectError(event.message || 'Its worker could not start.', this.#file))
    })
    this.#worker.postMessage({ module: url } satisfies ModuleStart, [port2])
    this.effect = this.#load()
    // Nobody may be waiting.
    this.effect.catch(() => undefined)
  }

  /** Has it failed or been ended? */
  get ended(): boolean {
    return this.#end !== null
  }

  /** Hands a picture over and gives what became of it, in the same memory. One at a time. Rejects with EffectError, also
   *  every time after the script has failed. */
  async run(image: ImageData, params: ModuleRequest['params'], frame: EffectFrame): Promise<ImageData> {
    const { width, height } = image
    const pixels = image.data.buffer
    if (!this.#end) this.#port.postMessage({ pixels, params, frame } satisfies ModuleRequest, [pixels])
    const answer = await this.#answer(answerMs, `process has not answered for ${answerMs / 1000} s.`)
    if ('pixels' in answer && answer.pixels.byteLength === width * height * 4) {
      return new ImageData(new Uint8ClampedArray(answer.pixels), width, height)
    }
    throw this.#fail(new EffectError('The script gave back what is no picture.', this.#file))
  }

  /** Ends the script; whoever waits for it gets an AbortError. */
  terminate(): void {
    this.#stop(new DOMException(`${this.#file} was stopped.`, 'AbortError'))
  }

  async #load(): Promise<ModuleEffect> {
    const late = `The script has not loaded within ${loadMs / 1000} s. Look for a loop that does not end.`
    const answer = await this.#answer(loadMs, late)
    if ('effect' in answer) return answer.effect
    throw this.#fail(new EffectError('The script gave no effect.', this.#file))
  }

  /** @param late what is wrong where none comes in time */
  async #answer(limitMs: number, late: string): Promise<ModuleAnswer> {
    if (this.#end) throw this.#end
    const answered = new Promise<ModuleAnswer>((resolve, reject) => (this.#waiting = { resolve, reject }))
    this.#timer = setTimeout(() => this.#fail(new EffectError(late, this.#file)), limitMs)
    try {
      const answer = await answered
      if (!('problem' in answer)) return answer
      throw this.#fail(new EffectError(answer.problem, this.#file, answer.line, answer.column))
    } finally {
      clearTimeout(this.#timer)
      this.#waiting = null
    }
  }

  #fail(error: EffectError): Error {
    if (this.#end) return this.#end
    this.#stop(error)
    this.onfailure?.(error)
    return error
  }

  #stop(reason: Error): void {
    this.#end ??= reason
    this.#worker.terminate()
    this.#port.close()
    this.#waiting?.reject(this.#end)
  }
}
