// renderImage by itself: what it refuses, and that one bad call leaves the others alone.
import { expect, it } from 'vitest'
import { renderImage } from '../../components/render-image.ts'
import { parseEffect } from '../../effects/isf.ts'

const image = new ImageData(new Uint8ClampedArray(37 * 23 * 4).fill(255), 37)

it.each([
  [{ frames: Infinity }, 'frames must be'],
  [{ frames: NaN }, 'frames must be'],
  [{ frames: 0 }, 'frames must be'],
  [{ timestamp: NaN }, 'timestamp must be'],
])('refuses %o with a sentence, and renders the next picture', async (options, sentence) => {
  await expect(renderImage(image, 'invert', options)).rejects.toThrow(sentence)
  const { data } = await renderImage(image, 'invert')
  expect([...data.slice(0, 4)]).toEqual([0, 0, 0, 255])
})

it('renders many pictures at once, also beside calls that fail', async () => {
  const calls = Array.from({ length: 12 }, (_, index) => renderImage(image, index % 2 ? 'invert' : 'invrt'))
  const results = await Promise.allSettled(calls)
  for (const [index, result] of results.entries()) {
    if (index % 2) expect(result).toMatchObject({ value: { width: 37, height: 23 } })
    else expect(result).toMatchObject({ reason: { name: 'ChainError', suggestion: 'invert' } })
  }
})

it('gives all frames of a strip, one below the other, each a thirtieth of a second after the one before', async () => {
  const shader = 'void main() { gl_FragColor = vec4(float(FRAMEINDEX) / 10.0, TIME * 2.0, 0.0, 1.0); }'
  const clock = { ...parseEffect(`/*{}*/ ${shader}`, { file: 'clock.fs' }), name: 'clock' }
  const { data, width, height } = await renderImage(image, [clock], { frames: 3, strip: true })
  expect([width, height]).toEqual([37, 69])
  const firstOf = (frame: number) => [...data.subarray(frame * 37 * 23 * 4).subarray(0, 2)]
  expect([0, 1, 2].map(firstOf)).toEqual([
    [0, 0],
    [26, 17],
    [51, 34],
  ])
})
