// Imports point one way; a wrong arrow fails here. What may import what is stated once, in `allowed`.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A layer is a set of files, named by how their path begins; the first that fits is the file's. */
const layers = {
  'signaling protocol': /^signaling\/(protocol|channel|outbox)\.ts$/,
  'signaling client': /^signaling\/(client|local)\.ts$/,
  'signaling server': /^signaling\//,
  SFrame: /^workers\/sframe\.ts$/,
  'page side of the workers':
    /^workers\/(pipeline-client|e2ee-client|frame-streams|element-frames|pattern-client|thumbnail-client|timer-client)\.ts$/,
  workers: /^workers\//,
  'audio effects': /^effects\/(audio\/|catalogue|chain|described|flashing|format-chain)/,
  effects: /^effects\//,
  call: /^call\//,
  components: /^components\//,
  playground: /^playground\//,
}
type Layer = keyof typeof layers

const allowed: Record<Layer, readonly Layer[]> = {
  effects: [],
  'audio effects': ['effects'],
  SFrame: [],
  workers: ['effects', 'SFrame'],
  'page side of the workers': ['workers', 'effects', 'SFrame'],
  'signaling protocol': [],
  'signaling client': ['signaling protocol'],
  'signaling server': ['signaling protocol'],
  call: ['signaling protocol', 'signaling client', 'page side of the workers', 'SFrame'],
  components: [
    'call',
    'workers',
    'page side of the workers',
    'effects',
    'audio effects',
    'signaling protocol',
    'signaling client',
  ],
  playground: ['components', 'effects', 'audio effects', 'signaling protocol'],
}

function layerOf(path: string): Layer | undefined {
  return (Object.keys(layers) as Layer[]).find((layer) => layers[layer].test(path))
}

function sources(): string[] {
  const folders = [...new Set(Object.values(layers).map((pattern) => /\w+/.exec(pattern.source)![0]))]
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && folders.includes(path.split('/')[0]!))
    .sort()
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\bfrom\s*)?['"](\.[^'"]+)['"]/g)]
  const spread = [...text.matchAll(/\n\} from '(\.[^']+)'/g), ...text.matchAll(/\bimport\('(\.[^']+)'\)/g)]
  return [...found, ...spread].map(([, to]) => relative(root, join(root, dirname(path), to!.split('?')[0]!)))
}

const files = sources()

it('finds the sources and their imports', () => {
  expect(files.length).toBeGreaterThan(30)
  expect(importsOf('workers/pipeline.worker.ts')).toContain('workers/pipeline-host.ts')
  expect(importsOf('workers/pipeline-pool.ts')).toContain('workers/pipeline-api.ts')
})

it.each(files)('%s imports only what its layer may', (path) => {
  const layer = layerOf(path)!
  const wrong = importsOf(path).filter((to) => {
    const target = layerOf(to)
    return target === undefined || (target !== layer && !allowed[layer].includes(target))
  })
  expect(wrong).toEqual([])
})

it('has no import that leads back to itself', () => {
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    if (done.has(path) || way.includes(path)) return
    for (const to of importsOf(path)) if (files.includes(to)) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of files) visit(path, [])
  expect(cycles).toEqual([])
})

it('no call between threads takes or gives a frame', () => {
  const api = readFileSync(join(root, 'workers/pipeline-api.ts'), 'utf8')
  const calls = [...api.matchAll(/export interface (\w+Api) \{\n(.*?)\n\}/gs)]
  expect(calls.map(([, name]) => name)).toEqual(['PipelineHostApi', 'PipelineApi', 'KeeperApi'])
  const code = calls.map(([, , body]) => body!.replace(/\/\*.*?\*\//gs, ''))
  expect(code.filter((body) => body.includes('VideoFrame'))).toEqual([])
})

it('wraps workers in comlink in one file only', () => {
  const wrapping = files.filter((path) =>
    /Comlink\.wrap|\bwrap\b.*from 'comlink'/.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(wrapping).toEqual(['workers/pipeline-pool.ts'])
})
