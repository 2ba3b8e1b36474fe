// Promises of the passphrase of <rtc-call>, kept with real peer connections between elements of one page.
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import '../../components/rtc-call.ts'
import type { RtcCall } from '../../components/rtc-call.ts'
import { E2eeClient } from '../../workers/e2ee-client.ts'
import type { E2eeOrder, TransformOptions } from '../../workers/e2ee-api.ts'
import { FrameCryptor } from '../../workers/frame-cryptor.ts'
import { decodeHeader, Opener } from '../../workers/sframe.ts'
import { createColourStream, readColour } from '../support/page/colour-stream.ts'
import { openPeerConnections } from '../support/page/peer-connections.ts'

const soon = { timeout: 15_000 }
const cameras: ReturnType<typeof createColourStream>[] = []
const opened: { close(): void }[] = []
let room = ''

beforeEach(() => (room = crypto.randomUUID()))
afterEach(async () => {
  document.body.replaceChildren()
  cameras.splice(0).forEach((camera) => camera.stop())
  opened.splice(0).forEach((one) => one.close())
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await vi.waitFor(() => expect(openPeerConnections()).toEqual([]))
})

function camera(colour: string, options?: { audio: boolean }): MediaStream {
  const made = createColourStream(colour, options)
  cameras.push(made)
  return made.stream
}

function mount(name: string, passphrase: string, source: MediaStream | null = null): RtcCall {
  const call = document.createElement('rtc-call')
  Object.assign(call, { name, passphrase, source, room, signaling: 'local:' })
  document.body.append(call)
  return call
}

function joinAll(...calls: RtcCall[]): Promise<unknown> {
  return Promise.all(calls.map((call) => call.join()))
}

/** What `call` knows of the one who is called so. */
function other(call: RtcCall, name: string) {
  return call.participants.find((participant) => participant.name === name)
}

async function sees(call: RtcCall, name: string, colour: string): Promise<void> {
  await vi.waitFor(async () => {
    const stream = other(call, name)?.stream
    expect(stream && (await readColour(stream))).toBe(colour)
  }, soon)
}

async function states(call: RtcCall, expected: Record<string, string>): Promise<void> {
  await vi.waitFor(
    () =>
      expect(Object.fromEntries(call.participants.map(({ name, encryption }) => [name, encryption]))).toEqual(expected),
    soon,
  )
}

function tileText(call: RtcCall): string {
  const tile = call.shadowRoot!.querySelector('rtc-participant')!
  return tile.shadowRoot!.querySelector('[part=status]')!.textContent.trim()
}

/** Sums of one statistic over the connection of `call` with the only other one. */
async function sum(call: RtcCall | RTCPeerConnection, type: string, key: string): Promise<number> {
  const reports = call instanceof RTCPeerConnection ? [await call.getStats()] : [...(await call.getStats()).values()]
  const all = reports.flatMap((report) => [...(report.values() as Iterable<Record<string, unknown>>)])
  return all.filter((stats) => stats.type === type).reduce((total, stats) => total + Number(stats[key] ?? 0), 0)
}

/** Everything that pages order their encrypting workers to do, with the worker. */
function spyOnOrders() {
  const spy = vi.spyOn(Worker.prototype, 'postMessage')
  const all = () =>
    spy.mock.calls.map(([order], index) => ({ order: order as E2eeOrder, worker: spy.mock.contexts[index] as Worker }))
  const isOf = <K extends E2eeOrder['kind']>(kind: K, order: E2eeOrder): order is Extract<E2eeOrder, { kind: K }> =>
    order.kind === kind
  return {
    of: <K extends E2eeOrder['kind']>(kind: K) =>
      all().flatMap(({ order, worker }) => (isOf(kind, order) ? [{ ...order, worker }] : [])),
  }
}

const dataOf = (event: Event) => (event as Event & { data: unknown }).data
const text = (bytes: Iterable<number>) => [...bytes].join()

