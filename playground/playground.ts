// The page that people meet first. The elements do the work; this file carries what is set between them, the share link
// and the lines to copy.
import type { CaptureSource } from '../components/internal/capture.ts'
import '../components/rtc-elements.ts'
import { formatChain } from '../effects/chain.ts'
import { formatShareLink, parseShareLink } from './share-link.ts'

const camera = document.querySelector('rtc-camera')!
const call = document.querySelector('rtc-call')!
const chat = document.querySelector('rtc-chat')!
const notice = element('notice')
const offer = element('offer')
const lines = element('lines')
const mute = element('mute')
const hide = element('hide')
const compare = element('compare')
const photo = element('photo')
const stop = element('stop')
const meter = element('meter')
const share = element('share')
const lock = element('lock')
const safety = element('safety')
const copyLines = element('copy')
const roomInput = element('room') as HTMLInputElement
const nameInput = element('name') as HTMLInputElement
const passphraseInput = element('passphrase') as HTMLInputElement
const offerControls = element('offer-controls') as HTMLInputElement
const clipInput = element('clip') as HTMLInputElement
const sourceButtons = [...document.querySelectorAll<HTMLButtonElement>('[data-source]')]

function element(id: string): HTMLElement {
  return document.getElementById(id)!
}

/** Shows what the elements say of themselves. */
function update(): void {
  const isOn = camera.state === 'live' || camera.state === 'starting'
  for (const button of sourceButtons) {
    button.ariaPressed = String(button.dataset.source === camera.source && isOn)
  }
  for (const control of [mute, hide, compare, photo, stop, meter]) control.hidden = !isOn
  mute.ariaPressed = String(camera.audioDisabled)
  hide.ariaPressed = String(camera.videoDisabled)
  compare.ariaPressed = String(camera.compare)

  offer.hidden = !(camera.state === 'failed' && camera.source === 'camera')

  const isIn = ['joining', 'joined', 'reconnecting'].includes(call.state)
  for (const input of [roomInput, nameInput, passphraseInput]) input.disabled = isIn
  const { safetyNumber } = call
  safety.hidden = !isIn || !safetyNumber
  safety.querySelector('output')!.value = safetyNumber ?? ''
  lock.hidden = call.state !== 'joined'
  lock.textContent = call.locked ? 'Unlock the room' : 'Lock the room'
  // What was written can still be read after the call.
  if (call.state === 'joined') chat.hidden = false
  lines.textContent = describe()
}

/** The page as it is set, as the HTML that makes it. */
function describe(): string {
  const source = camera.source === 'camera' ? '' : camera.source
  const src = source === 'clip' ? (clipInput.files?.[0]?.name ?? '') : ''
  return [
    `<script type="module" src="${new URL('rtc-elements.js', document.baseURI).href}"></script>`,
    tag('rtc-camera', { id: 'me', source, src, autostart: true, effects: effectsText() }),
    tag('rtc-call', {
      id: 'call',
      for: 'me',
      room: call.room,
      name: call.name,
      'offer-controls': call.offerControls ? true : '',
      autojoin: true,
    }),
    tag('rtc-chat', { for: 'call' }),
  ].join('\n')
}

/** Empty attributes are left out. */
function tag(name: string, attributes: Readonly<Record<string, string | true>>): string {
  const written = Object.entries(attributes).map(([attribute, value]) => {
    if (value === true) return ` ${attribute}`
    return value && ` ${attribute}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  })
  return `<${name}${written.join('')}></${name}>`
}

function effectsText(): string {
  return typeof camera.effects === 'string' ? camera.effects : formatChain(camera.effects)
}

/** Takes over what a link says. Nothing starts by itself: who opened it may not know what it does. */
function open(hash: string): void {
  const { state, warnings } = parseShareLink(hash)
  notice.textContent = warnings.join(' ')
  if (state.room !== undefined) setRoom(state.room)
  if (state.effects !== undefined) camera.effects = state.effects
  if (state.source) setSource(state.source)
  update()
}

function setRoom(room: string): void {
  roomInput.value = room
  call.room = room
}

function setSource(source: CaptureSource): void {
  camera.source = source
  // What others read must not be shown backwards.
  camera.mirrored = source === 'camera'
}

async function start(source: CaptureSource): Promise<void> {
  setSource(source)
  // The camera itself says why it could not start, with a button to try again.
  await camera.start().catch(() => undefined)
}

/** Copies, and says so on the button; where the browser refuses, on the page. */
async function copy(text: string, button: HTMLElement, otherwise: string): Promise<void> {
  const label = (button.dataset.label ??= button.textContent)
  try {
    await navigator.clipboard.writeText(text)
    notice.textContent = ''
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = label), 2000)
  } catch {
    notice.textContent = otherwise
  }
}

async function savePhoto(): Promise<void> {
  try {
    const url = URL.createObjectURL(await camera.photo())
    Object.assign(document.createElement('a'), { href: url, download: 'photo.png' }).click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  } catch (error) {
    notice.textContent = (error as Error).message
  }
}

// Phones have no screens to share.
const canShareScreen = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
for (const button of sourceButtons) {
  const source = button.dataset.source as CaptureSource
  button.addEventListener('click', () => (source === 'clip' ? clipInput.click() : void start(source)))
  button.hidden = source === 'screen' && !canShareScreen
}
clipInput.addEventListener('change', () => {
  const [file] = clipInput.files ?? []
  if (!file) return
  URL.revokeObjectURL(camera.src)
  camera.src = URL.createObjectURL(file)
  void start('clip')
})
mute.addEventListener('click', () => {
  camera.audioDisabled = !camera.audioDisabled
  update()
})
hide.addEventListener('click', () => {
  camera.videoDisabled = !camera.videoDisabled
  update()
})
compare.addEventListener('click', () => {
  camera.compare = !camera.compare
  update()
})
photo.addEventListener('click', () => void savePhoto())
element('offered').addEventListener('click', () => void start('pattern'))
stop.addEventListener('click', () => camera.stop())

roomInput.addEventListener('input', () => {
  call.room = roomInput.value
  update()
})
nameInput.addEventListener('input', () => {
  call.name = nameInput.value
  update()
})
// It goes into the call, and nowhere else: neither into the link nor into the lines.
passphraseInput.addEventListener('input', () => (call.passphrase = passphraseInput.value))
offerControls.addEventListener('change', () => {
  call.offerControls = offerControls.checked
  update()
})
lock.addEventListener('click', () => {
  try {
    call.lock(!call.locked)
    notice.textContent = ''
  } catch (error) {
    notice.textContent = (error as Error).message
  }
})
element('seat').addEventListener('submit', (event) => {
  event.preventDefault()
  // The call itself says why it could not join.
  call.join().catch(() => undefined)
})

share.addEventListener('click', () => {
  const { source } = camera
  const hash = formatShareLink({ room: call.room, effects: camera.effects, source })
  history.replaceState(null, '', `#${hash}`)
  void copy(location.href, share, 'The address of this page is the link now: copy it from the address bar.')
})
copyLines.addEventListener('click', () => {
  void copy(describe(), copyLines, 'This browser does not let the page copy: select the lines and copy them.')
})

for (const type of ['statechange', 'effectschange']) camera.addEventListener(type, update)
for (const type of ['statechange', 'lockchange']) call.addEventListener(type, update)
addEventListener('hashchange', () => open(location.hash))
open(location.hash)
