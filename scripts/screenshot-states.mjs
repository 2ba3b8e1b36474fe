// The states of the playground and of the documentation: screenshots.mjs photographs them, and test/e2e/accessibility.test.ts
// looks at those of the playground. Each is brought about as a person would: by what can be pressed and written into.

/** Waits for an element. @param selector `>>>` leads into a shadow tree */
async function find(page, selector) {
  const found = await page.waitForFunction(
    (steps) =>
      steps.reduce((place, step, at) => (at === 0 ? place : place?.shadowRoot)?.querySelector(step), document) ?? false,
    { polling: 100 },
    selector.split(' >>> '),
  )
  return found.asElement()
}

/** Presses what can be pressed by then. */
async function press(page, selector) {
  const element = await find(page, `${selector}:not(:disabled)`)
  await element.evaluate((element) => element.click())
}

async function write(page, selector, text) {
  const handle = await find(page, selector)
  await handle.evaluate((field, text) => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }, text)
}

/** Opens the playground as a link does. */
async function open(page, values = {}) {
  const says = new URLSearchParams(values)
  await page.goto(`/#${says}`)
  await find(page, `${controls}[part=gallery]`)
}

/** Starts the camera, and waits for a picture that has its effects on. */
async function start(page) {
  await press(page, '#start')
  await page.waitForFunction(() => {
    const { stats, shadowRoot } = document.querySelector('rtc-camera')
    return stats && [...shadowRoot.querySelectorAll('video')].some(({ readyState }) => readyState > 1)
  })
}

async function live(page, values) {
  await open(page, values)
  await start(page)
}

const chain = { effects: 'grayscale bulge(radius: 0.5) vignette(amount: 0.6)' }
const controls = '#picture-panel rtc-effect-controls >>> '

/** Two more in the room, as `<rtc-call>` elements of the same page: they show pictures of the catalogue. */
async function others() {
  const join = async (name, picture) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 360
    const image = new globalThis.Image()
    image.src = `/docs/thumbnails/${picture}.webp`
    await image.decode()
    const draw = () => canvas.getContext('2d').drawImage(image, 0, 0, 640, 360)
    draw()
    globalThis.setInterval(draw, 200)
    const call = document.createElement('rtc-call')
    Object.assign(call, { source: canvas.captureStream(), room: document.getElementById('room').value, name })
    call.hidden = true
    document.body.append(call)
    await call.join()
    return call
  }
  globalThis.others = [await join('Grace', 'comic'), await join('Linus Maximilian', 'duotone')]
}

async function inCall(page) {
  await write(page, '#name', 'Ada')
  await press(page, '#call >>> [part=button]')
  await page.waitForFunction(() => document.getElementById('call').state === 'joined')
  await page.evaluate(others)
  await page.waitForFunction(() => {
    const tiles = document.getElementById('call').shadowRoot.querySelectorAll('rtc-participant')
    const videos = [...tiles].flatMap((tile) => [...tile.shadowRoot.querySelectorAll('video')])
    return videos.filter((video) => video.videoWidth > 0).length >= 2
  })
}

/** Brings what a state is about to the middle of a small screen.
 *  @param block as of `scrollIntoView` */
async function look(page, selector, block = 'center') {
  const handle = await find(page, selector)
  await handle.evaluate((element, block) => element.scrollIntoView({ block, behavior: 'instant' }), block)
}

const recorder = 'rtc-recorder >>> '
const code = 'effect-editor >>> .cm-content'

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

async function docs(page, path) {
  await page.goto(`/docs/${path}`)
}

