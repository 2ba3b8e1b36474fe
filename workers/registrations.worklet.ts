// Loaded into a context before scripts that are not ours: their processors get names of their own there, so that none takes
// the place of another, end when they are told to, and hand on no sound that would kill what follows.
import type { Registration } from './registration.ts'

/** Sound this loud, or no number at all, would stay in filters behind it for ever. */
const loudest = 1000

const scope = globalThis as unknown as { registerProcessor: typeof registerProcessor }
const register = scope.registerProcessor
const registrations: Registration[] = []

/** What TypeScript does not believe of a class that is handed over: that it has a `process` to call. */
declare class ConcreteProcessor extends AudioWorkletProcessor {
  override process(inputs: Float32Array[][], outputs: Float32Array[][], params: Record<string, Float32Array>): boolean
}

class Registrations extends AudioWorkletProcessor {
  constructor() {
    super()
    this.port.postMessage(registrations)
  }

  process(): boolean {
    return false
  }
}

register('rtc-registrations', Registrations)

scope.registerProcessor = (ownName, Processor) => {
  // One of ours.
  if (ownName.startsWith('rtc-')) {
    register(ownName, Processor)
    return
  }
  const params = [...(Processor.parameterDescriptors ?? [])]
  const Concrete = Processor as unknown as new (options: { processorOptions?: unknown }) => ConcreteProcessor
  const name = `rtc-script-${String(registrations.length)}`
  register(
    name,
    class extends Concrete {
      static get parameterDescriptors() {
        return [...params, { name: 'rtc-end', automationRate: 'k-rate' as const }]
      }

      override process(
        inputs: Float32Array[][],
        outputs: Float32Array[][],
        values: Record<string, Float32Array>,
      ): boolean {
        if (values['rtc-end']![0]! > 0) return false
        const goesOn = super.process(inputs, outputs, values)
        for (const output of outputs) {
          for (const channel of output) {
            for (let at = 0; at < channel.length; at++) if (!(Math.abs(channel[at]!) < loudest)) channel[at] = 0
          }
        }
        return goesOn
      }
    },
  )
  registrations.push({ name, params })
}
