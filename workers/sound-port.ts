// Streams of sound over a MessagePort, for browsers that cannot read a track's sound as a stream: the other end is in
// recording-tap.worklet.ts. Used by the recorder's worker.

/** Of a block: whatever a track has becomes so many. */
export const soundChannels = 2

/** The samples of one channel, then of the other one. */
export type SoundBlock = Float32Array<ArrayBuffer>

/** Where blocks come from, one after the other. */
export interface SoundPort {
  readonly port: MessagePort
  /** In hertz. */
  readonly sampleRate: number
}

/** The sound of a source. Whoever reads a piece closes it. Timestamps say nothing: pieces follow one another. */
export function soundOf(source: ReadableStream<AudioData> | SoundPort): ReadableStream<AudioData> {
  if (source instanceof ReadableStream) return source
  const { port, sampleRate } = source
  return new ReadableStream<AudioData>({
    start(controller) {
      port.onmessage = ({ data }: MessageEvent<SoundBlock>) => {
        const shape = { numberOfChannels: soundChannels, numberOfFrames: data.length / soundChannels }
        controller.enqueue(new AudioData({ format: 'f32-planar', sampleRate, ...shape, timestamp: 0, data }))
      }
    },
    cancel: () => port.close(),
  })
}
