// Every example of README.md and docs/ in HTML, CSS, GLSL or JavaScript runs: elements come to work, shaders draw what the
// text says of them, scripts run to their end, listeners hear what they listen for, and neither the console nor an element
// has anything to say. TypeScript reads the scripts in test/node/docs-types.test.ts; what other languages say is tested in
// test/node/docs-blocks.test.ts.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as library from '../../components/rtc-elements.ts'
import readme from '../../README.md?raw'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import type { Chain } from '../../effects/effect.ts'
import { codeBlocks, type CodeBlock } from '../support/code-blocks.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'
import { expectPixels, noise, pixelAt, picture } from '../support/page/pictures.ts'

const pages = import.meta.glob<string>('../../docs/**/*.md', { query: '?raw', import: 'default', eager: true })
/** What the build has beside rtc-elements.js, without the ending. */
const modules = [
  ...Object.keys(import.meta.glob('../../components/*.ts')).map((path) => path.replace(/^.*\/|\.ts$/g, '')),
  'translations/de',
]
const languages = Object.keys(import.meta.glob('../../components/translations/??.ts')).map((path) => path.slice(-5, -3))

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
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
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

/** Whether the server has it, or one that the folder `dist` was copied to as `rtc-elements`. */
function isServed(src: string): boolean {
  const [, name] = /^(?:\/(?:rtc-elements\/)?)?([\w/-]+)\.js$/.exec(src) ?? []
  return name !== undefined && modules.includes(name)
}

/** What a chain names by id. */
function idsIn(chain: Chain): string[] {
  return chain.flatMap((stage) => {
    if ('stages' in stage) return idsIn(stage.stages)
    const info = catalogue.get(stage.name)
    return Object.entries(stage.values).flatMap(([name, value]) =>
      typeof value === 'string' && info && findParam(info, name)?.type === 'audio' ? [value] : [],
    )
  })
}

/** What a page names that is not there. */
function missingFrom(page: Document): string[] {
  const scripts = [...page.querySelectorAll('script')].filter((script) =>
    script.type === 'module'
      ? !isServed(script.getAttribute('src') ?? '')
      : script.parentElement?.localName !== 'rtc-effect',
  )
  const spoken = [...page.querySelectorAll<HTMLElement>('[lang]')].filter(({ lang }) => !languages.includes(lang))
  const others = [...page.querySelectorAll('[participant]')].filter(
    (element) => element.getAttribute('participant') !== 'first',
  )
  const ids = [...page.querySelectorAll('[for], [effects]')].flatMap((element) => [
    ...(element.getAttribute('for')?.split(' ') ?? []),
    ...idsIn(library.parseChain(element.getAttribute('effects') ?? '')),
  ])
  return [
    ...[...scripts, ...spoken, ...others].map((element) => element.outerHTML),
    ...ids.filter((id) => !page.getElementById(id)),
  ]
}

/** The shaders in pages, by the page's file, and what becomes of a pixel by what the text says. */
const drawn: Readonly<Record<string, (pixel: readonly number[]) => readonly number[]>> = {
  // Half of the negative over the picture is gray.
  'docs/effects.md': () => [127.5, 127.5, 127.5],
  // As much more red as there is less blue.
  'docs/start.md': ([red = 0, green = 0, blue = 0]) => [red + 0.4 * 255, green, blue - 0.4 * 255],
}
/** None so bright or dark that it would be clamped. */
const muted = noise(8, 8, true)
muted.data.set(muted.data.map((byte, index) => (index % 4 === 3 ? byte : Math.max(103, byte % 152))))

describe('HTML', () => {
  it.each(examples('html'))('%s', async (_, { file, code }) => {
    expect(missingFrom(new DOMParser().parseFromString(code, 'text/html'))).toEqual([])
    document.body.append(parse(code))
    expect(document.body.querySelectorAll(':not(:defined)')).toHaveLength(0)
    await untilAllWork()
    for (const shader of document.querySelectorAll('rtc-effect > script')) {
      const stage = (shader.parentElement as library.RtcEffect).stage as Chain[number]
      expectPixels(await library.renderImage(muted, [stage]), (x, y) => drawn[file]!(pixelAt(muted, x, y)).concat(255))
    }
    expect(heard).toEqual([])
  })
})

it('the shader that turns the picture upside down does', async () => {
  const [shader, ...more] = examples('glsl').map(([, { code }]) => code)
  expect(more).toEqual([])
  const effect = library.parseEffect(`/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/${shader!}`)
  const rows = picture(1, 4, (_, y) => [y * 10, 0, 0])
  expectPixels(await library.renderImage(rows, [effect]), (_, y) => [(3 - y) * 10, 0, 0, 255])
})

