// Sends each image of a chain to a pipeline worker once, not with every move of a slider. Both halves stand here: the
// page's names images by numbers, the worker's puts them back. What the newest chain does not use is forgotten.
import type { ImageName, RenderStage, StageValue } from './pipeline-api.ts'

/** The page's half, one for each worker. */
export class ImageSender {
  #names = new Map<ImageBitmap, number>()
  #nextName = 1

  /** Takes the images out of stages. @returns the stages with names in their place, and the images that are new */
  pack(stages: readonly RenderStage[]): { stages: RenderStage[]; images: Map<number, ImageBitmap> } {
    const images = new Map<number, ImageBitmap>()
    const used = new Map<ImageBitmap, number>()
    const packed = mapValues(stages, (value) => {
      if (!(value instanceof ImageBitmap)) return value
      let name = this.#names.get(value) ?? used.get(value)
      if (name === undefined) {
        name = this.#nextName++
        images.set(name, value)
      }
      used.set(value, name)
      return { image: name }
    })
    this.#names = used
    return { stages: packed, images }
  }
}

/** The worker's half. */
export class ImageReceiver {
  #images = new Map<number, ImageBitmap>()

  unpack(stages: readonly RenderStage[], images: ReadonlyMap<number, ImageBitmap>): RenderStage[] {
    const used = new Map<number, ImageBitmap>()
    const unpacked = mapValues(stages, (value) => {
      if (!isImageName(value)) return value
      const image = images.get(value.image) ?? this.#images.get(value.image)
      if (!image) throw new DOMException('An image of the chain is missing.', 'DataError')
      used.set(value.image, image)
      return image
    })
    this.#images = used
    return unpacked
  }
}

function mapValues(stages: readonly RenderStage[], map: (value: StageValue) => StageValue): RenderStage[] {
  return stages.map((stage) => {
    if ('stages' in stage) return { ...stage, stages: mapValues(stage.stages, map) }
    const values = Object.entries(stage.values).map(([name, value]) => [name, map(value)] as const)
    return { ...stage, values: Object.fromEntries(values) }
  })
}

function isImageName(value: StageValue): value is ImageName {
  return typeof value === 'object' && 'image' in value
}
