// npm run wasm:show -- effects/video/sepia.fs: what the wasm backend makes of an ISF file, as WebAssembly text. Each pass
// is a function that the host finds under its name, with helpers before it.
import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import { createServer } from 'vite'
import createWabt from 'wabt'

const [file] = process.argv.slice(2)
if (!file) {
  console.error('Name an ISF file: npm run wasm:show -- effects/video/sepia.fs')
  process.exit(1)
}
const server = await createServer({ server: { middlewareMode: true, ws: false }, appType: 'custom', logLevel: 'error' })
try {
  const { parseEffect } = await server.ssrLoadModule('/effects/isf.ts')
  const { analyseEffect } = await server.ssrLoadModule('/workers/glsl/front-end.ts')
  const { compileKernel } = await server.ssrLoadModule('/workers/wasm/kernel.ts')
  const effect = { ...parseEffect(readFileSync(file, 'utf8')), name: basename(file) }
  const { bytes, pictures, values, blockLength } = compileKernel([analyseEffect(effect)])
  const wabt = await createWabt()
  const module = wabt.readWasm(bytes, { readDebugNames: true })
  module.validate()
  console.log(`;; ${file}: ${effect.passes.length} pass(es), ${bytes.length} bytes, a block of ${blockLength} bytes`)
  for (const [index, { name, format }] of pictures.entries()) console.log(`;; picture ${index}: ${name}, ${format}s`)
  for (const { name, offset } of values) console.log(`;; ${name} at ${offset}`)
  console.log(module.toText({ foldExprs: true, inlineExport: true }))
} catch (error) {
  console.error(`${file}: ${error.message}`)
  process.exitCode = 1
} finally {
  await server.close()
}
