// The page that people meet first. The elements do the work; this file joins the parts of the page. The camera is loaded
// with it, all else after the page is there or when it is opened.
import '../components/rtc-camera.ts'
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import { parseChain } from '../effects/chain.ts'
import { videoEffects } from '../effects/video/index.ts'
import { CallPanel, createRoom } from './call-panel.ts'
import { ChainHistory, onStepKeys } from './chain-history.ts'
import { copyText } from './copy-text.ts'
import { Drawer } from './drawer.ts'
import { button, element, input } from './find.ts'
import { describePage } from './html-lines.ts'
import { Invitation } from './invitation.ts'
import { Looks } from './looks.ts'
import { offCards, offCardsOfEntry, setOffCards } from './off-cards.ts'
import { formatState, PageAddress } from './page-state.ts'
import './page-language.ts'
import { load, type Part } from './parts.ts'
import { presets } from './presets.ts'
import { randomChain } from './random-chain.ts'
import { attempt, say, takeBack, tell, tellAgain } from './say.ts'
import { formatSharedChain, parseShareLink, type Remark } from './share-link.ts'
import { StageControls } from './stage.ts'
import { keepInTab, keptInTab } from './tab-memory.ts'
import { Tabs } from './tabs.ts'

const camera = document.querySelector('rtc-camera')!
const language = document.querySelector('page-language')!
const { text } = language
const state = () => ({ room: call.room, effects: camera.effects, source: camera.source })
const stage = new StageControls(camera, text, update)
const call = new CallPanel(text, update)
const invitation = new Invitation(text)
/** There the sound has a place beside the picture's effects, as panels.css has it. */
const wide = matchMedia('(min-width: 105rem)')
let links = 0
/** What a link says is set one after the other, and the address is still that link. So it is as long as the first
 *  one was not. */
let isOpening = true

/** What is set is something else now. */
function update(): void {
  if (!isOpening) address.changed()
  showLines()
}

function showLines(): void {
  const { effects, source } = camera
  element('lines').textContent = describePage({
    effects,
    source,
    src: stage.clipName,
    room: call.room,
    name: input('name').value,
    offersControls: input('offer-controls').checked,
    isElsewhere: input('elsewhere').checked,
  })
}

/** Takes over what a link says. Nothing starts by itself: who opened it may not know what it does.
 *  @param remarks what else is to be told */
async function open(hash: string, ...remarks: Remark[]): Promise<void> {
  const link = ++links
  isOpening = true
  const isTaken = await take(hash, remarks, () => link === links)
  // Another one was opened meanwhile.
  if (link !== links) return
  isOpening = false
  // What was left out is not lost by that: the address still says it.
  if (isTaken && hash) address.write()
  else address.settle()
}

/** @param remarks as `open` has them
 *  @param isWanted no other link has been opened since
 *  @returns whether nothing of it was left out */
async function take(hash: string, remarks: Remark[], isWanted: () => boolean): Promise<boolean> {
  const { state: said, warnings } = parseShareLink(hash)
  warnings.push(...remarks)
  const { room, source, effects } = said
  const tellAll = (...more: Remark[]) => tell(() => [...warnings, ...more].map((remark) => remark(text)).join(' '))
  if (room !== undefined && room !== call.room) {
    if (call.isIn) warnings.push(() => text.term('roomOfLink'))
    else call.room = room
  }
  if (source && source !== camera.source) {
    if (stage.isOn) warnings.push(() => text.term('sourceOfLink', source))
    else stage.setSource(source)
  }
  tellAll()
  showLines()
  if (effects === undefined) return warnings.length === 0
  const off = offCardsOfEntry()
  const isAllowed = await allowsFlashing(document.body, effects, camera.effects)
  if (!isWanted()) return false
  if (isAllowed) {
    camera.effects = effects
    setOffCards(off)
  } else tellAll(() => text.term('flashingDeclined'))
  return isAllowed && warnings.length === 0
}

/** Parts of the page that could not be loaded. */
const missing = new Set<Part>()
const panelFailed = () => text.term('panelFailed')

/** Loads parts of the page. Where that fails, the page says so until they are there. */
async function need(...parts: Part[]): Promise<void> {
  const ends = await Promise.allSettled(parts.map((part) => load(part)))
  ends.forEach(({ status }, index) => missing[status === 'fulfilled' ? 'delete' : 'add'](parts[index]!))
  if (parts.some((part) => missing.has(part))) tell(panelFailed)
  else if (missing.size === 0) takeBack(panelFailed)
}

function onPanel(panel: string): void {
  if (panel === 'picture-panel') void need('controls')
  if (panel === 'sound-panel') void need('controls', 'meters')
  if (panel === 'call-panel') void need('call', 'controls')
  if (panel === 'html-panel') showLines()
  if (panel === 'write-panel') void openEditor()
}

