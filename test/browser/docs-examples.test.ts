// Every example of README.md and docs/ in HTML or JavaScript runs: elements come to work, scripts run to their end, and
// neither the console nor an element has anything to say. What other languages say is tested in test/node/docs.test.ts.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as library from '../../components/rtc-elements.ts'
import readme from '../../README.md?raw'
import { codeBlocks, type CodeBlock } from '../support/code-blocks.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const pages = import.meta.glob<string>('../../docs/**/*.md', { query: '?raw', import: 'default', eager: true })
const modules = Object.keys(import.meta.glob(['../../components/*.ts', '../../components/translations/*.ts'])).map(
  (path) => path.replace(/^.*\/|\.ts$/g, ''),
)

const blocks = [['README.md', readme] as const, ...Object.entries(pages)].flatMap(([path, text]) =>
  codeBlocks(path.replace('../../', ''), text),
)
/** Of a language, each once: the same lines stand on several pages. Those that are files of examples/ are built and opened by
 *  other tests, as the projects that they are. */
function examples(language: string): [string, CodeBlock][] {
  const found = blocks.filter((block) => block.language === language && !/^(norun|examples\/)/.test(block.note))
  const different = found.filter(({ code }, index) => found.findIndex((other) => other.code === code) === index)
  return different.map((block) => [`${block.file}: ${block.code.trim().split('\n').at(0)!}`, block])
}

const patient = { timeout: 20_000 }
const heard: string[] = []

beforeEach(() => {
  heard.length = 0
  for (const level of ['warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void heard.push(words.join(' ')))
  }
})
afterEach(async () => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
})

/** Test cards in place of cameras and screens, as small as can be, and a room of its own between elements of this page. */
function parse(html: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = html
  for (const camera of template.content.querySelectorAll('rtc-camera')) {
    camera.setAttribute('source', 'pattern')
    camera.setAttribute('width', '160')
    camera.setAttribute('height', '120')
  }
  for (const call of template.content.querySelectorAll('rtc-call')) {
    call.setAttribute('signaling', 'local:')
    call.setAttribute('room', crypto.randomUUID())
  }
  return template.content
}

/** Waits until everything in the page does what it is there for. */
async function untilAllWork(): Promise<void> {
  await vi.waitFor(() => {
    for (const camera of document.querySelectorAll('rtc-camera[autostart]')) {
      expect(camera).toMatchObject({ state: 'live', error: null, chain: expect.anything() as unknown })
    }
    for (const effect of document.querySelectorAll('rtc-effect')) {
      expect(effect.error).toBeNull()
      expect(effect.stage).not.toBe('pending')
    }
    for (const call of document.querySelectorAll('rtc-call[autojoin]')) {
      expect(call).toMatchObject({ state: 'joined', error: null })
    }
  }, patient)
}

describe('HTML', () => {
  it.each(examples('html'))('%s', async (_, { code }) => {
    const scripts = [...code.matchAll(/<script type="module" src="([^"]*)"/g)].map(([, src]) => src)
    for (const src of scripts) expect(modules).toContain(src!.replace(/^.*\/|\.js$/g, ''))
    document.body.append(parse(code))
    expect(document.body.querySelectorAll(':not(:defined)')).toHaveLength(0)
    await untilAllWork()
    expect(heard).toEqual([])
  })
})

/** What examples speak of without having made it: a camera, a call with one other in it, a track, a picture … */
async function surroundings(): Promise<Record<string, unknown>> {
  document.body.append(
    parse(`<rtc-camera autostart></rtc-camera>
      <rtc-call autojoin></rtc-call>
      <input type="file">`),
  )
  const guest = document.createElement('rtc-call')
  guest.signaling = 'local:'
  guest.room = document.querySelector('rtc-call')!.room
  document.body.append(guest)
  await guest.join()
  const call = document.querySelector('rtc-call')!
  await vi.waitFor(() => expect(call.participants.at(0)?.connectionState).toBe('connected'), patient)
  await untilAllWork()
  const files = new DataTransfer()
  files.items.add(new File(['hello'], 'hello.txt'))
  document.querySelector('input')!.files = files.files
  return {
    camera: document.querySelector('rtc-camera')!,
    call,
    id: call.participants[0]!.id,
    cameraTrack: document.querySelector('rtc-camera')!.stream!.getVideoTracks()[0]!.clone(),
    image: new ImageData(8, 8),
    count: () => undefined,
    bar: document.createElement('progress'),
    link: document.createElement('a'),
    registerProcessor: () => undefined,
    AudioWorkletProcessor: Object,
  }
}

/** An example as the body of a function: what it imports comes as `library`, what it exports is returned. */
function bodyOf(code: string): string {
  const imported = [...code.matchAll(/^import (?:.* from )?'([^']*)'/gm)].map(([, from]) => from!)
  for (const from of imported) {
    expect(from).toMatch(/^(\.|rtc-elements)(\/[\w-]+\.js)?$/)
    expect(modules).toContain(from.replace(/^rtc-elements$/, 'rtc-elements.js').replace(/^.*\/|\.js$/g, ''))
  }
  return code
    .replace(/^import (\{.*?\}) from '[^']*'/gms, 'const $1 = library')
    .replace(/^import '[^']*'/gm, '')
    .replace('export default ', 'return ')
}

const AsyncFunction = untilAllWork.constructor as new (...text: string[]) => (...given: unknown[]) => unknown

describe('JavaScript', () => {
  it.each(examples('js'))('%s', async (_, { code }) => {
    const body = bodyOf(code)
    const declared = [...body.matchAll(/const (\{[^}]*\}|\w+)/g)].flatMap(([, names]) => names!.match(/\w+/g) ?? [])
    const given = Object.entries(await surroundings()).filter(([name]) => !declared.includes(name))
    const run = new AsyncFunction('library', ...given.map(([name]) => name), body)
    await run(library, ...given.map(([, value]) => value))
    await untilAllWork()
    expect(heard).toEqual([])
  })
})

it('leaves out few, and says why', () => {
  const left = blocks.filter(({ note }) => note.startsWith('norun'))
  expect(left.map(({ file, note }) => `${file}: ${note}`)).toEqual([])
})
