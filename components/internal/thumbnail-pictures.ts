// What thumbnails are drawn on where no pipeline gives frames: pictures of a track that is only shown, and of the test card.
// Used by the live thumbnails.
import { drawPattern, patternSize } from '../../workers/pattern.ts'
import { thumbnailEveryMs, thumbnailLength } from '../../workers/thumbnail-api.ts'

/** What is small already is not made smaller; the worker does the rest. */
const small = { resizeWidth: 2 * thumbnailLength, resizeQuality: 'low' } as const

/** Plays a track, unseen and unheard, and gives a small picture of it a few times a second, until `stop`. What effects are
 *  on a participant's picture begins with such a track, and a page may hand over one of its own. */
export class TrackPictures {
  readonly #video = document.createElement('video')
  readonly #onpicture: (picture: ImageBitmap, width: number) => void
  readonly #timer: ReturnType<typeof setInterval>
  #isBusy = false
  #isOver = false

  /** @param onpicture is given the picture to close, and how wide it is at full size, in pixels */
  constructor(track: MediaStreamTrack, onpicture: (picture: ImageBitmap, width: number) => void) {
    this.#onpicture = onpicture
    this.#video.muted = true
    this.#video.playsInline = true
    this.#video.srcObject = new MediaStream([track])
    // Rejects where it is stopped before it plays.
    this.#video.play().catch(() => undefined)
    this.#video.addEventListener('loadeddata', () => void this.#look(), { once: true })
    this.#timer = setInterval(() => void this.#look(), thumbnailEveryMs)
  }

  stop(): void {
    this.#isOver = true
    clearInterval(this.#timer)
    this.#video.srcObject = null
  }

  async #look(): Promise<void> {
    if (this.#isBusy || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
    this.#isBusy = true
    try {
      const { videoWidth } = this.#video
      const picture = await createImageBitmap(this.#video, small)
      if (this.#isOver) picture.close()
      else this.#onpicture(picture, videoWidth)
    } catch {
      // It has no picture yet, or no longer.
    } finally {
      this.#isBusy = false
    }
  }
}

const card = { width: 640, height: 360 } as const

/** The test card as a picture for `ThumbnailClient.feed`, with the width it stands for.
 *  @returns null where this browser cannot make frames */
export async function patternPicture(): Promise<{ picture: ImageBitmap; width: number } | null> {
  if (typeof VideoFrame !== 'function') return null
  const { width, height } = card
  const bytes = new Uint8Array(patternSize(width, height))
  // Not in the first tenth of a second, in which it flashes.
  drawPattern(15, 500_000, width, height, bytes)
  const frame = new VideoFrame(bytes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 })
  try {
    return { picture: await createImageBitmap(frame, small), width }
  } finally {
    frame.close()
  }
}
