// The synthetic camera and microphone: the moving test card of the pattern worker, and a tone that beeps as the card
// flashes. Used by the capture session; the tone is made in the output's own AudioContext, so that it reaches a receiver
// as it was made.
import { createPatternTrack } from '../../workers/pattern-client.ts'
import { flashMs, type PatternSecond } from '../../workers/pattern.ts'
import type { Capture, CaptureRequest } from './capture.ts'

/** Hertz. Only the pitch beeps: meters show a steady level. */
const toneFrequency = 440
const beepFrequency = 1000
/** The sine's highest sample. */
const toneAmplitude = 0.25

/** Starts the card at frame 0, and the tone. Where both are asked for, the tone beeps in the first tenth of every second
 *  of the card's timeline but the first one.
 *  @param context where the tone sounds; null: no tone */
export function openPattern(request: CaptureRequest, context: AudioContext | null): Capture {
  const { width, height, frameRate, constraints } = request
  const tone = constraints.audio && context ? createTone(context) : null
  const card = constraints.video ? createPatternTrack({ width, height, frameRate }, tone?.beep) : null
  return {
    stream: new MediaStream([...(card ? [card.track] : []), ...(tone ? [tone.track] : [])]),
    audioNode: tone?.node,
    warning: null,
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
  const beep = ({ beginsAt }: PatternSecond) => {
    const { frequency } = oscillator
    const now = context.currentTime
    const waitMs = beginsAt - performance.timeOrigin - performance.now()
    // What was left over when the context was suspended would sound late.
    frequency.cancelScheduledValues(now)
    frequency.setValueAtTime(toneFrequency, now)
    if (context.state !== 'running' || waitMs < 0) return
    // The clocks of sound and picture drift apart, so each second is put in its place anew.
    frequency.setValueAtTime(beepFrequency, now + waitMs / 1000)
    frequency.setValueAtTime(toneFrequency, now + (waitMs + flashMs) / 1000)
  }
  const stop = () => {
    oscillator.stop()
    node.disconnect()
    track.stop()
  }
  return { node, track, beep, stop }
}
