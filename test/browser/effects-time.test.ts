// The effects that remember what they saw, and the keys and masks: what comes out after so many frames of a picture that
// is known at every moment.
import { describe, expect, it } from 'vitest'
import type { Effect, Value } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import {
  colorAt,
  colors,
  expectPixels,
  luma,
  mix,
  picture,
  pixelAt,
  smoothstep,
  renderImage,
} from '../support/page/pictures.ts'

/** A moving picture: a gray, 0 to 1, at every place and frame. */
function film(gray: string): Effect {
  return parseEffect(`/*{ "ISFVSN": "2", "INPUTS": [] }*/
    void main() { float n = float(FRAMEINDEX); gl_FragColor = vec4(vec3(${gray}), 1.0); }`)
}

/** Frame n is as bright as n hundredths. */
const rising = film('n / 100.0')

/** What the effect shows after so many frames, thirty a second, the first at 0 seconds. */
async function play(source: Effect, name: string, frames: number, values: Record<string, Value>, size = 4) {
  const effect = await videoEffects.get(name)!.load()
  return renderImage(null, [source, effect], { width: size, height: size, frames, values: [{}, values] })
}

const gray = (value: number) => [255 * value, 255 * value, 255 * value]

describe('time', () => {
  it('ghost shows what was seen `delay` ago, faintly', async () => {
    // Frame 20 and, half a second before, frame 5: of seven tenths, within a frame.
    const result = await play(rising, 'ghost', 21, { amount: 1, delay: 0.5 }, 16)
    expectPixels(result, () => gray(mix(0.2, 0.05, 0.7)), 2.55 * 0.7 + 1)
  })

  it('ghost is quiet until there is something to remember', async () => {
    const result = await play(film('0.5'), 'ghost', 3, { amount: 1, delay: 3 }, 16)
    expectPixels(result, () => gray(0.5))
  })

  it('slit-scan holds every column from the moment the line passed it', async () => {
    const result = await play(rising, 'slit-scan', 10, { duration: 0.5 }, 10)
    // In frame n the line is at n / 15 of the width. A column is last seen by the first frame whose line is beyond it.
    expectPixels(result, (x, y) => {
      const way = (x + 0.5) / 10
      if (Math.abs(way - 9 / 15) * 10 < 1.5) return pixelAt(result, x, y)
      return gray(way < 9 / 15 ? Math.ceil(way * 15) / 100 : 9 / 100)
    })
  })

  it.each([
    [1, (x: number) => 9 - x],
    [2, (_: number, y: number) => y],
    [3, (_: number, y: number) => 9 - y],
  ] as const)('slit-scan in direction %i', async (direction, along) => {
    const [result, right] = [
      await play(rising, 'slit-scan', 10, { duration: 0.5, direction }, 10),
      await play(rising, 'slit-scan', 10, { duration: 0.5, direction: 0 }, 10),
    ]
    expectPixels(result, (x, y) => pixelAt(right, along(x, y), 0))
  })

  it('freeze holds the first picture it sees, and lets it go', async () => {
    expectPixels(await play(film('0.3 + n / 10.0'), 'freeze', 5, { hold: true }), () => gray(0.3))
    expectPixels(await play(film('0.3 + n / 10.0'), 'freeze', 5, { hold: false }), () => gray(0.7))
  })

  it('stop-motion shows one picture until the next one is due', async () => {
    // Eight a second: due at 0, 3.75, 7.5 and 11.25 frames.
    for (const [frame, shown] of [
      [3, 0],
      [4, 4],
      [7, 4],
      [11, 8],
      [12, 12],
    ] as const) {
      expectPixels(await play(rising, 'stop-motion', frame + 1, { rate: 8 }), () => gray(shown / 100))
    }
  })

  it('motion lets what moves glow, and makes what stands still gray and dark', async () => {
    // The left half turns white in the third frame.
    const source = film('isf_FragNormCoord.x < 0.5 && n > 1.5 ? 1.0 : 0.4')
    const values = { amount: 0.6, threshold: 0.1, memory: 0.1, glow: [0, 1, 0, 1] as const }
    const still = gray(0.4 * (1 - 0.7 * 0.6))
    const glowing = [127.5, 255, 127.5]
    const isEdge = (x: number) => x > 5 && x < 10
    const before = await play(source, 'motion', 2, values, 16)
    expectPixels(before, () => still)
    const now = await play(source, 'motion', 3, values, 16)
    expectPixels(now, (x, y) => (isEdge(x) ? pixelAt(now, x, y) : x < 8 ? glowing : still))
    // A tenth of a second later a tenth of the glow is left.
    const later = await play(source, 'motion', 6, values, 16)
    const white = 255 * (1 - 0.7 * 0.6)
    expectPixels(later, (x, y) =>
      isEdge(x) ? pixelAt(later, x, y) : x < 8 ? glowing.map((value) => mix(white, value, 0.1)) : still,
    )
  })

  it('long-exposure keeps what is bright, and halves it in `time`', async () => {
    const flash = film('n == 0.0 ? 1.0 : 0.1')
    expectPixels(await play(flash, 'long-exposure', 1, { time: 0.1 }), () => gray(1))
    expectPixels(await play(flash, 'long-exposure', 4, { time: 0.1 }), () => gray(0.5))
    expectPixels(await play(flash, 'long-exposure', 7, { time: 0.1 }), () => gray(0.25))
    expectPixels(await play(flash, 'long-exposure', 2, { time: 0 }), () => gray(0.1))
  })

  it.each(['slit-scan', 'freeze', 'stop-motion', 'long-exposure'])(
    '%s of a still picture is that picture',
    async (name) => {
      const still = picture(64, 4, (x, y) => colorAt(x % 4, y))
      const result = await renderImage(still, name, { frames: 6 })
      // But for the line.
      const isLine = (x: number) => name === 'slit-scan' && Math.abs(x + 0.5 - 64 / 30) < 1.5
      expectPixels(result, (x, y) => (isLine(x) ? pixelAt(result, x, y) : colorAt(x % 4, y)))
    },
  )

  it('auto-levels stretches a dull picture at once, and keeps hues', async () => {
    const dull = picture(12, 12, (x, y) => [60 + x * 5, 60 + y * 10, 180])
    expectPixels(await renderImage(dull, 'auto-levels'), (x, y) =>
      [60 + x * 5, 60 + y * 10, 180].map((value) => ((value - 60) / 120) * 255),
    )
  })

  it('auto-levels leaves a plain picture alone', async () => {
    const plain = picture(8, 8, () => [90, 90, 90])
    expectPixels(await renderImage(plain, 'auto-levels'), () => [90, 90, 90])
  })

  it('auto-levels follows a change by and by', async () => {
    // Left the darkest part, 0.4 and from the second frame on 0.2, right white. After `time` 1/e of the way is left.
    const source = film(`isf_FragNormCoord.x < 0.3 ? (n == 0.0 ? 0.4 : 0.2) : isf_FragNormCoord.x < 0.6 ? 0.6 : 1.0`)
    const result = await play(source, 'auto-levels', 4, { time: 0.1 }, 30)
    const dark = mix(0.2, 0.4, Math.exp(-1))
    expect(pixelAt(result, 15, 15)[0]).toBeCloseTo((255 * (0.6 - dark)) / (1 - dark), -0.5)
  })
})

