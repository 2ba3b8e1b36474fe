// A voice for tests: test/fixtures/speech.opus, decoded.
import speechUrl from '../../fixtures/speech.opus'

/** @returns one channel, 4.0 s of it */
export async function loadSpeech(sampleRate: number): Promise<Float32Array> {
  const response = await fetch(speechUrl)
  const context = new OfflineAudioContext(1, 1, sampleRate)
  return (await context.decodeAudioData(await response.arrayBuffer())).getChannelData(0)
}