describe('with the same passphrase', () => {
  test('everyone sees and hears everyone, and the numbers to compare are the same', async () => {
    const a = mount('a', 'correct horse', camera('red', { audio: true }))
    const b = mount('b', 'correct horse', camera('blue', { audio: true }))
    const heard = vi.fn<(data: unknown) => void>()
    a.addEventListener('message', (event) => heard(dataOf(event)))
    await joinAll(a, b)
    await states(a, { b: 'on' })
    b.send({ hello: 'a' })
    await sees(a, 'b', 'blue')
    await sees(b, 'a', 'red')
    for (const call of [a, b])
      await vi.waitFor(async () => expect(await sum(call, 'inbound-rtp', 'totalAudioEnergy')).toBeGreaterThan(0), soon)
    expect(heard).toHaveBeenCalledWith({ hello: 'a' })
    expect(a.safetyNumber).toMatch(/^\d{5}( \d{5}){11}$/)
    expect(b.safetyNumber).toBe(a.safetyNumber)
    expect(other(a, 'b')!.safetyNumber).toMatch(/^\d{5}( \d{5}){11}$/)
    expect(other(b, 'a')!.safetyNumber).toBe(other(a, 'b')!.safetyNumber)
    expect(a.outerHTML + a.shadowRoot!.innerHTML).not.toContain('correct horse')
  })

  test('what is sent on data channels can be read by nobody else', async () => {
    const wire: { label: string; sent: string }[] = []
    const send = Reflect.get(RTCDataChannel.prototype, 'send') as (this: RTCDataChannel, data: unknown) => void
    vi.spyOn(RTCDataChannel.prototype, 'send').mockImplementation(function (this: RTCDataChannel, data: unknown) {
      wire.push({ label: this.label, sent: typeof data === 'string' ? data : latin1(data as Uint8Array) })
      send.call(this, data)
    })
    const orders = spyOnOrders()
    const [a, b] = [mount('a', 'correct horse'), mount('b', 'correct horse')]
    const heard = vi.fn<(data: unknown) => void>()
    b.addEventListener('message', (event) => heard(dataOf(event)))
    await joinAll(a, b)
    await states(a, { b: 'on' })
    a.send('meet me at the old mill')
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith('meet me at the old mill'), soon)
    await vi.waitFor(() => expect(orders.of('receive')).toHaveLength(2), soon)
    expect(new Set(wire.map(({ label }) => label))).toEqual(new Set(['keys', 'messages']))
    const all = wire.map(({ sent }) => sent).join('\n')
    expect(all).not.toContain('old mill')
    for (const { baseKey } of orders.of('own key')) {
      expect(all).not.toContain(latin1(baseKey))
      expect(all).not.toContain(text(baseKey))
    }
  })

  test('a file arrives whole, and can be read by nobody else', async () => {
    const wire: string[] = []
    const send = Reflect.get(RTCDataChannel.prototype, 'send') as (this: RTCDataChannel, data: unknown) => void
    vi.spyOn(RTCDataChannel.prototype, 'send').mockImplementation(function (this: RTCDataChannel, data: unknown) {
      if (this.label === 'files') wire.push(typeof data === 'string' ? data : latin1(data as Uint8Array))
      send.call(this, data)
    })
    const [a, b] = [mount('a', 'correct horse'), mount('b', 'correct horse')]
    await joinAll(a, b)
    await states(a, { b: 'on' })
    const received = new Promise<File>((resolve) =>
      b.addEventListener('file', (event) => resolve((event as Event & { file: File }).file)),
    )
    const content = 'meet me at the old mill. '.repeat(4000)
    await a.sendFile(new File([content], 'plan.txt')).done
    const file = await received
    expect(file.name).toBe('plan.txt')
    expect((await file.text()) === content).toBe(true)
    expect(wire.length).toBeGreaterThan(3)
    expect(wire.join('\n')).not.toMatch(/old mill|plan\.txt/)
  })

  test('after somebody has left, what is sent is sealed with keys that they never had', async () => {
    const orders = spyOnOrders()
    const calls = ['red', 'blue', 'green'].map((colour) => mount(colour, 'correct horse', camera(colour)))
    const [a, b, c] = calls as [RtcCall, RtcCall, RtcCall]
    await joinAll(a, b, c)
    // A connection that was begun anew has more.
    const sent = () => orders.of('send').filter(({ isOn }) => isOn).length
    await vi.waitFor(() => expect(orders.of('receive').length).toBeGreaterThanOrEqual(6), soon)
    await vi.waitFor(() => expect(sent()).toBeGreaterThanOrEqual(6), soon)
    const known = new Set(orders.of('own key').map(({ baseKey }) => text(baseKey)))
    expect(known.size).toBe(3)
    const [receivedBefore, sentBefore] = [orders.of('receive').length, sent()]
    c.leave()
    // Each of the two has the other's, and is sent to with it.
    await vi.waitFor(() => {
      const fresh = orders.of('own key').slice(3)
      expect(fresh.map(({ kid }) => kid)).toEqual([1, 1])
      const received = orders.of('receive').slice(receivedBefore)
      expect(new Set(received.map(({ baseKey }) => text(baseKey)))).toEqual(
        new Set(fresh.map(({ baseKey }) => text(baseKey))),
      )
    }, soon)
    for (const { baseKey } of orders.of('own key').slice(3)) expect(known).not.toContain(text(baseKey))
    await vi.waitFor(() => expect(sent()).toBeGreaterThanOrEqual(sentBefore + 2), soon)
    const before = await sum(a, 'inbound-rtp', 'framesDecoded')
    await vi.waitFor(async () => expect(await sum(a, 'inbound-rtp', 'framesDecoded')).toBeGreaterThan(before + 5), soon)
    await sees(a, 'blue', 'blue')
    await sees(b, 'red', 'red')
  })

  test('when the worker dies nothing is sent until another one seals with a key of its own', async () => {
    const orders = spyOnOrders()
    const [a, b] = [mount('a', 'correct horse', camera('red')), mount('b', 'correct horse')]
    await joinAll(a, b)
    await sees(b, 'a', 'red')
    const sentTo = (call: RtcCall) => orders.of('send').find(({ pair }) => pair === other(b, call.name)!.id)!.worker
    const dead = sentTo(a) === orders.of('own key')[0]!.worker ? 1 : 0
    const { worker, baseKey } = orders.of('own key')[dead]!
    worker.terminate()
    await vi.waitFor(() => expect(orders.of('own key')).toHaveLength(3), soon)
    const last = orders.of('own key').at(-1)!
    expect(last.worker).not.toBe(worker)
    expect(text(last.baseKey)).not.toBe(text(baseKey))
    const before = await sum(b, 'inbound-rtp', 'framesDecoded')
    await vi.waitFor(async () => expect(await sum(b, 'inbound-rtp', 'framesDecoded')).toBeGreaterThan(before + 5), soon)
    await sees(b, 'a', 'red')
  })
})

