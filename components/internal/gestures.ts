// What a person does to a page that lets browsers play its sound. Used by whatever makes sound.

const gestures = ['pointerup', 'keydown', 'touchend'] as const

/** Calls back at each such gesture, anywhere on the page, until `signal` aborts. */
export function onGesture(callback: () => void, signal: AbortSignal): void {
  for (const gesture of gestures) addEventListener(gesture, callback, { capture: true, passive: true, signal })
}
