// Takes a photo of what is sent and hands it to the person.
import { nameOf } from '../components/internal/recording-store.ts'
import { saveFile } from '../components/internal/save-file.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'

/** Saves the newest processed frame as PNG, with the time in its name, and lets the picture light up for a moment.
 *  Rejects where there is no picture.
 *  @param nameAt of the file, without its ending, by the time */
export async function takePhoto(camera: RtcCamera, nameAt: (time: string) => string): Promise<void> {
  const photo = await camera.photo()
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    camera.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: 400, easing: 'ease-out' })
  }
  saveFile(photo, `${nameAt(nameOf(new Date()))}.png`)
}
