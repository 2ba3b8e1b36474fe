// Which backend draws a chain: the one that is asked for, or the one that has been seen to be faster.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { ChosenBackend } from '../../workers/backend-choice.ts'
import type { Backend, Moment, Program } from '../../workers/backend.ts'
import type { BackendName, RenderStage } from '../../workers/pipeline-api.ts'

/** Draws nothing, and takes its time for it on a clock that stands still otherwise. */
class Stub implements Backend {
  lost = false
  draws = 0
  readonly timings: readonly number[] = []
  readonly copies = { count: 2, ms: 0.5 }
  readonly memory = { textures: 100, wasm: 10 }
  readonly log: string[] = []
  isDeleted = false
  compileError: Error | null = null

  constructor(
    readonly name: BackendName,
    public ms: number,
  ) {}

  compile(): Promise<Program> {
    this.log.push('compile')
    if (this.compileError) return Promise.reject(this.compileError)
    return Promise.resolve({ names: ['stub'], delete: () => this.log.push('delete') })
  }

  drawFrame(): Promise<VideoFrame> {
    this.draws++
    vi.advanceTimersByTime(this.ms)
    return Promise.resolve({ name: this.name, close: () => this.log.push('close') } as unknown as VideoFrame)
  }

  drawImage(): Promise<ImageData> {
    return Promise.resolve({ name: this.name } as unknown as ImageData)
  }

  delete(): void {
    this.isDeleted = true
  }
}

const frame = {} as VideoFrame
const moment: Moment = { time: 0, timeDelta: 0, frameIndex: 0, date: 0, sound: null }
const stagesOf = (name: string) => [{ effect: { name, fragment: '' }, values: {} }] as unknown as RenderStage[]

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function make(wasmMs: number, webgl2Ms: number) {
  const wasm = new Stub('wasm', wasmMs)
  const webgl2 = new Stub('webgl2', webgl2Ms)
  const create = { wasm: vi.fn(() => wasm), webgl2: vi.fn(() => webgl2) }
  return { wasm, webgl2, create, chosen: new ChosenBackend(create) }
}

/** Draws until the choice is made, 100 frames at most. @returns who drew each frame that went out */
async function drawSome(chosen: ChosenBackend, program: Program, count = 100): Promise<string[]> {
  const names: string[] = []
  for (let index = 0; index < count; index++) {
    names.push(((await chosen.drawFrame(program, frame, moment)) as unknown as { name: string }).name)
    await chosen.compare(frame, moment)
  }
  return names
}

it('stays with wasm where that is faster, and says what was measured', async () => {
  const { chosen, webgl2, create } = make(3, 24)
  const names = await drawSome(chosen, await chosen.compile(stagesOf('sepia'), null))
  expect(new Set(names)).toEqual(new Set(['wasm']))
  expect(chosen.name).toBe('wasm')
  expect(chosen.why).toBe('wasm: 3.0 ms a frame, webgl2: 24.0 ms')
  expect(webgl2.isDeleted).toBe(true)
  expect(create.webgl2).toHaveBeenCalledTimes(1)
})

it('moves to webgl2 where that is faster; every frame of the trial is closed', async () => {
  const { chosen, wasm, webgl2 } = make(20, 2)
  const names = await drawSome(chosen, await chosen.compile(stagesOf('sepia'), null))
  expect(names.slice(0, 5)).toEqual(Array(5).fill('wasm'))
  expect(names.at(-1)).toBe('webgl2')
  expect(chosen.why).toBe('wasm: 20.0 ms a frame, webgl2: 2.0 ms')
  expect(wasm.isDeleted).toBe(true)
  expect(webgl2.log.filter((entry) => entry === 'close')).toHaveLength(3)
})

it('does not move for a difference that may be noise', async () => {
  const { chosen } = make(10, 9)
  await drawSome(chosen, await chosen.compile(stagesOf('sepia'), null))
  expect(chosen.name).toBe('wasm')
})

it('spends two frames at most on a backend that is hopeless', async () => {
  const { chosen, webgl2 } = make(3, 200)
  await drawSome(chosen, await chosen.compile(stagesOf('sepia'), null))
  expect(webgl2.draws).toBe(2)
})

