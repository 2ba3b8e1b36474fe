// Draws the pictures of all meters of a page. Blocks of sound come on ports from the worklet; a picture is drawn once for each
// frame of the screen at most, and only if something came.
import type { MeterBlock, MeterRequest } from './meter-api.ts'
import { MeterPicture } from './meter-picture.ts'

const pictures = new Map<number, { readonly picture: MeterPicture; readonly port: MessagePort }>()
const changed = new Set<MeterPicture>()

addEventListener('message', ({ data }: MessageEvent<MeterRequest>) => {
  if (data.kind === 'open') {
    const picture = new MeterPicture(data.canvas, data.sampleRate)
    data.port.onmessage = ({ data: block }: MessageEvent<MeterBlock>) => {
      picture.add(block)
      redraw(picture)
    }
    pictures.set(data.id, { picture, port: data.port })
    return
  }
  const open = pictures.get(data.id)
  if (!open) return
  switch (data.kind) {
    case 'look':
      open.picture.look = data.look
      redraw(open.picture)
      break
    case 'clear':
      open.picture.clear()
      redraw(open.picture)
      break
    case 'close':
      open.port.close()
      changed.delete(open.picture)
      pictures.delete(data.id)
  }
})

function redraw(picture: MeterPicture): void {
  if (changed.size === 0) requestAnimationFrame(drawAll)
  changed.add(picture)
}

function drawAll(): void {
  for (const picture of changed) picture.draw()
  changed.clear()
}
