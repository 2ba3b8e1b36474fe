// The encoded transforms of one call: every frame that is sent or received passes here, sealed or opened, or not at all.
// One worker for all of them, so that one Sealer counts all that its key seals.
import type { E2eeOrder, E2eeReport, TransformOptions } from './e2ee-api.ts'
import { FrameCryptor, type EncodedFrame } from './frame-cryptor.ts'
import { Opener, Sealer } from './sframe.ts'

/** Refusals and requests for key frames come in bursts; once in so long is enough. */
const patienceMs = { refusal: 1000, keyFrame: 500 }

const cryptors = new Map<string, FrameCryptor>()
let sealer: Promise<Sealer> | null = null

addEventListener('message', ({ data }: MessageEvent<E2eeOrder>) => {
  switch (data.kind) {
    case 'own key':
      sealer = Sealer.create(data.baseKey, data.kid)
      break
    case 'send':
      cryptorOf(data.pair).sendWith(data.isOn ? sealer : null)
      break
    case 'receive':
      cryptorOf(data.pair).receiveWith(data.kid, Opener.create(data.baseKey, data.kid))
      break
    case 'forget':
      cryptors.get(data.pair)?.forget()
      cryptors.delete(data.pair)
      break
    case 'ping':
      tell({ kind: 'pong' })
  }
})

addEventListener('rtctransform', ({ transformer }) => {
  const { operation, pair } = transformer.options as TransformOptions
  const cryptor = cryptorOf(pair)
  const frames = operation === 'seal' ? sealing(cryptor) : opening(cryptor, transformer)
  // It ends with the sender or receiver.
  transformer.readable
    .pipeThrough(frames)
    .pipeTo(transformer.writable as WritableStream<EncodedFrame>)
    .catch(() => undefined)
})

function cryptorOf(pair: string): FrameCryptor {
  const known = cryptors.get(pair)
  if (known) return known
  const cryptor = new FrameCryptor()
  const isTimely = every(patienceMs.refusal)
  cryptor.onrefused = (refusal, mimeType) => {
    if (isTimely()) tell({ kind: 'refused', pair, refusal, mimeType })
  }
  cryptors.set(pair, cryptor)
  return cryptor
}

function sealing(cryptor: FrameCryptor): TransformStream<EncodedFrame, EncodedFrame> {
  return new TransformStream({
    async transform(frame, controller) {
      if (await cryptor.seal(frame)) controller.enqueue(frame)
    },
  })
}

/** A decoder that has missed frames waits for a key frame, and does not always ask for it. */
function opening(
  cryptor: FrameCryptor,
  transformer: RTCRtpScriptTransformer,
): TransformStream<EncodedFrame & { readonly type?: string }, EncodedFrame> {
  const isTimely = every(patienceMs.keyFrame)
  let hasGap = true
  return new TransformStream({
    async transform(frame, controller) {
      const isOpen = await cryptor.open(frame)
      if (isOpen) controller.enqueue(frame)
      if (frame.type === undefined) return
      if (!isOpen || frame.type === 'key') hasGap = !isOpen
      else if (hasGap && isTimely()) await transformer.sendKeyFrameRequest().catch(() => undefined)
    },
  })
}

function every(ms: number): () => boolean {
  let last = -Infinity
  return () => {
    const now = performance.now()
    if (now - last < ms) return false
    last = now
    return true
  }
}

function tell(report: E2eeReport): void {
  postMessage(report)
}