it('remembers its choice while only values change, and tries again for another chain', async () => {
  const { chosen, create } = make(20, 2)
  const first = await chosen.compile(stagesOf('sepia'), null)
  await drawSome(chosen, first)
  const again = await chosen.compile(stagesOf('sepia'), first)
  expect(await drawSome(chosen, again, 1)).toEqual(['webgl2'])
  await drawSome(chosen, again)
  expect(create.wasm).toHaveBeenCalledTimes(1)
  await drawSome(chosen, await chosen.compile(stagesOf('blur'), again))
  expect(create.wasm).toHaveBeenCalledTimes(2)
})

it('gives a chain that one backend cannot run to the other, with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const { chosen, wasm } = make(3, 24)
  wasm.compileError = new Error('The wasm backend runs no vertex shader that moves the picture.')
  const names = await drawSome(chosen, await chosen.compile(stagesOf('odd'), null), 40)
  expect(new Set(names)).toEqual(new Set(['webgl2']))
  expect(warn).toHaveBeenCalledTimes(1)
  expect(warn.mock.calls[0]![0]).toMatch(/runs on webgl2\. The wasm backend runs no vertex shader/)
})

it('goes on without a word where only one backend can be made', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const { chosen, create } = make(3, 24)
  create.webgl2.mockImplementation(() => {
    throw new DOMException('no WebGL 2', 'NotSupportedError')
  })
  await drawSome(chosen, await chosen.compile(stagesOf('sepia'), null))
  expect(chosen.why).toBe('webgl2 cannot run it: no WebGL 2')
  expect(chosen.name).toBe('wasm')
  expect(warn).not.toHaveBeenCalled()
})

it('an error of the effect is the chain’s, whichever backend finds it', async () => {
  const { chosen, wasm, create } = make(3, 24)
  wasm.compileError = new EffectError('There is no variable "colr".', 'mine.fs', 3, 9)
  await expect(chosen.compile(stagesOf('mine'), null)).rejects.toBe(wasm.compileError)
  expect(create.webgl2).not.toHaveBeenCalled()
})

it('obeys a choice, and rejects where that backend cannot do it', async () => {
  const { chosen, webgl2 } = make(3, 24)
  chosen.choose('webgl2')
  const program = await chosen.compile(stagesOf('sepia'), null)
  expect(new Set(await drawSome(chosen, program))).toEqual(new Set(['webgl2']))
  expect(chosen.why).toBe('webgl2 was asked for')
  webgl2.compileError = new DOMException('not here', 'NotSupportedError')
  await expect(chosen.compile(stagesOf('blur'), null)).rejects.toMatchObject({ name: 'NotSupportedError' })
})

it('another backend goes on at once where a device is lost', async () => {
  const { chosen, webgl2 } = make(20, 2)
  const program = await chosen.compile(stagesOf('sepia'), null)
  await drawSome(chosen, program)
  expect(chosen.name).toBe('webgl2')
  webgl2.lost = true
  expect(chosen.lost).toBe(false)
  expect(await drawSome(chosen, program, 2)).toEqual(['wasm', 'wasm'])
  expect(chosen.why).toBe('webgl2 has lost its device')
})

it('compares frames of one scale only', async () => {
  const { wasm, webgl2, chosen } = make(20, 12)
  const program = await chosen.compile(stagesOf('sepia'), null)
  // Two of three trials are over when frames begin to be drawn smaller, which helps wasm alone.
  await drawSome(chosen, program, 12)
  expect(webgl2.draws).toBe(2)
  wasm.ms = 10
  const small = { ...moment, scale: 0.5 }
  for (let index = 0; index < 40; index++) {
    await chosen.drawFrame(program, frame, small)
    await chosen.compare(frame, small)
  }
  expect(chosen.name).toBe('wasm')
  expect(chosen.why).toBe('wasm: 10.0 ms a frame, webgl2: 12.0 ms')
})

it('tells the copies of the one that draws, and the memory of all that it holds', async () => {
  const { chosen, wasm, webgl2 } = make(20, 12)
  expect(chosen.copies).toEqual({ count: 0, ms: 0 })
  expect(chosen.memory).toEqual({ textures: 0, wasm: 0 })
  const program = await chosen.compile(stagesOf('sepia'), null)
  await drawSome(chosen, program, 6)
  expect(webgl2.draws).toBe(1)
  expect(chosen.copies).toBe(wasm.copies)
  expect(chosen.memory).toEqual({ textures: 200, wasm: 20 })
  chosen.delete()
  expect(chosen.memory).toEqual({ textures: 0, wasm: 0 })
})
