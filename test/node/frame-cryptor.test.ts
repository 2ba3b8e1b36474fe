// No frame passes in clear, and none that was not sealed by the other side.
import { describe, expect, it, vi } from 'vitest'
import { FrameCryptor } from '../../workers/frame-cryptor.ts'
import type { EncodedFrame } from '../../workers/frame-cryptor.ts'
import { Opener, Sealer } from '../../workers/sframe.ts'

const baseKey = (fill: number) => new Uint8Array(32).fill(fill)
const payload = Uint8Array.from({ length: 200 }, (_, index) => (index * 7) & 255)

function frame(mimeType: string, first: number): EncodedFrame {
  const data = payload.slice()
  data[0] = first
  return { data: data.buffer, getMetadata: () => ({ mimeType }) }
}

const kinds = [
  { name: 'a VP8 key frame', mimeType: 'video/VP8', first: 0x10, clear: 10 },
  { name: 'a VP8 delta frame', mimeType: 'video/VP8', first: 0x11, clear: 3 },
  { name: 'an Opus packet', mimeType: 'audio/opus', first: 0x78, clear: 1 },
]

function cryptors(now?: () => number): [FrameCryptor, FrameCryptor] {
  const [sender, receiver] = [new FrameCryptor(), new FrameCryptor(now)]
  sender.sendWith(Sealer.create(baseKey(1), 0))
  receiver.receiveWith(0, Opener.create(baseKey(1), 0))
  return [sender, receiver]
}

describe.each(kinds)('$name', ({ mimeType, first, clear }) => {
  it('comes out as it went in', async () => {
    const [sender, receiver] = cryptors()
    const sent = frame(mimeType, first)
    const plain = sent.data
    expect(await sender.seal(sent)).toBe(true)
    expect(await receiver.open(sent)).toBe(true)
    expect(new Uint8Array(sent.data)).toEqual(new Uint8Array(plain))
  })

  it(`shows ${String(clear)} bytes of itself on the wire and no others`, async () => {
    const [sender] = cryptors()
    const sent = frame(mimeType, first)
    const plain = Buffer.from(sent.data)
    await sender.seal(sent)
    const wire = Buffer.from(sent.data)
    expect(wire.subarray(0, clear)).toEqual(plain.subarray(0, clear))
    // The header and the tag, and nothing else, make it longer.
    expect(wire.length).toBe(plain.length + 1 + 16)
    for (let at = clear; at + 4 <= plain.length; at++)
      expect(wire.includes(plain.subarray(at, at + 4)), `bytes ${at}`).toBe(false)
  })

  it('whose clear bytes were changed is refused', async () => {
    const [sender, receiver] = cryptors()
    const onrefused = vi.fn()
    receiver.onrefused = onrefused
    const sent = frame(mimeType, first)
    await sender.seal(sent)
    new Uint8Array(sent.data)[clear - 1]! ^= 64
    expect(await receiver.open(sent)).toBe(false)
    expect(onrefused).toHaveBeenCalledWith('damaged', '')
  })

  it('in clear is refused', async () => {
    const [, receiver] = cryptors()
    expect(await receiver.open(frame(mimeType, first))).toBe(false)
  })

  it('is neither sent nor shown without a key', async () => {
    const [sender, receiver] = cryptors()
    const sent = frame(mimeType, first)
    await sender.seal(sent)
    sender.sendWith(null)
    receiver.forget()
    expect(await sender.seal(frame(mimeType, first))).toBe(false)
    expect(await receiver.open(sent)).toBe(false)
  })
})

it.each(['video/AV1', 'video/H264', 'video/VP9', 'audio/red', ''])('of %j nothing passes', async (mimeType) => {
  const [sender, receiver] = cryptors()
  const refused: string[] = []
  sender.onrefused = receiver.onrefused = (refusal, type) => refused.push(`${refusal} ${type}`)
  expect(await sender.seal(frame(mimeType, 0))).toBe(false)
  expect(await receiver.open(frame(mimeType, 0))).toBe(false)
  expect(refused).toEqual([`codec ${mimeType}`, `codec ${mimeType}`])
})

it.each(kinds)('what is shorter than the clear part of $name is not sent', async ({ mimeType, first, clear }) => {
  const [sender] = cryptors()
  const sent = frame(mimeType, first)
  const { data } = sent
  sent.data = data.slice(0, clear - 1)
  expect(await sender.seal(sent)).toBe(false)
  sent.data = data.slice(0, clear)
  expect(await sender.seal(sent)).toBe(true)
})

it('a key that was replaced opens for five seconds what is still on its way', async () => {
  let now = 0
  const [sender, receiver] = cryptors(() => now)
  const sealed = async () => {
    const sent = frame('audio/opus', 0)
    await sender.seal(sent)
    return sent
  }
  const [first, second] = [await sealed(), await sealed()]
  receiver.receiveWith(1, Opener.create(baseKey(2), 1))
  sender.sendWith(Sealer.create(baseKey(2), 1))
  expect(await receiver.open(await sealed())).toBe(true)
  now = 5000
  expect(await receiver.open(first)).toBe(true)
  now = 5001
  expect(await receiver.open(second)).toBe(false)
  expect(await receiver.open(await sealed())).toBe(true)
})

it('who has left opens nothing that is sealed with the key after', async () => {
  const [sender, left] = cryptors()
  sender.sendWith(Sealer.create(baseKey(2), 1))
  const sent = frame('video/VP8', 0x10)
  await sender.seal(sent)
  expect(await left.open(sent)).toBe(false)
})
