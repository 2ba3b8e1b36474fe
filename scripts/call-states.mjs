// The states of a call on the playground, for screenshot-states.mjs.
import { chain, find, live, look, press, write } from './page-walking.mjs'

/** Two more in the room, as `<rtc-call>` elements of the same page: they show pictures of the catalogue.
 *  @param passphrase of the first of them */
async function others(passphrase) {
  const join = async (name, picture, passphrase = '') => {
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
    const room = document.getElementById('room').value
    Object.assign(call, { source: canvas.captureStream(), room, name, passphrase })
    call.hidden = true
    document.body.append(call)
    await call.join()
    return call
  }
  globalThis.others = [await join('Grace', 'comic', passphrase), await join('Linus Maximilian', 'duotone')]
}

/** Waits for so many pictures of others. */
function pictures(page, count) {
  return page.waitForFunction(
    (count) => {
      const tiles = document.getElementById('call').shadowRoot.querySelectorAll('rtc-participant')
      const videos = [...tiles].flatMap((tile) => [...tile.shadowRoot.querySelectorAll('video')])
      return videos.filter((video) => video.videoWidth > 0).length >= count
    },
    {},
    count,
  )
}

/** In a new document: `sockets` are those of the page, and none can be opened while it `isCutOff`. */
function watchSockets() {
  const { WebSocket } = globalThis
  globalThis.sockets = []
  globalThis.WebSocket = class extends WebSocket {
    constructor(address) {
      super(globalThis.isCutOff ? 'ws://127.0.0.1:9' : address)
      globalThis.sockets.push(this)
    }
  }
}

/** @param state that the call is to be in */
function stands(page, state) {
  return page.waitForFunction((state) => document.getElementById('call').state === state, {}, state)
}

/** Waits for what stands in a tile. */
function tileSays(page, text) {
  return page.waitForFunction(
    (text) => {
      const tiles = document.getElementById('call').shadowRoot.querySelectorAll('rtc-participant')
      return [...tiles].some((tile) => tile.shadowRoot.querySelector('[part=label]').textContent.includes(text))
    },
    {},
    text,
  )
}

