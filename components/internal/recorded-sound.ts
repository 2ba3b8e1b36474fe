// The sound of tracks for the recorder's worker in browsers that have no streams of it: by way of Web Audio. Used by
// RecordingSession.
import workletUrl from '../../workers/recording-tap.worklet.ts?worker&url'
import type { SoundPort } from '../../workers/sound-port.ts'
import { onGesture } from './gestures.ts'

/** Holds an AudioContext until `close`. It gives nothing while the browser lets no sound run, because nobody has clicked yet or
 *  because there is nothing to play it on. */
export class RecordedSound {
  readonly #context = new AudioContext()
  readonly #life = new AbortController()
  #node: AudioWorkletNode | null = null
  #source: MediaStreamAudioSourceNode | null = null

  private constructor() {
    onGesture(() => {
      this.#context.resume().catch(() => undefined)
    }, this.#life.signal)
  }

  /** Hears nothing yet. Rejects where its code cannot be loaded. */
  static async open(): Promise<RecordedSound> {
    const sound = new RecordedSound()
    try {
      await sound.#load()
    } catch (error) {
      sound.close()
      throw error
    }
    return sound
  }

  /** All that it hears from now on, whatever track that is of, for the worker. To be called once. */
  listen(): SoundPort {
    const { port1, port2 } = new MessageChannel()
    this.#node!.port.postMessage(port1, [port1])
    return { port: port2, sampleRate: this.#context.sampleRate }
  }

  /** Hears this track, which stays the caller's; null: silence. */
  setTrack(track: MediaStreamTrack | null): void {
    this.#source?.disconnect()
    this.#source = track && this.#context.createMediaStreamSource(new MediaStream([track]))
    this.#source?.connect(this.#node!)
  }

  close(): void {
    this.#life.abort()
    this.#node?.port.postMessage(null)
    void this.#context.close()
  }

  async #load(): Promise<void> {
    await this.#context.audioWorklet.addModule(workletUrl)
    this.#node = new AudioWorkletNode(this.#context, 'rtc-recording-tap', {
      numberOfOutputs: 0,
      channelCount: 2,
      channelCountMode: 'explicit',
    })
  }
}
