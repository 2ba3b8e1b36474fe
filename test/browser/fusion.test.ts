// Neighbouring effects that look at their own pixel only are drawn in one pass, with the same pixels as one by one.
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { WebGL2Backend } from '../../workers/webgl2/backend.ts'

let backend = new WebGL2Backend()
afterEach(() => {
  backend.delete()
  backend = new WebGL2Backend()
})

/** Every value of every channel, and half of the pixels half transparent. */
const picture = new ImageData(
  Uint8ClampedArray.from(
    Array.from({ length: 256 }, (_, at) => [at, (7 * at) % 256, (13 * at) % 256, at % 2 ? 255 : 128]).flat(),
  ),
  16,
)
const moment = { time: 0.5, timeDelta: 0, frameIndex: 3, date: 0, sound: null }

const loaded = await Promise.all([...videoEffects.values()].map((one) => one.load()))
const pointwise = loaded.filter((effect) => analyseEffect(effect).isPointwise).map(({ name }) => name)

async function draw(chain: string, image: ImageData): Promise<{ picture: ImageData; draws: number }> {
  const program = await backend.compile(await resolveVideo(chain), null)
  const drawn = await backend.drawImage(program, image, image, moment)
  const { draws } = backend
  program.delete()
  return { picture: drawn, draws }
}

it('knows most colour effects for what they are', () => {
  expect(pointwise).toEqual(
    expect.arrayContaining(['grayscale', 'invert', 'sepia', 'brightness-contrast', 'saturation']),
  )
  expect(pointwise).not.toContain('blur')
  expect(pointwise).not.toContain('trails')
})

/** By how much an effect's result may change when every byte of the picture is one higher. */
async function steepness(name: string): Promise<number> {
  const higher = new ImageData(
    picture.data.map((value, at) => (at % 4 === 3 ? value : value + 1)),
    picture.width,
  )
  const [one, other] = [await draw(name, picture), await draw(name, higher)]
  return Math.max(...one.picture.data.map((value, at) => Math.abs(value - other.picture.data[at]!)))
}

it('draws a chain of them at once, with the pixels of one after the other', async () => {
  // A value just between two bytes may be rounded either way; an effect with hard steps makes any difference of that.
  const smooth: string[] = []
  for (const name of pointwise) if ((await steepness(name)) <= 2) smooth.push(name)
  expect(smooth.length).toBeGreaterThan(10)
  const chains = fc.array(fc.constantFrom(...smooth), { minLength: 2, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(chains, async (names) => {
      const fused = await draw(names.join(' '), picture)
      expect(fused.draws).toBe(1)
      let apart = picture
      for (const name of names) apart = (await draw(name, apart)).picture
      // Between two EXTENDED effects nothing is rounded, so pictures that were stored in between say less.
      const isExtended = (name: string) => loaded.find((effect) => effect.name === name)!.extended
      if (names.some((name, index) => index > 0 && isExtended(name) && isExtended(names[index - 1]!))) return
      // One byte of difference at each stage, at the most doubled by every stage after it.
      const worst = Math.max(...fused.picture.data.map((value, at) => Math.abs(value - apart.data[at]!)))
      expect(worst, names.join(' ')).toBeLessThan(2 ** names.length)
    }),
    { numRuns: import.meta.env.LONG ? 300 : 25 },
  )
})

it('draws what stands between two passes by itself', async () => {
  expect((await draw('invert sepia mirror grayscale invert', picture)).draws).toBe(3)
  expect((await draw('invert sepia(mix: 50%) grayscale', picture)).draws).toBe(4)
})
