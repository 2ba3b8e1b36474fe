// Whether an effect that a person has written flashes more than three times a second (WCAG 2.3.1), seen by drawing it. Used
// by the code editor, since nobody writes of their effect that it does.
import { renderImage } from '../components/render-image.ts'
import { colorsOfParts, flashHeight, flashWidth, isFlashing } from '../effects/count-flashes.ts'
import type { Effect } from '../effects/effect.ts'
import { changesByItself, listens, trialValues } from '../effects/flash-trial.ts'

const fps = 30
/** No further values are tried after so long: it runs while somebody writes. */
const mostMs = 400

/** Draws a second of it, small, at its defaults and at the ends of what its numbers may be, the sound going on and off
 *  seven times. Rejects with EffectError where it cannot be drawn. */
export async function seemsToFlash(effect: Effect): Promise<boolean> {
  if (!changesByItself(effect)) return false
  const started = performance.now()
  for (const values of trialValues(effect, flashWidth)) {
    const quiet = await secondOf(effect, values, 0)
    const loud = effect.params.some(listens) ? await secondOf(effect, values, 1) : quiet
    if (isFlashing(momentsOf(quiet, loud), fps)) return true
    if (performance.now() - started > mostMs) break
  }
  return false
}

/** @param level of the sound, 0..1 */
function secondOf(effect: Effect, values: Readonly<Record<string, number>>, level: number): Promise<ImageData> {
  const heard = effect.params.filter(listens).map(({ name }) => [name, new Float32Array(64).fill(level)])
  return renderImage(colourful(), [effect], {
    frames: fps,
    strip: true,
    values: [{ ...values, ...(Object.fromEntries(heard) as Record<string, Float32Array>) }],
  })
}

function momentsOf(quiet: ImageData, loud: ImageData) {
  const length = flashWidth * flashHeight * 4
  return Array.from({ length: fps }, (_, at) => {
    const { data } = at % 4 < 2 ? loud : quiet
    return colorsOfParts(data.subarray(at * length, (at + 1) * length))
  })
}

/** Red to the right, green upwards: dark, bright, grey and saturated places. */
function colourful(): ImageData {
  const picture = new ImageData(flashWidth, flashHeight)
  for (let pixel = 0; pixel < flashWidth * flashHeight; pixel++) {
    const [x, y] = [pixel % flashWidth, Math.floor(pixel / flashWidth)]
    const [red, green] = [(x / flashWidth) * 255, (1 - y / flashHeight) * 255]
    picture.data.set([red, green, (red + green) / 2, 255], pixel * 4)
  }
  return picture
}
