// Promises of <rtc-chat>, kept with real data channels between calls of one page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import '../../components/rtc-chat.ts'
import type { RtcChat } from '../../components/rtc-chat.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 10_000 }
const unhandled = vi.fn()
let room = ''

beforeEach(() => {
  room = crypto.randomUUID()
  addEventListener('unhandledrejection', unhandled)
})
afterEach(async () => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
  removeEventListener('unhandledrejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

/** Calls in one room, each with a chat; they are connected. */
async function open(...names: string[]): Promise<{ calls: RtcCall[]; chats: RtcChat[] }> {
  const calls: RtcCall[] = []
  const chats: RtcChat[] = []
  for (const name of names) {
    const call = Object.assign(document.createElement('rtc-call'), { room, name, signaling: 'local:', autojoin: true })
    const chat = Object.assign(document.createElement('rtc-chat'), { source: call })
    document.body.prepend(chat)
    document.body.append(call)
    calls.push(call)
    chats.push(chat)
  }
  await vi.waitFor(() => {
    for (const { participants } of calls) {
      expect(participants).toHaveLength(names.length - 1)
      for (const { connectionState } of participants) expect(connectionState).toBe('connected')
    }
  }, soon)
  return { calls, chats }
}

const all = (chat: RtcChat, selector: string) => [...chat.shadowRoot!.querySelectorAll<HTMLElement>(selector)]
const one = (chat: RtcChat, part: string) => all(chat, `[part~=${part}]`)[0]
const messages = (chat: RtcChat) =>
  all(chat, '[part=message]').map((message) =>
    ['[part=name]', '[part=text], .file bdi'].map((selector) => message.querySelector(selector)!.textContent),
  )
const field = (chat: RtcChat) => one(chat, 'field') as HTMLTextAreaElement
const news = (chat: RtcChat) => all(chat, '.news[role=status]')[0]!.textContent
const status = (chat: RtcChat) => one(chat, 'status')!.textContent

function type(chat: RtcChat, text: string): void {
  field(chat).value = text
  field(chat).dispatchEvent(new InputEvent('input'))
}

function press(chat: RtcChat, init: KeyboardEventInit = {}): boolean {
  return field(chat).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init }))
}

async function write(chat: RtcChat, text: string): Promise<void> {
  type(chat, text)
  press(chat)
  await chat.updateComplete
}

/** Says that the page has the focus, or that it has not. */
function focusPage(hasFocus: boolean): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(hasFocus)
  dispatchEvent(new Event('focus'))
}

