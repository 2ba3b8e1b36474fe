// The states of the playground and of the documentation: screenshots.mjs photographs them, and test/e2e/accessibility.test.ts
// looks at those of the playground. Each is brought about as a person would: by what can be pressed and written into.
import { callStates } from './call-states.mjs'
import { chain, controls, find, live, look, open, press, start, write } from './page-walking.mjs'
import { recordingStates } from './recording-states.mjs'

const editor = 'effect-editor >>> '

const brokenEffect = `/*{
  "DESCRIPTION": "Bends the picture like a flag.",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "height", "TYPE": "float", "DEFAULT": 0.03, "MIN": 0.0, "MAX": 0.1 }
  ]
}*/
void main() {
  vec2 place = isf_FragNormCoord;
  place.y += height * sin(place.x * 12.0 + TIME * 3.0)
  gl_FragColor = IMG_NORM_PIXEL(inputImage, place);
}
`

/** Parameters of all kinds, one of which moves by itself. */
const everyKind = { effects: 'watermark lower-third clock(size: lfo(0.2hz, 0.2..0.4))' }

async function writeCode(page, text) {
  const lines = await find(page, `${editor}.cm-content`)
  await lines.focus()
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await page.keyboard.sendCharacter(text)
}

/** @param type of an event of somebody who holds a file over the editor */
function drag(page, type) {
  return page.evaluate((type) => {
    const { DataTransfer, DragEvent, File } = globalThis
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['void main() {}'], 'waves.fs'))
    document.querySelector('effect-editor').dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }))
  }, type)
}

/** In a new document: devices are given when the page has said, as `refusals` by kind, which not. */
function askPerson() {
  const devices = navigator.mediaDevices
  const give = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wish) => {
    if (!globalThis.refusals) await new Promise((answer) => (globalThis.answer = answer))
    const refused = ['video', 'audio'].find((kind) => wish[kind] && globalThis.refusals[kind])
    if (refused) throw new globalThis.DOMException('Refused', globalThis.refusals[refused])
    return give(wish)
  }
}

/** @param refusals names of errors; empty for what is given */
async function refuse(page, refusals) {
  const isFirst = await page.evaluate((refusals) => {
    const isFirst = !globalThis.refusals
    globalThis.refusals = refusals
    globalThis.answer()
    return isFirst
  }, refusals)
  if (!isFirst) await press(page, '#me >>> [part=button]')
  const [name = 'live'] = Object.values(refusals).filter(Boolean)
  await page.waitForFunction(
    ({ video }, name) => {
      const { state, error } = document.querySelector('rtc-camera')
      return video ? state === 'failed' && error.name === name : state === 'live'
    },
    {},
    refusals,
    name,
  )
}

async function docs(page, path) {
  await page.goto(`/docs/${path}`)
}

/** `set` brings it about, in a new page or in the state `after` which it comes. `about` selects what else is not as it was seen
 *  before; without it all of the page is looked at. `show` is called at each size. `widths`, `forcedColors`: where they are not
 *  the usual ones. `isLong`: what lies below the window is in the picture too. `isAlike`: but for its words it is as another
 *  one, so that the test does not look at it. */
