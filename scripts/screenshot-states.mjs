// The states of the playground and of the documentation that screenshots.mjs photographs. Each is brought about once, as a
// person would: by what can be pressed and written into.

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
  await page.waitForFunction(() => globalThis.customElements.get('rtc-effect-controls'))
}

/** With a picture that has its effects on. */
async function live(page, values) {
  await open(page, values)
  await press(page, '#start')
  await page.waitForFunction(() => document.querySelector('rtc-camera').stats?.fps > 0)
}

const chain = { effects: 'grayscale bulge(radius: 0.5) vignette(amount: 0.6)' }
const controls = '#picture-panel rtc-effect-controls >>> '

async function chainWithOpenCard(page) {
  await live(page, chain)
  await press(page, `${controls}li:nth-child(2) .title`)
  await find(page, `${controls}[part=tuning]`)
}

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
  await live(page, chain)
  await press(page, '#call-tab')
  await page.waitForFunction(() => globalThis.customElements.get('rtc-call'))
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

async function recording(page) {
  await live(page)
  await press(page, `${recorder}[part=button]`)
  await page.waitForFunction(() => {
    const { state, duration } = document.querySelector('rtc-recorder')
    return state === 'recording' && duration > 1
  })
}

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

/** `set` brings it about. `show` is called at each size. `widths`, `schemes`, `forcedColors`: where they are not the usual
 *  ones. `isLong`: what lies below the window is in the picture too. */
export const states = [
  { name: 'welcome', isLong: true, set: (page) => open(page) },
  { name: 'invited', widths: [390, 1280], isLong: true, set: (page) => open(page, { room: 'tea-time' }) },
  {
    name: 'denied',
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
  { name: 'live', isLong: true, set: (page) => live(page) },
  { name: 'chain', isLong: true, set: chainWithOpenCard },
  {
    name: 'search',
    isLong: true,
    async set(page) {
      await live(page, chain)
      await write(page, `${controls}[part=search]`, 'blur')
    },
  },
  {
    name: 'search-nothing',
    widths: [390, 1280],
    isLong: true,
    async set(page) {
      await live(page, { effects: '' })
      await write(page, `${controls}[part=search]`, 'xylophone')
    },
  },
  {
    name: 'wipe',
    async set(page) {
      await live(page, chain)
      await press(page, '#compare')
      await find(page, '#me >>> [part=compare]')
    },
  },
  {
    name: 'pointing',
    async set(page) {
      await chainWithOpenCard(page)
      await press(page, `${controls}.wide[aria-pressed]`)
      await find(page, `${controls}[part=point]`)
    },
  },
  {
    name: 'sound',
    isLong: true,
    async set(page) {
      await live(page, { effects: 'gain(gain: 0.8) three-band-equaliser' })
      await press(page, '#sound-tab')
      await press(page, '#sound-panel rtc-effect-controls >>> li:nth-child(2) .title')
    },
  },
  {
    name: 'write-error',
    isLong: true,
    async set(page) {
      await live(page, { effects: '' })
      await press(page, '#write-tab')
      const code = await find(page, 'effect-editor >>> .cm-content')
      await code.focus()
      await page.keyboard.down('Control')
      await page.keyboard.press('a')
      await page.keyboard.up('Control')
      await page.keyboard.sendCharacter(brokenEffect)
      await find(page, 'effect-editor >>> .wrong')
    },
  },
  {
    name: 'html',
    isLong: true,
    async set(page) {
      await live(page, chain)
      await press(page, '#html-tab')
    },
  },
  {
    name: 'call-before',
    isLong: true,
    async set(page) {
      await live(page)
      await press(page, '#call-tab')
      await find(page, '#call >>> [part=button]')
    },
  },
  { name: 'call', isLong: true, set: inCall },
  {
    name: 'chat',
    async set(page) {
      await inCall(page)
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
    name: 'invitation',
    async set(page) {
      await live(page)
      await press(page, '#invite')
      await page.waitForFunction(() => document.getElementById('qr').naturalWidth > 0)
    },
  },
  {
    name: 'devices',
    async set(page) {
      await live(page)
      await press(page, '#devices')
      await find(page, 'rtc-devices >>> select')
    },
  },
  {
    name: 'statistics',
    async set(page) {
      await inCall(page)
      await press(page, '#statistics')
      await find(page, '#statistics-drawer rtc-stats[for=call] >>> canvas')
    },
  },
  { name: 'recording', set: recording },
  {
    name: 'recorded',
    async set(page) {
      await recording(page)
      await press(page, `${recorder}[part=button]`)
      await find(page, `${recorder}[part=file]`)
    },
  },
  {
    name: 'flashing',
    async set(page) {
      await live(page, { effects: '' })
      await page.evaluate(() => (globalThis.location.hash = '#effects=glitch'))
      await find(page, 'rtc-flash-question >>> dialog[open]')
    },
  },
  {
    name: 'german',
    isLong: true,
    async set(page) {
      await chainWithOpenCard(page)
      await page.select('page-language select', 'de')
      await page.waitForFunction(() =>
        document.querySelector('rtc-effect-controls').shadowRoot.textContent.includes('Zurücksetzen'),
      )
    },
  },
  {
    name: 'right-to-left',
    isLong: true,
    async set(page) {
      await chainWithOpenCard(page)
      await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    },
  },
  { name: 'forced-colors', isLong: true, widths: [1280], forcedColors: true, set: chainWithOpenCard },
  { name: 'docs', isLong: true, set: (page) => docs(page, '') },
  { name: 'docs-start', isLong: true, set: (page) => docs(page, 'start.html') },
  { name: 'docs-element', isLong: true, set: (page) => docs(page, 'elements/rtc-camera.html') },
  { name: 'docs-catalogue', isLong: true, set: (page) => docs(page, 'catalogue.html') },
  { name: 'docs-theming', isLong: true, set: (page) => docs(page, 'theming.html') },
]
