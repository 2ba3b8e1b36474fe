// Copies text, and says so.
import { say, tell } from './say.ts'

/** @param done what is said then
 *  @param otherwise says what to do where the browser does not let the page copy */
export async function copyText(text: string, done: string, otherwise: () => string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    tell()
    say(done)
  } catch {
    tell(otherwise)
  }
}