let isEditorOpen = false
async function openEditor(): Promise<void> {
  await need('editor')
  if (missing.has('editor') || isEditorOpen) return
  isEditorOpen = true
  const { openEditor } = await import('./editor.ts')
  openEditor(element('editor'), camera)
}

/** A clip is a file, which neither the address nor the tab can hold. */
function missClip(): Remark[] {
  if (clip === null || parseShareLink(location.hash).state.source) return []
  stage.setSource('clip')
  return [() => text.term('clipGone', clip)]
}

/** The effect that was written in this tab is where it was before the page was reloaded: the address cannot say it. */
async function putEffectBack(): Promise<void> {
  if (keptInTab('stage') === null) return
  const isBack = await import('./editor-return.ts').then(({ putBack }) => putBack(camera)).catch(() => false)
  if (isBack) history.begin()
  else tell(() => text.term('effectLeftOut'))
}

async function step(to: 'undo' | 'redo'): Promise<void> {
  if (await history.step(to)) say(text.term(to === 'undo' ? 'undone' : 'redone'))
}

call.room = createRoom()
camera.effects = parseShareLink(location.hash).state.effects === undefined ? presets[0]!.effects : ''
const address = new PageAddress(state, offCards)
const clip = keptInTab('clip') as string | null
welcomeGuest()
void open(location.hash, ...missClip()).then(() => {
  history.begin()
  return putEffectBack()
})

const looks = new Looks(camera, text)
const history = new ChainHistory(camera, () => {
  button('undo').disabled = !history.canUndo
  button('redo').disabled = !history.canRedo
  // At an end of the row with the button beside.
  if (document.activeElement?.matches('#undo:disabled')) button('redo').focus()
  if (document.activeElement?.matches('#redo:disabled')) button('undo').focus()
})
camera.addEventListener('effectschange', () => {
  looks.show()
  update()
})
language.addEventListener('languagechange', () => {
  looks.show()
  call.showUnread()
  tellAgain()
})
button('undo').addEventListener('click', () => void step('undo'))
button('redo').addEventListener('click', () => void step('redo'))
onStepKeys((to) => void step(to))
button('random').addEventListener('click', () => {
  camera.effects = randomChain(Math.random)
  setOffCards()
})

const tabs = new Tabs(document.querySelector('[role=tablist]')!, onPanel)
button('write').addEventListener('click', () => {
  tabs.open('write-panel')
  element('write-tab').focus()
})
const placeSound = () => tabs.setBeside('sound-panel', wide.matches)
wide.addEventListener('change', placeSound)
placeSound()
new Drawer(element('statistics-drawer'), button('statistics'), () => void need('statistics', 'call'))
new Drawer(element('devices-drawer'), button('devices'), () => void need('devices'))

function showCall(): void {
  tabs.open('call-panel')
  element('panels').scrollIntoView({ block: 'nearest' })
}

function linkSaysAll(): boolean {
  try {
    return camera.source !== 'clip' && !formatSharedChain(camera.effects).dropped
  } catch {
    return false
  }
}

function invite(): void {
  address.write()
  // Whoever invites others will want to be there.
  showCall()
  const roomLink = new URL(`#${formatState({ ...state(), effects: '' })}`, location.href).href
  void attempt(() => invitation.open(address.link, roomLink, linkSaysAll()), text)
}
button('invite').addEventListener('click', invite)
button('call-invite').addEventListener('click', invite)
// Whoever reloads the page in a call comes back to its room.
element('call').addEventListener('statechange', () => {
  if (call.isIn) address.write()
})
input('elsewhere').addEventListener('change', showLines)
button('copy').addEventListener('click', () => {
  showLines()
  void copyText(element('lines').textContent, text.term('copied'), () => text.term('copyLines'))
})

/** Whoever comes by a link to a room finds the call in front of them as soon as they see themselves. Reloading is no such
 *  link: the page's own address names its room. */
function welcomeGuest(): void {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (parseShareLink(location.hash).state.room === undefined || navigation?.type === 'reload') return
  text.put(element('lead'), 'invited')
  const onLive = () => {
    if (camera.state !== 'live') return
    camera.removeEventListener('statechange', onLive)
    showCall()
  }
  camera.addEventListener('statechange', onLive)
}

addEventListener('hashchange', () => void open(location.hash))
addEventListener('pagehide', () => {
  address.flush()
  keepInTab('clip', camera.source === 'clip' ? stage.clipName || clip : null)
})

/** After what the first picture needs: its effects, then what is in sight. */
async function loadRest(): Promise<void> {
  const stages = parseChain(typeof camera.effects === 'string' ? camera.effects : '')
  await Promise.all(stages.map(async (one) => 'name' in one && videoEffects.get(one.name)?.load()))
  void need('controls', 'meters', 'recorder')
}
void loadRest()