describe('CSS', () => {
  it.each(examples('css'))('%s', (_, { code }) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(code)
    const rules = [...sheet.cssRules] as CSSStyleRule[]
    const written = [...code.matchAll(/\{([^}]*)\}/g)].map(([, text]) => text!.match(/[\w-]+(?=:)/g) ?? [])
    expect(rules).toHaveLength(written.length)
    for (const [index, names] of written.entries()) {
      const { style } = rules[index]!
      expect(names.filter((name) => style.getPropertyValue(name) === '')).toEqual([])
    }
  })
})

/** What examples speak of without having made it: a camera, a call with one other in it, a track, a picture … */
async function surroundings() {
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
    guest,
    id: call.participants[0]!.id,
    cameraTrack: document.querySelector('rtc-camera')!.stream!.getVideoTracks()[0]!.clone(),
    image: new ImageData(8, 8),
    count: () => undefined,
    bar: document.createElement('progress'),
    link: document.createElement('a'),
    registerProcessor: vi.fn<(name: string, processor: new () => Processor) => void>(),
    AudioWorkletProcessor: Object,
  }
}

interface Processor {
  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean
}
type Surroundings = Awaited<ReturnType<typeof surroundings>>

/** The guest sends a file and, as the example does, a message; the chain gets smaller; too large a file is offered. */
async function letAllHappen({ camera, call, guest }: Surroundings): Promise<Event> {
  guest.send({ effects: 'grayscale' })
  await guest.sendFile(new File(['hello'], 'hello.txt')).done
  camera.dispatchEvent(
    new library.GovernorEvent({ scale: 0.5, bypassed: ['blur'], ms: 40, budgetMs: 33, reason: 'slow' }),
  )
  const transfer = { size: 60_000_000 } as library.ReceivedFile
  const offer = new library.FileOfferEvent(transfer, guest.participants[0]!.id)
  call.dispatchEvent(offer)
  return offer
}

/** What the text around examples says that comes of them, by a word in them. */
const outcomes: Readonly<Record<string, (given: Surroundings, exported: unknown, offer?: Event) => unknown>> = {
  "'message', ({ data, from })": ({ id }) => expect(console.log).toHaveBeenCalledWith(id, { effects: 'grayscale' }),
  "'governor'": () => expect(console.log).toHaveBeenCalledWith(0.5, ['blur'], 'slow'),
  'data.effects': ({ camera }) => expect(camera.effects).toBe('sepia'),
  'link.': ({ link }) => expect([link.download, link.protocol]).toEqual(['hello.txt', 'blob:']),
  'bar.': ({ bar }) => expect(bar.value).toBe(1),
  "'fileoffer'": (_, _exported, offer) => expect(offer?.defaultPrevented).toBe(true),
  registerProcessor({ registerProcessor }) {
    const [name, Half] = registerProcessor.mock.lastCall!
    const heard = new Float32Array(3)
    new Half().process([[Float32Array.of(1, -1, 0.5)]], [[heard]], { loudness: Float32Array.of(0.5) })
    expect([name, ...heard]).toEqual(['half', 0.5, -0.5, 0.25])
  },
  'posterize.js'(_, exported) {
    const image = picture(4, 1, (x) => [x * 40, 255, 100])
    const effect = exported as { process(image: ImageData, values: object): void }
    effect.process(image, { levels: 4 })
    // Four levels: 0, 85, 170 and 255.
    expectPixels(image, (x) => [[0, 0, 85, 85][x]!, 255, 85, 255], 0)
  },
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
    const around = await surroundings()
    const given = Object.entries(around).filter(([name]) => !declared.includes(name))
    const run = new AsyncFunction('library', ...given.map(([name]) => name), body)
    const exported = await run(library, ...given.map(([, value]) => value))
    const offer = code.includes('addEventListener') ? await letAllHappen(around) : undefined
    for (const [word, expectOutcome] of Object.entries(outcomes)) {
      if (code.includes(word)) await vi.waitFor(() => expectOutcome(around, exported, offer), { timeout: 5000 })
    }
    await untilAllWork()
    expect(heard).toEqual([])
  })
})

it('leaves out few, and says why', () => {
  const left = blocks.filter(({ note }) => note.startsWith('norun'))
  expect(left.map(({ file, note }) => `${file}: ${note}`)).toEqual([])
})
