// The editor for effects of one's own. Loaded when it is opened.
import type { RtcCamera } from '../components/rtc-camera.ts'

/** Opens it in `place`; what is written acts on the camera. */
export function openEditor(place: HTMLElement, _camera: RtcCamera): { close(): void } {
  return { close: () => place.replaceChildren() }
}