describe('messages', () => {
  test('reach all others in order, with the name of who wrote them, also when they have left', async () => {
    const { calls, chats } = await open('Ada', 'Bo', 'Cy')
    await write(chats[0]!, 'one')
    await write(chats[0]!, 'two\nlines')
    const expected = (name: string) => [
      [name, 'one'],
      [name, 'two\nlines'],
    ]
    expect(messages(chats[0]!)).toEqual(expected('You'))
    for (const chat of chats.slice(1)) await vi.waitFor(() => expect(messages(chat)).toEqual(expected('Ada')))
    calls[0]!.leave()
    await vi.waitFor(() => expect(calls[1]!.participants).toHaveLength(1))
    await chats[1]!.updateComplete
    expect(messages(chats[1]!)).toEqual(expected('Ada'))
  })

  test('are sent by Enter, not by Shift and Enter nor while an input method is at work, nor when empty', async () => {
    const { chats } = await open('Ada', 'Bo')
    const [chat] = chats
    type(chat!, 'hello')
    expect(press(chat!, { shiftKey: true })).toBe(true)
    expect(press(chat!, { isComposing: true })).toBe(true)
    await chat!.updateComplete
    expect(messages(chat!)).toEqual([])
    expect(press(chat!)).toBe(false)
    await chat!.updateComplete
    expect(messages(chat!)).toEqual([['You', 'hello']])
    expect(field(chat!).value).toBe('')
    await write(chat!, ' \n ')
    expect(messages(chat!)).toHaveLength(1)
  })

  test('are text, never markup; links lead to the web only, and name no one', async () => {
    const { chats } = await open('<img src=x onerror=alert(1)>\u202e', 'Bo')
    const hostile = '<b>bold</b> \u202ejavascript:alert(1) https://example.org/a?b'
    await write(chats[0]!, hostile)
    const [, reader] = chats
    await vi.waitFor(() =>
      expect(messages(reader!)).toEqual([['<img src=x onerror=alert(1)>', hostile.replace('\u202e', '')]]),
    )
    expect(all(reader!, '[part=message] :is(img, b)')).toEqual([])
    expect(all(reader!, 'bdi[part=name]')).toHaveLength(1)
    const [link, ...others] = all(reader!, 'a') as HTMLAnchorElement[]
    expect(others).toEqual([])
    expect([link!.href, link!.target, link!.rel]).toEqual([
      'https://example.org/a?b',
      '_blank',
      'noopener noreferrer nofollow',
    ])
  })

  test('of another shape are ignored', async () => {
    const { calls, chats } = await open('Ada', 'Bo')
    const topic = calls[0]!.topic('chat')
    for (const data of ['text', null, { text: 1 }, { text: '' }, { text: 'x'.repeat(4001) }]) topic.send(data)
    topic.send({ text: 'fine', more: true })
    calls[0]!.send({ text: 'no chat' })
    await vi.waitFor(() => expect(messages(chats[1]!)).toEqual([['Ada', 'fine']]))
  })

  test('too long to send stay in the field, with a sentence', async () => {
    const { chats } = await open('Ada', 'Bo')
    const [chat] = chats
    await write(chat!, 'x'.repeat(4001))
    expect(messages(chat!)).toEqual([])
    expect(status(chat!)).toBe('This has 4,001 characters; at most 4,000 go at once. Send it in parts.')
    expect(field(chat!).value).toHaveLength(4001)
    await write(chat!, 'x'.repeat(4000))
    expect(messages(chat!)).toHaveLength(1)
    expect(status(chat!)).toBe('')
  })

  test('that cannot be sent now stay in the field, with the reason', async () => {
    const { calls, chats } = await open('Ada', 'Bo')
    const [chat] = chats
    calls[0]!.leave()
    type(chat!, 'hello')
    press(chat!)
    await chat!.updateComplete
    expect(messages(chat!)).toEqual([])
    expect(status(chat!)).toMatch(/join/i)
    expect(field(chat!).value).toBe('hello')
  })

  test('leave whoever writes one in the field when the call ends, and go nowhere then', async () => {
    const { calls, chats } = await open('Ada', 'Bo')
    const [chat] = chats
    type(chat!, 'half a')
    field(chat!).focus()
    calls[0]!.leave()
    await vi.waitFor(() => expect(field(chat!).ariaDisabled).toBe('true'))
    expect(chat!.shadowRoot!.activeElement).toBe(field(chat!))
    expect([field(chat!).readOnly, field(chat!).value]).toEqual([true, 'half a'])
    press(chat!)
    await chat!.updateComplete
    expect(status(chat!)).toBe('Join the call to write to the others.')
  })

  test('are kept up to 500', async () => {
    const { calls, chats } = await open('Ada', 'Bo')
    const topic = calls[0]!.topic('chat')
    for (let index = 1; index <= 502; index++) topic.send({ text: String(index) })
    await vi.waitFor(() => expect(messages(chats[1]!).at(-1)).toEqual(['Ada', '502']), soon)
    expect(messages(chats[1]!)).toHaveLength(500)
    expect(messages(chats[1]!)[0]).toEqual(['Ada', '3'])
  })
})

describe('what is unread', () => {
  test('counts while the chat is folded up or the page has no focus, and ends when someone looks', async () => {
    const { chats } = await open('Ada', 'Bo')
    const [writer, reader] = chats
    const counts: number[] = []
    reader!.addEventListener('unreadchange', () => counts.push(reader!.unread))
    focusPage(true)
    await write(writer!, 'seen')
    await vi.waitFor(() => expect(messages(reader!)).toHaveLength(1))
    expect(reader!.unread).toBe(0)
    one(reader!, 'toggle')!.click()
    await reader!.updateComplete
    expect(reader!.collapsed).toBe(true)
    expect(one(reader!, 'toggle')!.ariaExpanded).toBe('false')
    await write(writer!, 'one')
    await write(writer!, 'two')
    await vi.waitFor(() => expect(reader!.unread).toBe(2))
    await reader!.updateComplete
    expect(one(reader!, 'badge')!.textContent).toBe('2 unread')
    // The log is not there for screen readers then.
    expect(news(reader!)).toBe('2 new messages')
    one(reader!, 'toggle')!.click()
    await vi.waitFor(() => expect(reader!.unread).toBe(0))
    await reader!.updateComplete
    expect(news(reader!)).toBe('')
    focusPage(false)
    await write(writer!, 'three')
    await vi.waitFor(() => expect(reader!.unread).toBe(1))
    focusPage(true)
    expect(counts).toEqual([1, 2, 0, 1, 0])
    expect(writer!.unread).toBe(0)
  })

  test('waits below for who reads further up, who stays there, and is announced to all', async () => {
    focusPage(true)
    const { chats } = await open('Ada', 'Bo')
    const [writer, reader] = chats
    const log = one(reader!, 'log')!
    expect([log.role, log.tabIndex]).toEqual(['log', 0])
    for (let index = 0; index < 20; index++) await write(writer!, `line ${index}`)
    await vi.waitFor(() => expect(messages(reader!)).toHaveLength(20))
    const fromEnd = () => log.scrollHeight - log.clientHeight - log.scrollTop
    await vi.waitFor(() => expect(fromEnd()).toBeLessThan(1))
    log.scrollTop = 0
    await new Promise((resolve) => log.addEventListener('scroll', resolve, { once: true }))
    await write(writer!, 'new')
    await vi.waitFor(() => expect(one(reader!, 'newer')?.textContent.trim()).toBe('1 new message ↓'))
    expect(log.scrollTop).toBe(0)
    one(reader!, 'newer')!.click()
    await reader!.updateComplete
    expect(fromEnd()).toBeLessThan(1)
    expect(reader!.unread).toBe(0)
  })
})

