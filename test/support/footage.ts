// Real footage as a fake camera: vtest.avi of Debian's opencv-doc (pedestrians), made into a motion JPEG file that
// Chrome plays as its camera. A red block in its upper left corner tells raw frames from processed ones.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const footage = '/usr/share/doc/opencv-doc/examples/data/vtest.avi'
const cache = fileURLToPath(new URL('../../.cache', import.meta.url))

/** A file for `--use-file-for-fake-video-capture`, made on the first call; null where the package or ffmpeg is missing. */
export function footageCamera(): string | null {
  if (!existsSync(footage)) return null
  const camera = `${cache}/vtest.mjpeg`
  if (existsSync(camera)) return camera
  mkdirSync(cache, { recursive: true })
  try {
    const filter = 'scale=640:480,drawbox=x=0:y=0:w=160:h=120:color=red:t=fill'
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      footage,
      '-t',
      '20',
      '-vf',
      filter,
      '-q:v',
      '3',
      '-r',
      '20',
      camera,
    ])
    return camera
  } catch {
    return null
  }
}
