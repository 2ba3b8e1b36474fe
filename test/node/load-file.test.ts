// What effects load: a file of any server, which is not believed to be small or told who asks.
import { afterEach, expect, it, vi } from 'vitest'
import { loadFile } from '../../components/internal/load-file.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** @param chunks of a mebibyte each */
function answerWith(chunks: number): ReturnType<typeof vi.fn> {
  const chunk = new Uint8Array(2 ** 20)
  const body = new ReadableStream({
    pull: (controller) => (chunks-- > 0 ? controller.enqueue(chunk) : controller.close()),
  })
  const asked = vi.fn().mockResolvedValue(new Response(body, { headers: { 'Content-Type': 'image/png' } }))
  vi.stubGlobal('fetch', asked)
  return asked
}

it('is given whole, with its type, by a server that does not learn which page asks', async () => {
  const asked = answerWith(2)
  const file = await loadFile('https://example.org/paper.png', 'image')
  expect([file.size, file.type]).toEqual([2 ** 21, 'image/png'])
  expect(asked.mock.lastCall).toMatchObject(['https://example.org/paper.png', { referrerPolicy: 'no-referrer' }])
})

it('is refused as soon as it is too large, even where it never ends', async () => {
  answerWith(Infinity)
  await expect(loadFile('https://example.org/paper.png', 'image')).rejects.toMatchObject({
    name: 'NetworkError',
    message: 'The image https://example.org/paper.png could not be loaded: it is larger than 64 MB.',
  })
})
