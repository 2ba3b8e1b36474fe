// An effect that takes its time and changes nothing.

/** Source of a module: `milliseconds`, 0..1000, is what it takes for a frame. */
export const slowEffect = `import { defineEffect } from '/define-effect.js'
export default defineEffect({
  name: 'slow',
  params: [{ name: 'milliseconds', type: 'float', defaultValue: 500, minValue: 0, maxValue: 1000 }],
  process(image, { milliseconds }) {
    const end = performance.now() + milliseconds
    while (performance.now() < end) continue
  },
})`
