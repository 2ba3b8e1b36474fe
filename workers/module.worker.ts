// The worker that one script of an effect runs in. It listens to a port of its own, so that what the script does with the
// worker's messages is the script's business.
import type { EffectDefinition } from '../effects/define-effect.ts'
import { EffectError } from '../effects/effect.ts'
import { checkDefinition, describeModule } from '../effects/module-effect.ts'
import type { ModuleAnswer, ModuleRequest, ModuleStart } from './module-api.ts'

addEventListener('message', ({ data, ports: [port] }: MessageEvent<ModuleStart>) => void start(data.module, port!), {
  once: true,
})

async function start(url: string, port: MessagePort): Promise<void> {
  const answer = (message: ModuleAnswer, transfer: Transferable[] = []) => port.postMessage(message, transfer)
  try {
    const { default: exported } = await load(url)
    const definition = checkDefinition(exported, url)
    port.onmessage = ({ data }: MessageEvent<ModuleRequest>) => {
      process(definition, data).then(
        (pixels) => answer({ pixels }, [pixels]),
        (error: unknown) => answer(problemOf(error, url)),
      )
    }
    answer({ effect: describeModule(definition, url) })
  } catch (error) {
    answer(problemOf(error, url))
  }
}

async function load(url: string): Promise<{ default?: unknown }> {
  try {
    return (await import(/* @vite-ignore */ url)) as { default?: unknown }
  } catch (error) {
    // Browsers say only so much of what was not found, is of the wrong type, or has no CORS headers.
    if (!(error instanceof TypeError) || !/import|load/i.test(error.message)) throw error
    const advice = 'Check the URL and what it imports, and that all is served as JavaScript, with CORS headers.'
    throw new EffectError(`The script could not be loaded. ${advice}`)
  }
}

async function process(definition: EffectDefinition, request: ModuleRequest): Promise<ArrayBuffer> {
  const { pixels, params, frame } = request
  const image = new ImageData(new Uint8ClampedArray(pixels), frame.width, frame.height)
  const result = await definition.process(image, params, frame)
  if (result === undefined || result === image) {
    if (image.data.byteLength > 0) return pixels
    throw new EffectError('process gave the memory of the picture away. Give away a copy.')
  }
  if (!(result instanceof ImageData)) {
    throw new EffectError('process must change the picture in place, or return an ImageData of the same size.')
  }
  if (result.width !== image.width || result.height !== image.height) {
    throw new EffectError(
      `process returned ${result.width}x${result.height} pixels for a picture of ${image.width}x${image.height}. ` +
        'Return an ImageData of the same size.',
    )
  }
  // The script may go on using its own.
  image.data.set(result.data)
  return pixels
}

function problemOf(error: unknown, url: string): ModuleAnswer {
  if (error instanceof EffectError) return { problem: error.reason, line: 1, column: 1 }
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const after = stack.split(url)[1]
  const [, line = 1, column = 1] = /^[^\s:]*:(\d+):(\d+)/.exec(after ?? '') ?? []
  return {
    problem: `${name}: ${message}${/[.!?]$/.test(message) ? '' : '.'}`,
    line: Number(line),
    column: Number(column),
  }
}
