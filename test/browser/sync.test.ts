// Sound and picture of the test pattern stay together, from the source to the other end of a call. Each promise waits for
// many beeps, with a camera of its own, so they wait side by side.
import { it, type TestContext } from 'vitest'
import '../../components/rtc-camera.ts'
import { loadModule } from '../../components/load-module.ts'
import type { RtcCamera } from '../../components/rtc-camera.ts'
import { settledSoundLead, type Pictures } from '../support/page/sync.ts'

/** A pattern camera whose chain takes so many milliseconds for a frame. */
async function startCamera(chainMs: number, { onTestFinished }: TestContext): Promise<RtcCamera> {
  const camera = document.createElement('rtc-camera')
  Object.assign(camera, { source: 'pattern', width: 320, height: 240 })
  if (chainMs > 0) camera.effects = [{ name: 'wait', effect: await loadModule(waitFor(chainMs)), values: {} }]
  document.body.append(camera)
  onTestFinished(() => camera.remove())
  await camera.start()
  return camera
}

/** URL of a script that keeps each frame for so long, and needs no processor for it. */
function waitFor(ms: number): string {
  const text = `export default { name: 'wait', process: () => new Promise((resolve) => setTimeout(resolve, ${String(ms)})) }`
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
}

/** A <video> that plays what arrives at the other end of a peer connection. */
async function playRemotely(
  stream: MediaStream,
  { onTestFinished }: TestContext,
): Promise<{ video: HTMLVideoElement; sound: MediaStreamTrack }> {
  const sender = new RTCPeerConnection()
  const receiver = new RTCPeerConnection()
  onTestFinished(() => [sender, receiver].forEach((connection) => connection.close()))
  sender.addEventListener('icecandidate', ({ candidate }) => void receiver.addIceCandidate(candidate))
  receiver.addEventListener('icecandidate', ({ candidate }) => void sender.addIceCandidate(candidate))
  // Of one stream: receivers align what belongs together.
  for (const track of stream.getTracks()) sender.addTrack(track, stream)
  await sender.setLocalDescription()
  await receiver.setRemoteDescription(sender.localDescription!)
  await receiver.setLocalDescription()
  await sender.setRemoteDescription(receiver.localDescription!)
  const received = new MediaStream(receiver.getReceivers().map(({ track }) => track))
  // Not muted: that it plays the sound is what the picture is in time with.
  const video = document.createElement('video')
  video.srcObject = received
  video.autoplay = true
  video.volume = 0.01
  document.body.append(video)
  onTestFinished(() => {
    video.srcObject = null
    video.remove()
  })
  return { video, sound: received.getAudioTracks()[0]! }
}

/** The other end of a call needs some seconds, and more of them on a busy machine. */
const patient = { timeout: 60_000, interval: 0 }

/** By how many milliseconds sound and picture are apart, whichever comes first. */
async function apart(pictures: Pictures, sound: MediaStreamTrack): Promise<number> {
  return Math.abs(await settledSoundLead(pictures, sound))
}

function tracksOf(stream: MediaStream | null): [video: MediaStreamTrack, audio: MediaStreamTrack] {
  return [stream!.getVideoTracks()[0]!, stream!.getAudioTracks()[0]!]
}

it.concurrent.for([60, 5, 0])(
  'the pattern flashes and beeps at once; sound and picture of a chain of %i ms leave together and arrive within 40 ms',
  { timeout: 90_000 },
  async (chainMs, test) => {
    const camera = await startCamera(chainMs, test)
    const { video, sound } = await playRemotely(camera.stream!, test)
    await Promise.all([
      test.expect.poll(() => apart(...tracksOf(camera.rawStream)), patient).toBeLessThan(20),
      test.expect.poll(() => apart(...tracksOf(camera.stream)), patient).toBeLessThan(30),
      test.expect.poll(() => apart(video, sound), patient).toBeLessThan(40),
    ])
  },
)

it.concurrent('holds sound back while effects take their time, and says by how much', async (test) => {
  const camera = await startCamera(60, test)
  // A timer that is late makes the chain slower, not faster.
  await test.expect.poll(() => camera.stats!.audioDelayMs, patient).toBeGreaterThanOrEqual(59)
  camera.effects = 'invert'
  await test.expect.poll(() => camera.stats!.audioDelayMs, patient).toBeLessThan(30)
  camera.effects = ''
  await test.expect.poll(() => camera.stats!.audioDelayMs, patient).toBe(0)
})