export const states = [
  { name: 'welcome', isLong: true, set: (page) => open(page) },
  { name: 'live', widths: [390, 768, 844, 1280, 1920], isLong: true, after: 'welcome', set: start },
  {
    name: 'saving',
    about: '#saving',
    after: 'live',
    async set(page) {
      await press(page, '#save')
      await write(page, '#saving-name', 'Sunday in the park')
    },
  },
  {
    name: 'saved',
    about: '#presets',
    after: 'saving',
    async set(page) {
      await press(page, '#saving .primary')
      await find(page, '#presets .remove')
    },
  },
  {
    name: 'undone',
    about: '.under, #toast',
    after: 'saved',
    async set(page) {
      await press(page, '#random')
      await press(page, '#undo')
      await find(page, '#redo:not(:disabled)')
      await find(page, '#toast:not(:empty)')
    },
  },
  {
    name: 'devices',
    about: '#devices-drawer',
    after: 'undone',
    async set(page) {
      await press(page, '#devices')
      await find(page, 'rtc-devices >>> select')
    },
  },
  {
    name: 'devices-tested',
    about: '#devices-drawer',
    widths: [390, 1280],
    after: 'devices',
    async set(page) {
      await press(page, 'rtc-devices >>> [name=microphone]')
      await find(page, 'rtc-devices >>> rtc-meter')
    },
  },
  {
    name: 'muted',
    about: '.stage',
    after: 'devices-tested',
    async set(page) {
      for (const id of ['devices', 'mute', 'hide']) await press(page, `#${id}`)
      await find(page, '#withheld:not([hidden])')
    },
  },
  {
    name: 'invited',
    about: '#you',
    widths: [390, 1280],
    isLong: true,
    set: (page) => open(page, { room: 'tea-time' }),
  },
  {
    name: 'devices-before',
    isAlike: true,
    about: '#devices-drawer',
    widths: [390, 1280],
    after: 'invited',
    async set(page) {
      await press(page, '#devices')
      await find(page, 'rtc-devices >>> select')
    },
  },
  {
    name: 'statistics-before',
    about: '#statistics-drawer',
    widths: [390, 1280],
    after: 'devices-before',
    async set(page) {
      await press(page, '#devices')
      await press(page, '#statistics')
      await find(page, '#statistics-drawer rtc-stats[for=call] >>> [part=summary]')
    },
  },
  {
    name: 'starting',
    about: '.stage',
    widths: [390, 1280],
    async set(page) {
      await page.evaluateOnNewDocument(askPerson)
      await open(page)
      await press(page, '#start')
      await page.waitForFunction(() => document.querySelector('rtc-camera').state === 'starting')
    },
  },
  {
    name: 'denied',
    about: '#you',
    after: 'starting',
    set: (page) => refuse(page, { video: 'NotAllowedError', audio: 'NotAllowedError' }),
  },
  {
    name: 'camera-in-use',
    isAlike: true,
    about: '.stage',
    widths: [390, 1280],
    after: 'denied',
    set: (page) => refuse(page, { video: 'NotReadableError', audio: '' }),
  },
  {
    name: 'no-camera',
    isAlike: true,
    about: '.stage',
    widths: [390, 1280],
    after: 'camera-in-use',
    set: (page) => refuse(page, { video: 'NotFoundError', audio: '' }),
  },
  {
    name: 'no-microphone',
    about: '.stage',
    widths: [390, 1280],
    after: 'no-camera',
    set: (page) => refuse(page, { video: '', audio: 'NotFoundError' }),
  },
  {
    name: 'wrong-clip',
    about: '.stage',
    widths: [390, 1280],
    after: 'no-microphone',
    async set(page) {
      const field = await find(page, '#clip')
      await field.uploadFile('package.json')
      await page.waitForFunction(() => document.querySelector('rtc-camera').state === 'failed')
    },
  },
  {
    name: 'wrong-link',
    about: '#notice',
    widths: [390, 1280],
    async set(page) {
      await open(page, { effects: 'pixlate', source: 'telescope' })
      await find(page, '#notice:not(:empty)')
    },
  },
  {
    name: 'invitation',
    about: '#invitation',
    after: 'wrong-link',
    async set(page) {
      await press(page, '#invite')
      await page.waitForFunction(() => document.getElementById('qr').naturalWidth > 0)
    },
  },
  {
    name: 'chain',
    about: '#picture-panel',
    isLong: true,
    async set(page) {
      await live(page, chain)
      await press(page, `${controls}li:nth-child(2) .title`)
      await find(page, `${controls}[part=tuning]`)
    },
  },
  {
    name: 'pointing',
    about: '#picture-panel',
    after: 'chain',
    async set(page) {
      await press(page, `${controls}.wide[aria-pressed]`)
      await find(page, `${controls}[part=point]`)
    },
  },
  {
    name: 'wipe',
    about: '.stage',
    after: 'pointing',
    async set(page) {
      await press(page, `${controls}.done`)
      await press(page, '#compare')
      await find(page, '#me >>> [part=compare]')
    },
  },
  {
    name: 'holding',
    about: '.stage',
    widths: [390, 1280],
    after: 'wipe',
    async set(page) {
      for (const id of ['compare', 'hold']) await press(page, `#${id}`)
      await find(page, '#plain:not([hidden])')
    },
  },
  {
    name: 'search',
    about: '#picture-panel',
    isLong: true,
    after: 'holding',
    async set(page) {
      await press(page, '#hold')
      await write(page, `${controls}[part=search]`, 'blur')
    },
  },
  {
    name: 'html',
    about: '#html-panel',
    isLong: true,
    after: 'search',
    set: (page) => press(page, '#html-tab'),
  },
  {
    name: 'tuning',
    about: '#picture-panel',
    isLong: true,
    async set(page) {
      await press(page, '#picture-tab')
      await write(page, `${controls}[part=search]`, '')
      await page.evaluate((hash) => (globalThis.location.hash = hash), `${new URLSearchParams(everyKind)}`)
      for (const place of [1, 2, 3]) await press(page, `${controls}li:nth-child(${place}) .title[aria-expanded=false]`)
      await find(page, `${controls}li:nth-child(3) [part=tuning]`)
    },
    after: 'html',
  },
  {
    name: 'wrong-picture',
    about: '#picture-panel',
    widths: [390, 1280],
    after: 'tuning',
    async set(page) {
      const field = await find(page, `${controls}[type=file]`)
      await field.uploadFile('package.json')
      await find(page, `${controls}[part=error]:not(:empty)`)
    },
    show: (page) => look(page, `${controls}[part=error]`),
  },
  {
    name: 'search-nothing',
    about: '#picture-panel',
    widths: [390, 1280],
    isLong: true,
    async set(page) {
      await live(page, { effects: '' })
      await write(page, `${controls}[part=search]`, 'xylophone')
    },
  },
  {
    name: 'write',
    about: '#write-panel',
    isLong: true,
    after: 'search-nothing',
    async set(page) {
      await press(page, '#write-tab')
      await find(page, `${editor}.good`)
    },
  },
  {
    name: 'write-address',
    about: '#write-panel',
    widths: [390, 1280],
    isLong: true,
    after: 'write',
    async set(page) {
      await press(page, `${editor}[aria-expanded]`)
      await write(page, `${editor}[name=address]`, 'https://127.0.0.1:9/waves.fs')
      await press(page, `${editor}.address button`)
      await find(page, `${editor}.notice:not(:empty)`)
    },
  },
  {
    name: 'write-drop',
    about: '#write-panel',
    widths: [390, 1280],
    after: 'write-address',
    async set(page) {
      await press(page, `${editor}[aria-expanded=true]`)
      await drag(page, 'dragover')
      await find(page, `${editor}.drop`)
    },
    show: (page) => look(page, `${editor}.code`),
  },
  {
    name: 'write-out',
    isAlike: true,
    about: '#write-panel',
    widths: [390, 1280],
    after: 'write-drop',
    async set(page) {
      await drag(page, 'dragleave')
      await page.evaluate(() => (document.querySelector('rtc-camera').effects = ''))
      await find(page, `${editor}.status button`)
    },
    show: (page) => look(page, `${editor}.status`),
  },
  {
    name: 'write-error',
    about: '#write-panel',
    isLong: true,
    after: 'write-out',
    async set(page) {
      await press(page, `${editor}.status button`)
      await find(page, `${editor}.good`)
      await writeCode(page, brokenEffect)
      await find(page, `${editor}.wrong`)
    },
  },
  {
    name: 'flashing',
    about: 'rtc-flash-question',
    after: 'write-error',
    async set(page) {
      await page.evaluate(() => (globalThis.location.hash = '#effects=glitch'))
      await find(page, 'rtc-flash-question >>> dialog[open]')
    },
  },
  {
    name: 'effect-failed',
    about: '#picture-panel',
    widths: [390, 1280],
    isLong: true,
    after: 'flashing',
    async set(page) {
      await press(page, 'rtc-flash-question >>> [value=leave]')
      await press(page, '#picture-tab')
      await write(page, `${controls}[part=search]`, '')
      await page.setOfflineMode(true)
      await press(page, `${controls}[data-effect=text]`)
      await find(page, `${controls}[part=error]:not(:empty)`)
      await page.setOfflineMode(false)
    },
  },
  ...recordingStates,
  ...callStates,
  {
    name: 'german',
    widths: [320, 390, 768, 1280, 1920],
    isLong: true,
    after: 'chain',
    async set(page) {
      await page.select('page-language select', 'de')
      await page.waitForFunction(() =>
        document.querySelector('rtc-effect-controls').shadowRoot.textContent.includes('Zurücksetzen'),
      )
    },
  },
  {
    name: 'right-to-left',
    isLong: true,
    after: 'german',
    set: (page) => page.evaluate(() => (document.documentElement.dir = 'rtl')),
  },
  { name: 'forced-colors', isLong: true, widths: [1280], forcedColors: true, after: 'chain', set: () => undefined },
  { name: 'docs', isLong: true, set: (page) => docs(page, '') },
  { name: 'docs-start', isLong: true, set: (page) => docs(page, 'start.html') },
  { name: 'docs-element', isLong: true, set: (page) => docs(page, 'elements/rtc-camera.html') },
  { name: 'docs-catalogue', isLong: true, set: (page) => docs(page, 'catalogue.html') },
  { name: 'docs-theming', isLong: true, set: (page) => docs(page, 'theming.html') },
  { name: 'docs-deploy', isLong: true, set: (page) => docs(page, 'deploy.html') },
  { name: 'docs-performance', isLong: true, set: (page) => docs(page, 'performance.html') },
  { name: 'docs-pipeline', isLong: true, set: (page) => docs(page, 'pipeline.html') },
  { name: 'docs-troubleshooting', isLong: true, set: (page) => docs(page, 'troubleshooting.html') },
]

/** The states through which a new page comes to this one, which is the last of them. */
export function wayTo({ after, ...state }) {
  const before = states.find(({ name }) => name === after)
  return [...(before ? wayTo(before) : []), state]
}
