// A camera that shows one colour and nothing else, and the colour that arrives at the other end. For tests of calls.

export interface ColourStream {
  readonly stream: MediaStream
  /** Paints the picture in another colour (CSS) from now on. */
  paint(colour: string): void
  /** Ends the tracks and frees what the stream held. */
  stop(): void
}

/** @param colour any CSS colour
 *  @param audio with a tone of 440 Hz and amplitude 0.5 beside the picture */
export function createColourStream(colour: string, { audio = false } = {}): ColourStream {
  const canvas = document.createElement('canvas')
  canvas.width = 160
  canvas.height = 120
  const context = canvas.getContext('2d')!
  let current = colour
  const draw = () => {
    context.fillStyle = current
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  draw()
  const stream = canvas.captureStream(30)
  // A canvas gives a frame only when it is drawn to.
  const timer = setInterval(draw, 40)
  const audioContext = audio ? new AudioContext() : null
  if (audioContext) {
    const destination = audioContext.createMediaStreamDestination()
    const tone = new OscillatorNode(audioContext)
    tone.connect(new GainNode(audioContext, { gain: 0.5 })).connect(destination)
    tone.start()
    stream.addTrack(destination.stream.getAudioTracks()[0]!)
  }
  return {
    stream,
    paint: (next) => (current = next),
    stop() {
      clearInterval(timer)
      stream.getTracks().forEach((track) => track.stop())
      void audioContext?.close()
    },
  }
}

/** Decodes one frame of the stream and names the nearest of red, green, blue, white and black in its middle. */
export async function readColour(stream: MediaStream): Promise<string> {
  const [track] = stream.getVideoTracks()
  if (!track) return 'no video'
  // A clone, so that the reader's end does not end the track.
  const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader()
  const { value: frame } = await reader.read()
  void reader.cancel()
  if (!frame) return 'ended'
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')!
  context.drawImage(frame, 0, 0, 1, 1)
  frame.close()
  const pixel = context.getImageData(0, 0, 1, 1).data
  const distance = (colour: readonly number[]) =>
    colour.reduce((sum, value, index) => sum + Math.abs(value - pixel[index]!), 0)
  return Object.entries(colours).sort(([, a], [, b]) => distance(a) - distance(b))[0]![0]
}

const colours = {
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
  black: [0, 0, 0],
}
