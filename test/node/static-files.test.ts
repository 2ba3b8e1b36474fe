// What the server answers to plain requests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStaticFiles } from '../../signaling/static-files.ts'

let folder: string
let server: Server

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rtc-files-'))
  for (const name of ['gone.js', 'here.js']) writeFileSync(join(folder, name), `// ${name}`)
  server = createServer(createStaticFiles(folder))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

it('survives that a file has vanished since its start, and gives the others', async () => {
  const { port } = server.address() as AddressInfo
  const get = (name: string) => fetch(`http://localhost:${String(port)}/${name}`).then((answer) => answer.text())
  rmSync(join(folder, 'gone.js'))
  await expect(get('gone.js')).rejects.toThrow()
  expect(await get('here.js')).toBe('// here.js')
})