test('a passphrase that is set in the middle of a call ends what goes on in the clear', async () => {
  const [a, b] = [mount('Ada', ''), mount('Ben', '', camera('red'))]
  await joinAll(a, b)
  await sees(a, 'Ben', 'red')
  b.passphrase = 'late but here'
  await states(a, { Ben: 'wanted' })
  await vi.waitFor(() => expect(a.participants.map(({ stream }) => stream)).toEqual([null]), soon)
  a.passphrase = 'late but here'
  await a.join()
  await sees(a, 'Ben', 'red')
  await states(a, { Ben: 'on' })
})

describe('with another passphrase', () => {
  test('nobody ever sees a frame, or is sent one, and both are told why', async () => {
    const [a, b] = [mount('a', 'correct horse', camera('red')), mount('b', 'wrong horse', camera('blue'))]
    const heard = vi.fn<(data: unknown) => void>()
    b.addEventListener('message', heard)
    await joinAll(a, b)
    await states(a, { b: 'differs' })
    await states(b, { a: 'differs' })
    a.send('for those who have the passphrase')
    for (const call of [a, b]) {
      await vi.waitFor(async () => expect(await sum(call, 'outbound-rtp', 'framesEncoded')).toBeGreaterThan(60), soon)
      expect(call.participants[0]!.streams).toEqual([])
      expect(tileText(call)).toBe('Uses another passphrase. You neither see nor hear each other.')
    }
    for (const call of [a, b]) {
      expect(await sum(call, 'outbound-rtp', 'packetsSent')).toBe(0)
      expect(await sum(call, 'inbound-rtp', 'framesDecoded')).toBe(0)
    }
    expect(heard).not.toHaveBeenCalled()
    expect(a.safetyNumber).not.toBe(b.safetyNumber)
  })

  test('what arrives all the same is shown to nobody', async () => {
    const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()]
    const [sealing, opening] = [new E2eeClient(), new E2eeClient()]
    opened.push(from, to, sealing, opening)
    sealing.setOwnKey(0, new Uint8Array(32).fill(1))
    sealing.send('to', true)
    opening.receive('from', 0, new Uint8Array(32).fill(2))
    const refused = vi.fn()
    opening.onrefused = refused
    const stream = camera('red')
    sealing.attach('to', from.addTrack(stream.getTracks()[0]!, stream))
    to.ontrack = ({ receiver }) => opening.attach('from', receiver)
    await connect(from, to)
    await vi.waitFor(async () => expect(await sum(to, 'inbound-rtp', 'packetsReceived')).toBeGreaterThan(60), soon)
    expect(await sum(to, 'inbound-rtp', 'framesDecoded')).toBe(0)
    expect(refused).toHaveBeenCalledWith('from', 'damaged', '')
  })

  test('one who has none sees nobody, and is not shown', async () => {
    const [a, b] = [mount('a', 'correct horse', camera('red')), mount('b', '', camera('blue'))]
    await joinAll(a, b)
    await states(a, { b: 'missing' })
    await states(b, { a: 'wanted' })
    expect(tileText(a)).toContain('Uses no passphrase.')
    expect(tileText(b)).toContain('Uses a passphrase, and you do not.')
    await vi.waitFor(async () => expect(await sum(a, 'inbound-rtp', 'packetsReceived')).toBeGreaterThan(20), soon)
    await vi.waitFor(async () => expect(await sum(a, 'outbound-rtp', 'framesEncoded')).toBeGreaterThan(20), soon)
    expect(await sum(a, 'inbound-rtp', 'framesDecoded')).toBe(0)
    expect(await sum(a, 'outbound-rtp', 'packetsSent')).toBe(0)
    for (const call of [a, b]) expect(call.participants[0]!.streams).toEqual([])
    expect(b.safetyNumber).toBeNull()
  })
})

