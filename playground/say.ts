// What the page says to the person: a word in passing that something is done, or a sentence that stays until there is
// another one. Both are read out.
import { element } from './find.ts'
import type { PageWords } from './page-text.ts'

const inPassingMs = 4000
let told = () => ''
let timer: ReturnType<typeof setTimeout> | undefined

/** Shows it for four seconds. */
export function say(word: string): void {
  const toast = element('toast')
  toast.textContent = word
  clearTimeout(timer)
  timer = setTimeout(() => (toast.textContent = ''), inPassingMs)
}

/** @param sentence what the person should know; without it, nothing */
export function tell(sentence = () => ''): void {
  told = sentence
  tellAgain()
}

/** Takes a sentence back that `tell` was given, unless there was another one since. */
export function takeBack(sentence: () => string): void {
  if (told === sentence) tell()
}

/** In the language that the page speaks now. */
export function tellAgain(): void {
  element('notice').textContent = told()
}

/** Does what may fail, and tells why where it does. */
export async function attempt(act: () => unknown, words: PageWords): Promise<void> {
  tell()
  try {
    await act()
  } catch (error) {
    tell(() => words.term('sentence', (error as Error).message))
  }
}