describe('files', () => {
  function choose(chat: RtcChat, file: File): void {
    const input = all(chat, 'input[type=file]')[0] as HTMLInputElement
    const transfer = new DataTransfer()
    transfer.items.add(file)
    input.files = transfer.files
    input.dispatchEvent(new Event('change'))
  }

  const buttons = (chat: RtcChat) => all(chat, '.row button').map(({ ariaLabel }) => ariaLabel)

  test('arrive and can be saved under their name', async () => {
    const { chats } = await open('Ada', 'Bo')
    const [sender, receiver] = chats
    choose(sender!, new File(['hello'], 'note.txt', { type: 'text/plain' }))
    await vi.waitFor(() => expect(buttons(receiver!)).toEqual(['Save note.txt']), soon)
    expect(messages(receiver!)).toEqual([['Ada', 'note.txt']])
    await vi.waitFor(() => expect(all(sender!, '.note').map((note) => note.textContent)).toEqual(['Sent']))
    const saved = vi.spyOn(URL, 'createObjectURL')
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
    all(receiver!, '.row button')[0]!.click()
    expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toBe('note.txt')
    expect(await (saved.mock.calls[0]![0] as File).text()).toBe('hello')
  })

  test('show how far they are, and can be called off', async () => {
    const { calls, chats } = await open('Ada', 'Bo')
    const [, receiver] = chats
    calls[1]!.addEventListener('fileoffer', (event) => event.preventDefault())
    let refuse!: (reason: Error) => void
    const done = new Promise<void>((_, reject) => (refuse = reject))
    const cancel = vi.fn(() => refuse(new DOMException('Called off.', 'AbortError')))
    const transfer = { name: 'big.bin', size: 2_500_000, progress: 0.25, onprogress: null, done, cancel }
    vi.spyOn(calls[1]!, 'sendFile').mockReturnValue(transfer)
    choose(receiver!, new File(['x'], 'big.bin'))
    await receiver!.updateComplete
    expect(all(receiver!, '.file')[0]!.textContent).toBe('big.bin 2.5 MB')
    const progress = all(receiver!, 'progress')[0] as HTMLProgressElement
    expect(progress.value).toBe(0.25)
    transfer.progress = 0.5
    await vi.waitFor(() => expect(progress.value).toBe(0.5))
    expect(buttons(receiver!)).toEqual(['Cancel big.bin'])
    all(receiver!, '.row button')[0]!.click()
    await vi.waitFor(() => expect(all(receiver!, '.note')[0]?.textContent).toBe('Called off.'))
    expect(buttons(receiver!)).toEqual([])
  })
})

test('goes with its call: another one is another chat, and none is a sentence', async () => {
  const { chats } = await open('Ada', 'Bo')
  const [ada, bo] = chats
  bo!.source = null
  await bo!.updateComplete
  expect(status(bo!)).toBe('Join the call to write to the others.')
  expect(field(bo!).readOnly).toBe(true)
  const arrived = vi.fn()
  document.querySelectorAll('rtc-call')[1]!.topic('chat').onmessage = arrived
  await write(ada!, 'unheard')
  await vi.waitFor(() => expect(arrived).toHaveBeenCalled())
  bo!.source = document.querySelectorAll('rtc-call')[1]!
  await bo!.updateComplete
  await write(ada!, 'heard')
  await vi.waitFor(() => expect(messages(bo!)).toEqual([['Ada', 'heard']]))
})