/** `set` brings it about, in a new page or in the state `after` which it comes. `about`
 *  selects what else is not as it was seen before; without it all of the page is looked at. `show` is called at each size. `widths`,
 *  `schemes`, `forcedColors`: where they are not the usual ones. `isLong`: what lies below the window is in the picture too. */
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
    name: 'muted',
    about: '.stage',
    after: 'devices',
    async set(page) {
      for (const id of ['devices', 'mute', 'hide']) await press(page, `#${id}`)
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
    name: 'denied',
    about: '#you',
    async set(page) {
      await page.evaluateOnNewDocument(() => {
        const refusal = new globalThis.DOMException('Permission denied', 'NotAllowedError')
        navigator.mediaDevices.getUserMedia = () => Promise.reject(refusal)
      })
      await open(page)
      await press(page, '#start')
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
    name: 'search',
    about: '#picture-panel',
    isLong: true,
    after: 'wipe',
    async set(page) {
      await press(page, '#compare')
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
      await find(page, 'effect-editor >>> .good')
    },
  },
  {
    name: 'write-error',
    about: '#write-panel',
    isLong: true,
    after: 'write',
    async set(page) {
      const lines = await find(page, code)
      await lines.focus()
      await page.keyboard.down('Control')
      await page.keyboard.press('a')
      await page.keyboard.up('Control')
      await page.keyboard.sendCharacter(brokenEffect)
      await find(page, 'effect-editor >>> .wrong')
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
    name: 'sound',
    about: '#sound-panel',
    isLong: true,
    async set(page) {
      await live(page, { effects: 'gain(gain: 0.8) three-band-equaliser' })
      await press(page, '#sound-tab')
      await press(page, '#sound-panel rtc-effect-controls >>> li:nth-child(2) .title')
    },
  },
  {
    name: 'recording',
    about: 'rtc-recorder',
    after: 'sound',
    async set(page) {
      await press(page, `${recorder}[part=button]`)
      await page.waitForFunction(() => {
        const { state, duration } = document.querySelector('rtc-recorder')
        return state === 'recording' && duration > 1
      })
    },
  },
  {
    name: 'recording-paused',
    about: 'rtc-recorder',
    after: 'recording',
    set: (page) => press(page, `${recorder}[part=pause]`),
  },
  {
    name: 'recorded',
    about: 'rtc-recorder',
    after: 'recording-paused',
    async set(page) {
      await press(page, `${recorder}[part=button]`)
      await find(page, `${recorder}[part=file]`)
    },
  },
  {
    name: 'recording-kept',
    about: 'rtc-recorder',
    after: 'recorded',
    async set(page) {
      await page.reload()
      await find(page, `${recorder}[part=file]`)
    },
  },
  {
    name: 'call-before',
    about: '#call-panel',
    isLong: true,
    async set(page) {
      await live(page, chain)
      await press(page, '#call-tab')
      await find(page, '#call >>> [part=button]')
    },
  },
  { name: 'call', about: '#call-panel', isLong: true, after: 'call-before', set: inCall },
  {
    name: 'chat',
    about: '#chat',
    after: 'call',
    async set(page) {
      await page.evaluate(() => {
        const [grace, linus] = globalThis.others
        grace.topic('chat').send({ text: 'Hello Ada! Which effect is that?' })
        linus
          .topic('chat')
          .send({ text: 'Looks like the bulge to me. See https://example.org/bulge for how it is done.' })
        grace.sendFile(new globalThis.File([new Uint8Array(120_000)], 'holiday photographs of 2026.zip'))
      })
      const field = await find(page, '#chat >>> [part=field]')
      await field.focus()
      await page.keyboard.type('It is, with a radius of a half.')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => {
        const log = document.getElementById('chat').shadowRoot
        return log.textContent.includes('holiday') && log.textContent.includes('radius of a half')
      })
    },
    show: (page) => look(page, '#chat', 'nearest'),
  },
  {
    name: 'call-controls',
    about: '#call-panel',
    isLong: true,
    after: 'chat',
    async set(page) {
      await press(page, '#call-panel > details > summary')
      await press(page, '#offer-controls')
      await press(page, '#lock')
    },
  },
  {
    name: 'statistics',
    about: '#statistics-drawer',
    after: 'call-controls',
    async set(page) {
      await press(page, '#statistics')
      await find(page, '#statistics-drawer rtc-stats[for=call] >>> canvas')
    },
  },
  {
    name: 'statistics-open',
    about: '#statistics-drawer',
    after: 'statistics',
    async set(page) {
      await press(page, '#statistics-drawer rtc-stats[for=call] >>> summary')
      await press(page, '#statistics-drawer > details > summary')
    },
    show: (page) => look(page, 'rtc-support'),
  },
  {
    name: 'call-left',
    about: '#call-panel',
    isLong: true,
    after: 'statistics-open',
    async set(page) {
      await press(page, '#statistics')
      await page.evaluate(() => globalThis.others.forEach((other) => other.leave()))
      await press(page, '#call >>> [part=button]')
      await page.waitForFunction(() => document.getElementById('call').state === 'left')
    },
  },
  {
    name: 'call-refused',
    about: '#call-panel',
    isLong: true,
    after: 'call-before',
    async set(page) {
      await page.evaluate(async () => {
        const call = document.createElement('rtc-call')
        Object.assign(call, { room: document.getElementById('room').value, name: 'Grace' })
        call.hidden = true
        document.body.append(call)
        await call.join()
        await call.lock(true)
      })
      await press(page, '#call >>> [part=button]')
      await page.waitForFunction(() => document.getElementById('call').state === 'failed')
    },
  },
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
]

/** The states through which a new page comes to this one, which is the last of them. */
export function wayTo({ after, ...state }) {
  const before = states.find(({ name }) => name === after)
  return [...(before ? wayTo(before) : []), state]
}
