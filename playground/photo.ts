// Takes a photo of what is sent and hands it to the person.
import { saveFile } from '../components/internal/save-file.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'

/** Saves the newest processed frame as PNG, with the time in its name, and lets the picture light up for a moment.
 *  Rejects where there is no picture. */
export async function takePhoto(camera: RtcCamera): Promise<void> {
  const photo = await camera.photo()
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    camera.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: 400, easing: 'ease-out' })
  }
  saveFile(photo, `photo ${timeOf(new Date())}.png`)
}

/** Such as 2026-11-28 10.15.02: the local time, in characters that every file system takes. */
function timeOf(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('.')}`
}