/** As those of screenshot-states.mjs. */
export const callStates = [
  {
    name: 'call-before',
    about: '#call-panel',
    isLong: true,
    async set(page) {
      await page.evaluateOnNewDocument(watchSockets)
      await live(page, chain)
      await press(page, '#call-tab')
      await find(page, '#call >>> [part=button]')
    },
  },
  {
    name: 'call-alone',
    about: '#call-panel',
    isLong: true,
    after: 'call-before',
    async set(page) {
      await write(page, '#name', 'Ada')
      await press(page, '#call >>> [part=button]')
      await stands(page, 'joined')
    },
  },
  {
    name: 'call',
    about: '#call-panel',
    isLong: true,
    after: 'call-alone',
    async set(page) {
      await page.evaluate(others)
      await pictures(page, 2)
    },
  },
  {
    name: 'unread',
    about: '[role=tablist]',
    widths: [390, 1280],
    after: 'call',
    async set(page) {
      await press(page, '#picture-tab')
      await page.evaluate(async () => {
        // By then the chat knows that it is out of sight.
        for (let frame = 0; frame < 3; frame++) await new Promise(globalThis.requestAnimationFrame)
        globalThis.others[0].topic('chat').send({ text: 'Are you there?' })
      })
      await find(page, '#unread:not([hidden])')
    },
    show: (page) => look(page, '[role=tablist]'),
  },
  {
    name: 'chat',
    about: '#chat',
    after: 'unread',
    async set(page) {
      await press(page, '#call-tab')
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
    name: 'chat-files',
    about: '#chat',
    after: 'chat',
    async set(page) {
      await page.evaluate(() => {
        const [grace] = globalThis.others
        const file = (size, name) => new globalThis.File([new Uint8Array(size)], name)
        // What cannot be read does not arrive.
        globalThis.films = ['first film.mp4', 'film of the whole day.mp4'].map((name) => {
          const film = file(40_000_000, name)
          film.slice = () => ({ arrayBuffer: () => new Promise(() => undefined) })
          return grace.sendFile(film)
        })
      })
      const shown = (count) =>
        page.waitForFunction(
          (count) => document.getElementById('chat').shadowRoot.querySelectorAll('progress').length === count,
          {},
          count,
        )
      await shown(2)
      await page.evaluate(() => globalThis.films[0].cancel())
      await shown(1)
      const files = await find(page, '#chat >>> [type=file]')
      await files.uploadFile('LICENSE')
      await page.waitForFunction(() => document.getElementById('chat').shadowRoot.textContent.includes('LICENSE'))
    },
    show: (page) => look(page, '#chat', 'nearest'),
  },
  {
    name: 'chat-full',
    about: '#chat',
    after: 'chat-files',
    async set(page) {
      await page.evaluate(() => globalThis.films[1].cancel())
      // Until the chat knows that its end is out of sight.
      await page.waitForFunction(
        () => {
          const { shadowRoot } = document.getElementById('chat')
          shadowRoot.querySelector('[part=log]').scrollTop = 0
          globalThis.others[0].topic('chat').send({ text: 'And now?' })
          return shadowRoot.querySelector('[part=newer]')
        },
        { polling: 200 },
      )
      await write(page, '#chat >>> [part=field]', 'All of it once more, from the beginning. '.repeat(100))
    },
    show: (page) => look(page, '#chat', 'nearest'),
  },
  {
    name: 'call-quiet',
    about: '#call-panel, .stage',
    isLong: true,
    after: 'chat-full',
    async set(page) {
      for (const id of ['mute', 'hide']) await press(page, `#${id}`)
      await page.evaluate(() => {
        const [grace, linus] = globalThis.others
        grace.source.getVideoTracks()[0].enabled = false
        globalThis.picture = linus.source
        linus.source = null
      })
      await page.waitForFunction(() => document.getElementById('call').participants.some(({ stream }) => !stream))
    },
  },
  {
    name: 'call-screen',
    about: '#call',
    isLong: true,
    after: 'call-quiet',
    async set(page) {
      for (const id of ['mute', 'hide']) await press(page, `#${id}`)
      await page.evaluate(() => {
        const [grace, linus] = globalThis.others
        const face = grace.source
        face.getVideoTracks()[0].enabled = true
        for (const [id, stream] of Object.entries({ face, screen: globalThis.picture.clone() })) {
          // As much of a camera as a call needs.
          const [addController, removeController] = [() => undefined, () => undefined]
          const source = { id, stream, chain: 'bulge(radius: 0.4)', addController, removeController, hidden: true }
          document.body.append(Object.assign(document.createElement('div'), source))
        }
        Object.assign(grace, { source: null, for: 'face screen' })
        linus.source = globalThis.picture
      })
      await pictures(page, 3)
    },
  },
  {
    name: 'call-lost',
    about: '#call',
    isLong: true,
    after: 'call-screen',
    async set(page) {
      // It takes a network half a minute to come to this.
      await page.evaluate(() => {
        const call = document.getElementById('call')
        for (const [at, value] of ['disconnected', 'failed'].entries()) {
          Object.defineProperty(call.participants[at], 'connectionState', { value, configurable: true })
        }
        call.dispatchEvent(new globalThis.Event('participantchange'))
      })
      await tileSays(page, '…')
    },
  },
  {
    name: 'call-reconnecting',
    about: '#call',
    isLong: true,
    after: 'call-lost',
    async set(page) {
      await page.evaluate(() => {
        const call = document.getElementById('call')
        for (const participant of call.participants) {
          Object.defineProperty(participant, 'connectionState', { value: 'connected' })
        }
        call.dispatchEvent(new globalThis.Event('participantchange'))
        globalThis.isCutOff = true
        for (const socket of globalThis.sockets) socket.close()
      })
      await stands(page, 'reconnecting')
    },
  },
  {
    name: 'call-controls',
    about: '#call-panel',
    isLong: true,
    after: 'call-reconnecting',
    async set(page) {
      await page.evaluate(() => (globalThis.isCutOff = false))
      await stands(page, 'joined')
      await press(page, '#call-panel > details > summary')
      await press(page, '#offer-controls')
      await press(page, '#lock')
      await page.evaluate(() => (globalThis.others[0].offerControls = true))
      await find(page, 'rtc-effect-controls[for=call] >>> input[type=range]')
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
      await stands(page, 'left')
    },
  },
  {
    name: 'call-encrypted',
    about: '#call-panel',
    isLong: true,
    after: 'call-left',
    async set(page) {
      await write(page, '#passphrase', 'three blue bicycles')
      await press(page, '#call >>> [part=button]')
      await stands(page, 'joined')
      await page.evaluate(others, 'three blue bicycles')
      await pictures(page, 1)
      await page.waitForFunction(() => document.getElementById('call').participants.at(-1).encryption === 'missing')
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
      await stands(page, 'failed')
    },
  },
]
