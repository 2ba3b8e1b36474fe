// Errors as plain data, for the way from a worker to the page: comlink would keep only an Error's message.
import { EffectError } from '../effects/effect.ts'
import type { Problem } from './pipeline-api.ts'

export function problemOf(error: unknown): Problem {
  if (error instanceof EffectError) {
    const { name, reason, file, line, column } = error
    return { name, reason, file, line, column }
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, reason: message, file: '', line: 0, column: 0 }
}

/** The error again, an EffectError or a DOMException. */
export function errorOf({ name, reason, file, line, column }: Problem): Error {
  return name === 'EffectError' ? new EffectError(reason, file, line, column) : new DOMException(reason, name)
}