test('joining again ten times uses no nonce twice with a key, and nothing of a frame can be read on the wire', async () => {
  const orders = spyOnOrders()
  const wire = tapReceivers()
  const b = mount('b', 'correct horse')
  await b.join()
  const a = mount('a', 'correct horse', camera('red', { audio: true }))
  const used: string[] = []
  for (let round = 1; round <= 10; round++) {
    await a.join()
    const ofRound = () => wire.frames.filter(({ pair }) => pair === other(b, 'a')?.id)
    await vi.waitFor(() => expect(ofRound().length).toBeGreaterThan(4), soon)
    const frames = ofRound()
    const { kid, ...key } = orders.of('own key').findLast(({ worker }) => worker !== orders.of('own key')[0]!.worker)!
    // Leaving wipes the key.
    const baseKey = key.baseKey.slice()
    a.leave()
    for (const { mimeType, data } of frames) {
      const clear = { 'audio/opus': 1, 'video/VP8': data[0]! & 1 ? 3 : 10 }[mimeType]!
      const header = decodeHeader(data.slice(clear))!
      expect(header.kid).toBe(kid)
      used.push(`${text(baseKey)} ${header.counter}`)
      const plain = await openFrame(mimeType, data, kid, baseKey)
      expect(sharedRuns(plain.slice(clear), data)).toBe(0)
    }
    await vi.waitFor(() => expect(b.participants).toEqual([]))
  }
  expect(used.length).toBeGreaterThan(40)
  expect(new Set(used).size).toBe(used.length)
})

test('a browser that cannot encrypt does not join', async () => {
  const { RTCRtpScriptTransform } = globalThis
  Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform')
  onTestFinished(() => void Object.assign(globalThis, { RTCRtpScriptTransform }))
  const [a, b] = [mount('a', 'correct horse', camera('red')), mount('b', '')]
  await b.join()
  await expect(a.join()).rejects.toMatchObject({ name: 'EncryptionUnsupported' })
  expect(a.state).toBe('failed')
  expect(a.error?.message).toContain('Nothing was sent.')
  expect(b.participants).toEqual([])
})

function latin1(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join('')
}

async function connect(from: RTCPeerConnection, to: RTCPeerConnection): Promise<void> {
  from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate)
  to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate)
  await from.setLocalDescription()
  await to.setRemoteDescription(from.localDescription!)
  await to.setLocalDescription()
  await from.setRemoteDescription(to.localDescription!)
}

/** From now on receivers hand over what arrives, as it came over the network, and show nothing. */
function tapReceivers() {
  const source = `onrtctransform = async ({ transformer }) => {
    const reader = transformer.readable.getReader()
    for (let read = await reader.read(); !read.done; read = await reader.read())
      postMessage({
        pair: transformer.options.pair,
        mimeType: read.value.getMetadata().mimeType,
        data: new Uint8Array(read.value.data),
      })
  }`
  const tap = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
  const frames: { readonly pair: string; readonly mimeType: string; readonly data: Uint8Array<ArrayBuffer> }[] = []
  tap.onmessage = ({ data }: MessageEvent<(typeof frames)[number]>) => frames.push(data)
  const { RTCRtpScriptTransform } = globalThis
  vi.stubGlobal('RTCRtpScriptTransform', function (worker: Worker, options: TransformOptions) {
    return new RTCRtpScriptTransform(options.operation === 'open' ? tap : worker, options)
  })
  return { frames }
}

async function openFrame(
  mimeType: string,
  data: Uint8Array<ArrayBuffer>,
  kid: number,
  baseKey: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const cryptor = new FrameCryptor()
  cryptor.receiveWith(kid, Opener.create(baseKey, kid))
  const frame = { data: data.slice().buffer, getMetadata: () => ({ mimeType }) }
  expect(await cryptor.open(frame)).toBe(true)
  return new Uint8Array(frame.data)
}

/** In how many places five bytes of one are in the other as well. */
function sharedRuns(plain: Uint8Array, wire: Uint8Array): number {
  const [inside, all] = [latin1(plain), latin1(wire)]
  return Array.from({ length: Math.max(0, inside.length - 4) }, (_, at) => inside.slice(at, at + 5)).filter((run) =>
    all.includes(run),
  ).length
}