describe('keys and masks', () => {
  it('luma-key keeps what is bright, or what is dark', async () => {
    const key = async (chain: string, isKept: (brightness: number) => boolean) => {
      expectPixels(await renderImage(colors, chain), (x, y) =>
        isKept(luma(colorAt(x, y)) / 255) ? colorAt(x, y) : [0x33, 0x66, 0x99],
      )
    }
    await key('luma-key(0.45, softness: 0, fill: #336699)', (brightness) => brightness > 0.45)
    await key('luma-key(0.45, softness: 0, keep: dark, fill: #336699)', (brightness) => brightness < 0.45)
  })

  it('luma-key fades over its softness', async () => {
    const ramp = picture(16, 1, (x) => [17 * x, 17 * x, 17 * x])
    expectPixels(await renderImage(ramp, 'luma-key(0.5, softness: 0.6, fill: #00f)'), (x) => {
      const kept = smoothstep(-0.3, 0.3, x / 15 - 0.5)
      return [17 * x * kept, 17 * x * kept, mix(255, 17 * x, kept)]
    })
  })

  it.each(['luma-key', 'difference-key'])('%s shows the background picture, covering the frame', async (name) => {
    // 8 x 4 pixels behind 4 x 4: the middle half is seen.
    const background = picture(8, 4, (x) => [x * 30, 10, 200])
    const black = picture(4, 4, () => [0, 0, 0])
    const result = await renderImage(black, [{ name, values: { background } }])
    expectPixels(result, (x) => [(x + 2) * 30, 10, 200])
  })

  /** Someone comes into the left half in the second frame. */
  const room = film('n > 0.5 && isf_FragNormCoord.x < 0.5 ? 0.9 : 0.3')
  const fill = [0, 0, 1, 1] as const
  const blue = [0, 0, 255]

  it('difference-key hides the room as it was in the first frame', async () => {
    expectPixels(await play(room, 'difference-key', 1, { fill }), () => blue)
    expectPixels(await play(room, 'difference-key', 9, { fill }), (x) => (x < 2 ? gray(0.9) : blue))
  })

  it('difference-key captures the room anew, some time after it is told to', async () => {
    const values = { fill, capture: true, delay: 0.15 }
    expectPixels(await play(room, 'difference-key', 4, values), (x) => (x < 2 ? gray(0.9) : blue))
    // From 0.15 seconds on, the fifth frame after the first, the one who came in is part of the room.
    expectPixels(await play(room, 'difference-key', 6, values), () => blue)
  })

  it('difference-key captures once, not for as long as `capture` is true', async () => {
    const late = film('n > 8.5 && isf_FragNormCoord.x < 0.5 ? 0.9 : 0.3')
    const values = { fill, capture: true, delay: 0.1 }
    expectPixels(await play(late, 'difference-key', 12, values), (x) => (x < 2 ? gray(0.9) : blue))
  })

  it('difference-key fades from its tolerance on', async () => {
    const brighter = film('n > 0.5 ? 0.5 : 0.3')
    const result = await play(brighter, 'difference-key', 2, { fill, tolerance: 0.1, softness: 0.4 })
    const kept = smoothstep(0, 0.4, 0.1)
    expectPixels(result, () => [127.5 * kept, 127.5 * kept, mix(255, 127.5, kept)], 2)
  })

  it('crop fills what it cuts off, in whole pixels', async () => {
    const isCut = (x: number, y: number) => x < 1 || x > 1 || y > 2
    expectPixels(
      await renderImage(colors, 'crop(left: 0.25, right: 0.5, bottom: 0.3, fill: #f80)'),
      (x, y) => (isCut(x, y) ? [255, 136, 0] : colorAt(x, y)),
      0,
    )
  })

  it('solid shows nothing of the picture, whatever its colour says of alpha', async () => {
    expectPixels(await renderImage(colors, 'solid(#33669900)'), () => [0x33, 0x66, 0x99])
  })

  it('spotlight leaves its spot alone and darkens the rest', async () => {
    const bright = picture(20, 10, () => [200, 100, 50])
    expectPixels(
      await renderImage(bright, 'spotlight(0.5, radius: 0.4, softness: 0.5, center: (0.25, 0.5))'),
      (x, y) => {
        const away = Math.hypot(x + 0.5 - 5, y + 0.5 - 5)
        const left = 1 - 0.5 * smoothstep(2, 6, away)
        return [200 * left, 100 * left, 50 * left]
      },
    )
  })
})
