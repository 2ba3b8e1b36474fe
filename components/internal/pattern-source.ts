// The synthetic camera and microphone: the moving test card of the pattern worker and a steady tone. Used by the capture
// session; the tone is made in the output's own AudioContext, so that it reaches a receiver as it was made.
import { createPatternTrack } from '../../workers/pattern-client.ts'
import type { Capture, CaptureRequest } from './capture.ts'

/** Hertz, and the sine's highest sample. */
const toneFrequency = 440
const toneAmplitude = 0.25

/** Starts the card at frame 0, and the tone.
 *  @param context where the tone sounds; null: no tone */
export function openPattern(request: CaptureRequest, context: AudioContext | null): Capture {
  const { width, height, frameRate, constraints } = request
  const card = constraints.video ? createPatternTrack({ width, height, frameRate }) : null
  const tone = constraints.audio && context ? createTone(context) : null
  return {
    stream: new MediaStream([...(card ? [card.track] : []), ...(tone ? [tone.track] : [])]),
    audioNode: tone?.node,
    warning: '',
    close() {
      card?.stop()
      tone?.stop()
    },
  }
}

function createTone(context: AudioContext) {
  const oscillator = new OscillatorNode(context, { frequency: toneFrequency })
  const node = new GainNode(context, { gain: toneAmplitude })
  const destination = context.createMediaStreamDestination()
  const track = destination.stream.getAudioTracks()[0]!
  oscillator.connect(node).connect(destination)
  oscillator.start()
  const stop = () => {
    oscillator.stop()
    node.disconnect()
    track.stop()
  }
  return { node, track, stop }
}
