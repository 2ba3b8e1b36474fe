// The few effects that everybody has, at 1280x720: our backends beside the plain canvas way, a canvas `filter` and four
// libraries, in turns, and all held to the same formula. Driven by bench/kernels.mjs.
import { resolveVideo } from '../../components/internal/resolve-chain.ts'
import { createBackends, drawWith } from './backends.ts'
import { isDrawn, isEffect } from './compare.ts'
import { type Draw, pixelsOf, renderer, type Size, timeOf } from './frames.ts'
import { chromaKey, gaussianBlur, type Loop, matrix, type Matrix, pixelate, sobel } from './loops.ts'
import { canvasFilter, canvasPixelate, plainCanvas } from './peers/canvas.ts'
import { loadOpenCv } from './peers/opencv.ts'
import { createPhoton } from './peers/photon.ts'
import { blurFilter, createPixi, filters, matrixFilter } from './peers/pixi.ts'
import { race, type Runner } from './race.ts'

const size: Size = { width: 1280, height: 720 }

/** Milliseconds; 'wrong' where the picture is not the effect's. */
type Cell = number | 'wrong'

interface Row {
  readonly name: string
  /** By column; those that have no such effect are missing. */
  readonly cells: Readonly<Record<string, Cell>>
}

interface Kernel {
  readonly name: string
  readonly chain: string
  /** What the effect is. */
  readonly loops: readonly Loop[]
  /** The loops take seconds: they say what is right, no more. */
  readonly isSlow?: boolean
  readonly peers: Readonly<Record<string, Draw>>
  /** Those whose squares take one pixel's colour instead of the mean: they need not be near. */
  readonly loose?: readonly string[]
}

declare global {
  interface Window {
    runBench: (argument?: unknown) => Promise<unknown>
  }
}

window.runBench = async () => {
  const backends = createBackends()
  const kernels = await createKernels()
  const rows: Row[] = []
  for (const kernel of kernels) {
    const stages = await resolveVideo(kernel.chain)
    const programs = await Promise.all(backends.map((backend) => backend.compile(stages, null)))
    const ours = programs.map((program, index) => [backends[index]!.name, drawWith(backends[index]!, program)] as const)
    rows.push(await measure(kernel, new Map([...ours, ...Object.entries(kernel.peers)])))
    for (const program of programs) program.delete()
  }
  return { renderer: renderer(), backends: backends.map(({ name }) => name), copies: await measureCopies(), rows }
}

async function measure({ name, loops, isSlow, loose }: Kernel, draws: Map<string, Draw>): Promise<Row> {
  const before = await pixelsOf(size, (frame) => frame.clone())
  const expected = new ImageData(before.slice(), size.width, size.height)
  for (const loop of loops) loop(expected)
  if (!isSlow) draws.set('plain canvas', plainCanvas(size, loops))
  const wrong: [string, Cell][] = []
  const runners = new Map<string, Runner>()
  for (const [column, draw] of draws) {
    const drawn = await pixelsOf(size, draw)
    const isRight = loose?.includes(column) ? isDrawn(drawn, before) : isEffect(drawn, expected.data, before)
    if (isRight) runners.set(column, (index) => timeOf(size, index, draw))
    else wrong.push([column, 'wrong'])
  }
  return { name, cells: Object.fromEntries([...wrong, ...(await race(runners))]) }
}

/** What no effect can beat: a frame handed on as it is, and its bytes copied once. */
async function measureCopies(): Promise<Record<string, number>> {
  const copy = (bytes: number): Runner => {
    const from = new Uint8Array(bytes).fill(1)
    const to = new Uint8Array(bytes).fill(2)
    return () => {
      const started = performance.now()
      to.set(from)
      return Promise.resolve(performance.now() - started)
    }
  }
  const pixels = size.width * size.height
  return Object.fromEntries(
    await race(
      new Map([
        ['handed on', (index) => timeOf(size, index, (frame) => frame.clone())],
        ['memcpy I420', copy(pixels * 1.5)],
        ['memcpy RGBA', copy(pixels * 4)],
      ]),
    ),
  )
}

const grayscale: Matrix = [
  [0.2126, 0.7152, 0.0722, 0],
  [0.2126, 0.7152, 0.0722, 0],
  [0.2126, 0.7152, 0.0722, 0],
]

/** `brightness-contrast(0.1, 1.44)`, which is the canvas filter `contrast(1.2) brightness(1.2)`. */
const stretch: readonly [factor: number, added: number] = [1.44, 255 * (0.5 - 0.5 * 1.44 + 0.1)]
const brightnessContrast = linear(...stretch)

/** The chain of five, and the canvas filters of the same formulas. Values stay within 0..1, so that clamping between them,
 *  which filters do, changes nothing. */
