// <rtc-camera compare>: what a person sees of it, and that nobody else does.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import '../../components/rtc-camera.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { coloursUntil, isNear, type Rgb } from '../support/page/frames.ts'

const red: Rgb = [255, 0, 0]
const blue: Rgb = [0, 0, 255]
const cyan: Rgb = [0, 255, 255]
const yellow: Rgb = [255, 255, 0]
const black: Rgb = [0, 0, 0]
const soon = { timeout: 10_000, interval: 100 }

let stop: () => void

/** A camera that shows two halves. */
beforeEach(() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
  const context = canvas.getContext('2d')!
  const draw = () => {
    context.fillStyle = `rgb(${red.join()})`
    context.fillRect(0, 0, 160, 240)
    context.fillStyle = `rgb(${blue.join()})`
    context.fillRect(160, 0, 160, 240)
  }
  const timer = setInterval(draw, 33)
  const stream = canvas.captureStream(30)
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(() => Promise.resolve(stream.clone()))
  stop = () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
  }
})
afterEach(() => {
  document.body.replaceChildren()
  stop()
  vi.restoreAllMocks()
})

async function start(attributes: string): Promise<RtcCamera> {
  document.body.innerHTML = `<rtc-camera no-audio effects="invert" backend="wasm" style="width: 320px" ${attributes}></rtc-camera>`
  const camera = document.querySelector('rtc-camera')!
  await camera.start()
  return camera
}

const sliderOf = (camera: RtcCamera) => camera.shadowRoot!.querySelector<HTMLInputElement>('[part=compare]')

/** Colours of the preview as it is on the screen, at a quarter and at three quarters of its width. */
async function seen(camera: RtcCamera): Promise<Rgb[]> {
  const base64 = await page.elementLocator(camera).screenshot({ save: false })
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
  context.drawImage(image, 0, 0)
  return [0.25, 0.75].map((x) => {
    const [r, g, b] = context.getImageData(Math.floor(image.width * x), Math.floor(image.height * 0.75), 1, 1).data
    return [r!, g!, b!] as const
  })
}

const sees = async (camera: RtcCamera, ...wanted: Rgb[]) =>
  (await seen(camera)).every((colour, index) => isNear(colour, wanted[index]!, 30))

it('shows the picture as it comes on the left and processed on the right', async () => {
  const camera = await start('compare')
  await expect.poll(() => sees(camera, red, yellow), soon).toBe(true)
  camera.compare = false
  await expect.poll(() => sees(camera, cyan, yellow), soon).toBe(true)
  expect(sliderOf(camera)).toBeNull()
})

it('mirrors both sides, and keeps before on the left', async () => {
  const camera = await start('compare mirrored')
  await expect.poll(() => sees(camera, blue, cyan), soon).toBe(true)
})

it('moves the line by keys, and says where it is', async () => {
  const camera = await start('compare')
  await camera.updateComplete
  const slider = sliderOf(camera)!
  expect(slider.ariaLabel).toMatch(/before left of the line/)
  slider.focus()
  await userEvent.keyboard('{Home}')
  await expect.poll(() => sees(camera, cyan, yellow), soon).toBe(true)
  expect(slider.ariaValueText).toBe('0% before')
  await userEvent.keyboard('{End}')
  await expect.poll(() => sees(camera, red, blue), soon).toBe(true)
  expect(slider.ariaValueText).toBe('100% before')
})

it('lets no raw frame into the stream or a photo', async () => {
  const camera = await start('compare')
  let count = 0
  const [track] = camera.stream!.getVideoTracks()
  const colours = await coloursUntil(track!, (colour) => {
    // Halfway through it is switched off and on.
    if (count === 15) camera.compare = false
    if (count === 20) camera.compare = true
    return isNear(colour, yellow) && ++count === 40
  })
  expect(colours.filter((colour) => !isNear(colour, yellow) && !isNear(colour, black))).toEqual([])
  const photo = await createImageBitmap(await camera.photo())
  const context = new OffscreenCanvas(320, 240).getContext('2d')!
  context.drawImage(photo, 0, 0)
  for (const [x, wanted] of [
    [80, cyan],
    [240, yellow],
  ] as const) {
    const [r, g, b] = context.getImageData(x, 120, 1, 1).data
    expect(isNear([r!, g!, b!], wanted)).toBe(true)
  }
})

it('has no slider while there is no picture', async () => {
  const camera = await start('compare')
  await camera.updateComplete
  expect(sliderOf(camera)).not.toBeNull()
  camera.stop()
  await camera.updateComplete
  expect(sliderOf(camera)).toBeNull()
})
