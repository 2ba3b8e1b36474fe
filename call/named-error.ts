// Errors of a call that a program tells apart by their name, where the platform has none for them.

/** @param message a sentence for the person */
export function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
