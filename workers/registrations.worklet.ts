// Loaded into a context before a script that is not ours, this tells the page which processors the script registers.
import type { Registration } from './registration.ts'

const scope = globalThis as unknown as { registerProcessor: typeof registerProcessor }
const register = scope.registerProcessor
const registrations: Registration[] = []

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

scope.registerProcessor = (name, processor) => {
  register(name, processor)
  registrations.push({ name, params: [...(processor.parameterDescriptors ?? [])] })
}
