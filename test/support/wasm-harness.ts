// Runs compiled kernels without a browser and gives their floats as they are, for the tests of the wasm compiler.
import type { Effect } from '../../effects/effect.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { builtIns } from '../../workers/glsl/environment.ts'
import type { Variable } from '../../workers/glsl/tree.ts'
import { WasmDevice } from '../../workers/wasm/device.ts'
import type { WasmPicture } from '../../workers/wasm/picture.ts'
import { type Host, Interpreter } from './interpreter.ts'
import type { Value } from './interpreter-functions.ts'

const width = 7
const height = 3

/** Of one frame in the middle of a stream. */
const frame = { time: 1.5, timeDelta: 0.033, frameIndex: 45, date: [2026, 11, 22, 3600.5] }

/** The input: bytes that look like noise, red, green, blue, alpha, rows from the top. */
const bytes = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * 73 + ((at * at) % 91)) % 256)
const noise = { width, height, bytes }

/** What the features of fixtures/glsl/features.ts expect. */
export const flat = {
  width: 4,
  height: 4,
  bytes: Uint8Array.from({ length: 64 }, (_, at) => [51, 102, 153, 255][at % 4]!),
}

function valuesOf(effect: Effect): Map<string, Value> {
  return new Map(
    effect.params.map(({ name, defaultValue = 0 }) => [
      name,
      typeof defaultValue === 'object' ? [...defaultValue] : [Number(defaultValue)],
    ]),
  )
}

/** Red, green, blue and alpha of each pixel, rows from the top, as the wasm backend computes them. */
export async function drawWithWasm(effect: Effect, picture = noise): Promise<Value[]> {
  const { width, height, bytes } = picture
  const device = new WasmDevice()
  const kernel = await device.link([analyseEffect(effect)], { input: 'byte', output: 'extended' })
  const input = device.acquire(width, height, 'byte')
  device.write({ width, height, data: new Uint8ClampedArray(bytes) } as unknown as ImageData, input)
  const out: WasmPicture = device.acquire(width, height, 'float')
  device.begin(kernel, frame, [valuesOf(effect)])
  device.sweep(kernel, { passIndex: 0, frame: out, out, pictures: kernel.pictures.map(() => input) })
  return Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)]
    const at = (out.address + y * out.stride) / 4 + x * 4
    return [...device.heap.floats.slice(at, at + 4)]
  })
}

/** The same as the interpreter has it. */
export function interpret(effect: Effect): Value[] {
  const { fragment } = analyseEffect(effect)
  const values = valuesOf(effect)
  return Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, height - 1 - Math.floor(index / width)]
    return new Interpreter(fragment, hostAt(x, y, values)).run(builtIns.fragColor) ?? [0, 0, 0, 0]
  })
}

function hostAt(x: number, y: number, values: ReadonlyMap<string, Value>): Host {
  const value = (variable: Variable): Value => {
    switch (variable) {
      case builtIns.fragCoord:
        return [x + 0.5, y + 0.5, 0.5, 1]
      case builtIns.fragNormCoord:
        return [Math.fround((x + 0.5) / width), Math.fround((y + 0.5) / height)]
      case builtIns.renderSize:
        return [width, height]
      case builtIns.passIndex:
        return [0]
      case builtIns.time:
        return [frame.time]
      case builtIns.timeDelta:
        return [Math.fround(frame.timeDelta)]
      case builtIns.frameIndex:
        return [frame.frameIndex]
      case builtIns.date:
        return frame.date.map(Math.fround)
      default:
        return values.get(variable.name)!.map(Math.fround)
    }
  }
  return { value, size: () => [width, height], sample: (_, at, up, isNearest) => sample(at, up, isNearest) }
}

/** Positions are rounded to 1/256 of a texel, halves to the even one, and kept inside of the picture. */
function sample(x: number, y: number, isNearest: boolean): Value {
  const column = split(isNearest ? roundEven(x) : x, width)
  const row = split(isNearest ? roundEven(y) : y, height)
  return [0, 1, 2, 3].map((channel) => {
    const texel = (dx: number, dy: number) => {
      const fromTop = height - 1 - Math.min(row.low + dy, height - 1)
      return bytes[(fromTop * width + Math.min(column.low + dx, width - 1)) * 4 + channel]!
    }
    const along = (dy: number) => texel(0, dy) * (256 - column.share) + texel(1, dy) * column.share
    const f = Math.fround
    const between = f(along(0) + f((along(1) - along(0)) * f(row.share / 256)))
    return f(between * f(1 / (255 * 256)))
  })
}

function split(position: number, size: number): { low: number; share: number } {
  // What is no number is 0.
  const inside = Math.min(Math.max(position || 0, 0), size - 1)
  const parts = roundEven(Math.fround(inside * 256))
  const low = Math.max(Math.min(parts >> 8, size - 2), 0)
  return { low, share: parts - low * 256 }
}

function roundEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}