const five = 'brightness-contrast(-0.05, 0.9) saturation(0.7) hue-rotate(30deg) sepia(0.4) invert(0.2)'
const fiveFilters = 'brightness(0.9) saturate(0.7) hue-rotate(30deg) sepia(0.4) invert(0.2)'
const fiveMatrices: readonly Matrix[] = [
  linear(0.9, 0),
  mix(grayscale, 1 - 0.7),
  hueRotate(30),
  mix([[0.393, 0.769, 0.189, 0], [0.349, 0.686, 0.168, 0], [0.272, 0.534, 0.131, 0]], 0.4), // prettier-ignore
  linear(1 - 2 * 0.2, 255 * 0.2),
]

async function createKernels(): Promise<Kernel[]> {
  const opencv = await loadOpenCv(size)
  const photon = createPhoton(size)
  const pixi = await createPixi(size)
  return [
    {
      name: 'grayscale',
      chain: 'grayscale',
      loops: [matrix(grayscale)],
      peers: {
        'canvas filter': canvasFilter(size, 'grayscale(1)'),
        'opencv-js': opencv.grayscale,
        photon: photon.grayscale,
        pixi: pixi([new filters.GrayscaleFilter()]),
      },
    },
    {
      name: 'brightness + contrast',
      chain: 'brightness-contrast(0.1, 1.44)',
      loops: [matrix(brightnessContrast)],
      peers: {
        'canvas filter': canvasFilter(size, 'contrast(1.2) brightness(1.2)'),
        'opencv-js': opencv.linear(...stretch),
        photon: photon.brightnessContrast(18, 46.4),
        pixi: pixi([new filters.AdjustmentFilter({ contrast: 1.2, brightness: 1.2 })]),
      },
    },
    {
      name: 'chroma key',
      chain: 'chroma-key',
      loops: [chromaKey(0.3)],
      peers: {
        'opencv-js': opencv.chromaKey([0, 0, 0], [255, 75, 110]),
        pixi: pixi([new filters.ColorReplaceFilter({ originalColor: 0x00bf00, targetColor: 0, tolerance: 0.3 })]),
      },
    },
    {
      name: 'pixelate',
      chain: 'pixelate(16)',
      loops: [pixelate(16)],
      peers: {
        'canvas filter': canvasPixelate(size, 16),
        'opencv-js': opencv.pixelate(16),
        pixi: pixi([new filters.PixelateFilter(16)]),
      },
      loose: ['pixi'],
    },
    {
      name: 'five colour effects',
      chain: five,
      loops: fiveMatrices.map(matrix),
      peers: {
        'canvas filter': canvasFilter(size, fiveFilters),
        'opencv-js': opencv.matrices(fiveMatrices),
        pixi: pixi(fiveMatrices.map(matrixFilter)),
      },
    },
    {
      name: 'Gaussian blur, 17 taps',
      chain: 'blur(4px)',
      loops: [gaussianBlur(4, 8)],
      peers: {
        'canvas filter': canvasFilter(size, 'blur(4px)'),
        'opencv-js': opencv.gaussianBlur(4, 17),
        photon: photon.gaussianBlur(4),
        pixi: pixi([blurFilter({ strength: 3, quality: 2 })]),
      },
    },
    {
      name: 'Gaussian blur, radius 40',
      chain: 'blur(40px)',
      loops: [gaussianBlur(40, 100)],
      isSlow: true,
      peers: {
        'canvas filter': canvasFilter(size, 'blur(40px)'),
        'opencv-js': opencv.gaussianBlur(40, 201),
        photon: photon.gaussianBlur(40),
        pixi: pixi([blurFilter({ strength: 28, quality: 4 })]),
      },
    },
    {
      name: 'Sobel edges',
      chain: 'edge',
      loops: [sobel],
      // Photon's Sobel filters take the falling half of a gradient for 0.
      peers: { 'opencv-js': opencv.sobel },
    },
  ]
}

function linear(factor: number, added: number): Matrix {
  return [
    [factor, 0, 0, added],
    [0, factor, 0, added],
    [0, 0, factor, added],
  ]
}

/** From the picture as it is, 0, to the matrix, 1, and beyond. */
function mix(to: Matrix, amount: number): Matrix {
  return to.map((row, at) => row.map((share, of) => share * amount + (of === at ? 1 - amount : 0))) as unknown as Matrix
}

/** feColorMatrix's hueRotate. */
function hueRotate(degrees: number): Matrix {
  const c = Math.cos((degrees * Math.PI) / 180)
  const s = Math.sin((degrees * Math.PI) / 180)
  return [
    [0.213 + 0.787 * c - 0.213 * s, 0.715 - 0.715 * c - 0.715 * s, 0.072 - 0.072 * c + 0.928 * s, 0],
    [0.213 - 0.213 * c + 0.143 * s, 0.715 + 0.285 * c + 0.14 * s, 0.072 - 0.072 * c - 0.283 * s, 0],
    [0.213 - 0.213 * c - 0.787 * s, 0.715 - 0.715 * c + 0.715 * s, 0.072 + 0.928 * c + 0.072 * s, 0],
  ]
}
