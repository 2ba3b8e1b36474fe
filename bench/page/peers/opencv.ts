// OpenCV as WebAssembly: functions from one matrix of bytes to another, which frames are copied straight into.
import opencvUrl from '@techstark/opencv-js/dist/opencv.js?url'
import type { Draw, Size } from '../frames.ts'
import type { Matrix } from '../loops.ts'
import { loadScript } from './load-script.ts'

interface Mat {
  readonly data: Uint8Array<ArrayBuffer>
  readonly data32F: Float32Array
  convertTo(to: Mat, type: number, factor: number, added: number): void
  setTo(color: readonly number[], mask: Mat): void
}

/** What the bench uses of it. */
interface OpenCv extends Readonly<Record<'CV_8U' | 'CV_8UC3' | 'CV_8UC4' | 'CV_32F' | 'CV_32FC1', number>> {
  readonly Mat: new (height?: number, width?: number, type?: number, color?: readonly number[]) => Mat
  readonly Size: new (width: number, height: number) => unknown
  readonly COLOR_RGBA2GRAY: number
  readonly COLOR_GRAY2RGBA: number
  readonly COLOR_RGBA2RGB: number
  readonly COLOR_RGB2YCrCb: number
  readonly INTER_AREA: number
  readonly INTER_NEAREST: number
  readonly BORDER_REPLICATE: number
  cvtColor(from: Mat, to: Mat, code: number): void
  transform(from: Mat, to: Mat, matrix: Mat): void
  inRange(from: Mat, low: Mat, high: Mat, to: Mat): void
  resize(from: Mat, to: Mat, size: unknown, x: number, y: number, interpolation: number): void
  GaussianBlur(from: Mat, to: Mat, size: unknown, sigmaX: number, sigmaY: number, border: number): void
  Sobel(from: Mat, to: Mat, type: number, x: number, y: number, size: number, factor: number, added: number, border: number): void // prettier-ignore
  magnitude(x: Mat, y: Mat, to: Mat): void
}

declare global {
  var cv: OpenCv | Promise<OpenCv>
}

/** Each is the effect of that name in the page kernels.ts. */
export async function loadOpenCv({ width, height }: Size) {
  await loadScript(opencvUrl)
  const cv = await globalThis.cv
  const from = new cv.Mat(height, width, cv.CV_8UC4)
  const to = new cv.Mat(height, width, cv.CV_8UC4)
  const [a, b, c] = [new cv.Mat(), new cv.Mat(), new cv.Mat()]
  const whole = new cv.Size(width, height)

  const through =
    (work: () => void): Draw =>
    async (frame) => {
      await frame.copyTo(from.data, { format: 'RGBA' })
      work()
      return new VideoFrame(to.data, {
        format: 'RGBX',
        codedWidth: width,
        codedHeight: height,
        timestamp: frame.timestamp,
      })
    }

  return {
    grayscale: through(() => {
      cv.cvtColor(from, a, cv.COLOR_RGBA2GRAY)
      cv.cvtColor(a, to, cv.COLOR_GRAY2RGBA)
    }),

    linear: (factor: number, added: number) => through(() => from.convertTo(to, -1, factor, added)),

    matrices(list: readonly Matrix[]) {
      const mats = list.map((rows) => {
        const mat = new cv.Mat(4, 5, cv.CV_32FC1)
        mat.data32F.set([...rows.flatMap(([red, green, blue, added]) => [red, green, blue, 0, added]), 0, 0, 0, 1, 0])
        return mat
      })
      return through(() => {
        for (const [index, mat] of mats.entries()) {
          if (index === 0) cv.transform(from, to, mat)
          else cv.transform(to, to, mat)
        }
      })
    },

    /** Black wherever Cr and Cb are in the range. */
    chromaKey(low: readonly number[], high: readonly number[]) {
      const lowest = new cv.Mat(height, width, cv.CV_8UC3, [...low, 0])
      const highest = new cv.Mat(height, width, cv.CV_8UC3, [...high, 0])
      return through(() => {
        cv.cvtColor(from, a, cv.COLOR_RGBA2RGB)
        cv.cvtColor(a, b, cv.COLOR_RGB2YCrCb)
        cv.inRange(b, lowest, highest, c)
        from.setTo([0, 0, 0, 255], c)
        to.data.set(from.data)
      })
    },

    pixelate(cellSize: number) {
      const cells = new cv.Size(width / cellSize, height / cellSize)
      return through(() => {
        cv.resize(from, a, cells, 0, 0, cv.INTER_AREA)
        cv.resize(a, to, whole, 0, 0, cv.INTER_NEAREST)
      })
    },

    gaussianBlur(sigma: number, taps: number) {
      const size = new cv.Size(taps, taps)
      return through(() => cv.GaussianBlur(from, to, size, sigma, sigma, cv.BORDER_REPLICATE))
    },

    sobel: through(() => {
      cv.cvtColor(from, a, cv.COLOR_RGBA2GRAY)
      cv.Sobel(a, b, cv.CV_32F, 1, 0, 3, 1, 0, cv.BORDER_REPLICATE)
      cv.Sobel(a, c, cv.CV_32F, 0, 1, 3, 1, 0, cv.BORDER_REPLICATE)
      cv.magnitude(b, c, b)
      b.convertTo(a, cv.CV_8U, 1, 0)
      cv.cvtColor(a, to, cv.COLOR_GRAY2RGBA)
    }),
  }
}
