// The clock of the synthetic camera: draws the test card at its rate into the track whose writable it was given. A
// worker's timers keep their pace in a hidden tab, which a page's do not. Runs until it is terminated.
import { sinkOf } from './frame-port.ts'
import type { PatternRequest, PatternSecond } from './pattern.ts'
import { drawPattern, patternSize } from './pattern.ts'

const colorSpace = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false } as const

addEventListener('message', ({ data }: MessageEvent<PatternRequest>) => run(data), { once: true })

function run({ writable, width, height, frameRate }: PatternRequest): void {
  const writer = sinkOf(writable).getWriter()
  const bytes = new Uint8Array(patternSize(width, height))
  const start = performance.now()
  let next = 0
  let announced = 0

  const tick = () => {
    const frame = Math.max(next, Math.floor(((performance.now() - start) * frameRate) / 1000))
    next = frame + 1
    const second = Math.floor(frame / frameRate + 0.5)
    if (second > announced) {
      announced = second
      postMessage({ beginsAt: performance.timeOrigin + start + second * 1000 } satisfies PatternSecond)
    }
    // No queue: while the track has not taken the last frame, this one is left out.
    if ((writer.desiredSize ?? 0) > 0) {
      const timestamp = Math.round((frame * 1e6) / frameRate)
      drawPattern(frame, timestamp, width, height, bytes)
      const picture = { format: 'I420', codedWidth: width, codedHeight: height, timestamp, colorSpace } as const
      // The stream closes the frame, also when the track has ended and nobody takes it.
      writer.write(new VideoFrame(bytes, picture)).catch(() => close())
    }
    setTimeout(tick, Math.max(0, start + (next * 1000) / frameRate - performance.now()))
  }
  tick()
}
