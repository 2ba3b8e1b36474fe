// Images travel to a worker once, however often a slider moves.
import { expect, it } from 'vitest'
import type { Effect } from '../../effects/effect.ts'
import type { RenderStage } from '../../workers/pipeline-api.ts'
import { ImageReceiver, ImageSender } from '../../workers/stage-images.ts'

const bitmap = () => createImageBitmap(new ImageData(1, 1))
const stage = (background: ImageBitmap, tolerance: number): RenderStage => ({
  effect: { name: 'chroma-key' } as Effect,
  values: { background, tolerance },
  mix: 1,
  blend: 'normal',
})

it('sends an image with the first chain that uses it only, also inside a group', async () => {
  const sender = new ImageSender()
  const receiver = new ImageReceiver()
  const [beach, forest] = [await bitmap(), await bitmap()]
  const arrives = (stages: RenderStage[]) => {
    const packed = sender.pack(stages)
    return { count: packed.images.size, stages: receiver.unpack(packed.stages, packed.images) }
  }
  const group = (tolerance: number): RenderStage => ({ stages: [stage(forest, tolerance)], mix: 1, blend: 'normal' })
  expect(arrives([stage(beach, 0.1), stage(beach, 0.2), group(0.3)])).toEqual({
    count: 2,
    stages: [stage(beach, 0.1), stage(beach, 0.2), group(0.3)],
  })
  expect(arrives([stage(beach, 0.5), group(0.6)])).toEqual({ count: 0, stages: [stage(beach, 0.5), group(0.6)] })
  expect(arrives([stage(beach, 0.5)]).count).toBe(0)
  expect(arrives([group(0.6)])).toEqual({ count: 1, stages: [group(0.6)] })
})
