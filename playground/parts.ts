// What the page needs only when a part of it is opened: elements, and the editor. The camera is there first.

const parts = {
  controls: () => import('../components/rtc-effect-controls.ts'),
  meters: () => import('../components/rtc-meter.ts'),
  recorder: () => import('../components/rtc-recorder.ts'),
  devices: () => import('../components/rtc-devices.ts'),
  call: () => Promise.all([import('../components/rtc-call.ts'), import('../components/rtc-chat.ts')]),
  statistics: () => Promise.all([import('../components/rtc-stats.ts'), import('../components/rtc-support.ts')]),
  editor: () => import('./editor.ts'),
}

/** A name for what is loaded together. */
export type Part = keyof typeof parts

/** Loads a part once; rejects where the network fails, and tries again when it is called again. */
export async function load(part: Part): Promise<void> {
  await parts[part]()
}
