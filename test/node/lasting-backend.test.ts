// A backend that is made anew when its device is lost: which one draws then, and what is asked of it.
import { beforeEach, expect, it } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import type { Backend, Program } from '../../workers/backend.ts'
import { LastingBackend } from '../../workers/lasting-backend.ts'
import type { BackendChoice } from '../../workers/pipeline-api.ts'

class Stub implements Backend {
  readonly name = 'webgl2'
  lost = false
  readonly draws = 0
  readonly timings = []
  readonly copies = { count: 0, ms: 0 }
  readonly memory = { textures: 0, wasm: 0 }
  chosen: BackendChoice = 'auto'
  readonly compiledFor: BackendChoice[] = []
  former: Program | null = null
  isDeleted = false

  constructor(readonly refused: ReadonlySet<BackendChoice>) {}

  choose(choice: BackendChoice): void {
    this.chosen = choice
  }

  async compile(_stages: unknown, former: Program | null): Promise<Program> {
    const choice = this.chosen
    await Promise.resolve()
    if (this.refused.has(choice)) throw new DOMException('There is no GPU.', 'NotSupportedError')
    this.compiledFor.push(choice)
    this.former = former
    return { names: [], delete: () => undefined }
  }

  drawFrame(): never {
    throw new Error('nothing is drawn here')
  }
  drawImage(): never {
    throw new Error('nothing is drawn here')
  }

  delete(): void {
    this.isDeleted = true
  }
}

let made: Stub[]
let refused: Set<BackendChoice>
let backend: LastingBackend
beforeEach(() => {
  made = []
  refused = new Set()
  backend = new LastingBackend(() => {
    made.push(new Stub(refused))
    return made.at(-1)!
  })
})

it('keeps the memory of a chain while the backend is the same, and not beyond', async () => {
  const first = await backend.compile([])
  expect(backend.isAlive(first)).toBe(true)
  await backend.compile([], first)
  expect(made[0]!.former).toBe(first.program)
  made[0]!.lost = true
  expect(backend.isAlive(first)).toBe(false)
  await backend.compile([], first)
  expect(made).toHaveLength(2)
  expect(made[0]!.isDeleted).toBe(true)
  expect(made[1]!.former).toBeNull()
})

it('hands over to another backend where the one that was asked for is lost and does not come back', async () => {
  backend.choose('webgl2')
  await backend.compile([])
  expect(made[0]!.compiledFor).toEqual(['webgl2'])
  made[0]!.lost = true
  refused.add('webgl2')
  const compiled = await backend.compile([])
  expect(made[1]!.compiledFor).toEqual(['auto'])
  expect(backend.isAlive(compiled)).toBe(true)
})

it('refuses what was never there, and what is asked for alone', async () => {
  refused.add('webgl2')
  backend.choose('webgl2')
  await expect(backend.compile([])).rejects.toMatchObject({ name: 'NotSupportedError' })
  backend.choose('auto')
  await backend.compile([])
  made[0]!.lost = true
  await expect(backend.compile([], null, 'webgl2')).rejects.toMatchObject({ name: 'NotSupportedError' })
})

it('does not try a chain with a mistake twice', async () => {
  let compiled = 0
  backend = new LastingBackend(() => {
    const stub = new Stub(refused)
    stub.compile = () => {
      compiled++
      return Promise.reject(new EffectError('There is no variable "colour".'))
    }
    return stub
  })
  await expect(backend.compile([])).rejects.toThrow('colour')
  expect(compiled).toBe(1)
})

it('makes a program anew for a backend that was lost while it compiled', async () => {
  const compiling = backend.compile([])
  made[0]!.lost = true
  const { backend: found } = await compiling
  expect(found).toBe(made[1])
})

it('draws one thing after the other, whatever becomes of each', async () => {
  const log: string[] = []
  const first = backend.inTurn(async () => {
    await Promise.resolve()
    log.push('first')
    throw new Error('first')
  })
  const second = backend.inTurn(() => Promise.resolve(log.push('second')))
  await expect(first).rejects.toThrow('first')
  await second
  expect(log).toEqual(['first', 'second'])
})

it('makes no backend any more once it was deleted, also for what is being compiled', async () => {
  const compiling = backend.compile([])
  backend.delete()
  await expect(compiling).rejects.toMatchObject({ name: 'AbortError' })
  await expect(backend.compile([])).rejects.toMatchObject({ name: 'AbortError' })
  expect(made).toHaveLength(1)
  expect(made[0]!.isDeleted).toBe(true)
})
