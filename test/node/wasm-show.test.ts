// npm run wasm:show: what the wasm backend makes of a file, for a person to read.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)

it('prints the module of an effect as text that is valid', { timeout: 60_000 }, async () => {
  const { stdout } = await run('node', ['scripts/wasm-show.mjs', 'effects/video/blur.fs'], { maxBuffer: 2 ** 26 })
  expect(stdout).toMatch(/^;; effects\/video\/blur\.fs: 7 pass\(es\)/)
  expect(stdout).toMatch(/^;; radius at \d+$/m)
  for (let pass = 0; pass < 7; pass++) expect(stdout).toContain(`(export "pass${String(pass)}")`)
})

it('says what is wrong with a file', { timeout: 60_000 }, async () => {
  await expect(run('node', ['scripts/wasm-show.mjs', 'package.json'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^package\.json: .*ISF/m) as string,
  })
})
