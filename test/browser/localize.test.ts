import { afterEach, expect, it } from 'vitest'
import '../../components/rtc-call.ts'
import '../../components/rtc-camera.ts'
import '../../components/rtc-devices.ts'
import '../../components/translations/de.ts'

afterEach(() => {
  document.body.replaceChildren()
})

async function place<Tag extends 'rtc-devices' | 'rtc-call' | 'rtc-camera'>(html: string, tag: Tag) {
  document.body.innerHTML = html
  const element = document.querySelector(tag)!
  await element.updateComplete
  return element
}

const labelOf = (element: Element) => element.shadowRoot!.querySelector('[name=speaker]')!.textContent.trim()

it('speaks the language of what it stands in, and changes with it', async () => {
  const devices = await place('<div lang="de-CH"><rtc-devices></rtc-devices></div>', 'rtc-devices')
  expect(labelOf(devices)).toBe('Lautsprecher testen')
  devices.parentElement!.lang = 'en'
  await expect.poll(() => labelOf(devices)).toBe('Test speaker')
  devices.lang = 'de'
  await expect.poll(() => labelOf(devices)).toBe('Lautsprecher testen')
})

it('says it in English where the language is not there, or is none', async () => {
  const devices = await place('<div lang="fr"><rtc-devices></rtc-devices></div>', 'rtc-devices')
  expect(labelOf(devices)).toBe('Test speaker')
  devices.lang = 'no such thing'
  await expect.poll(() => labelOf(devices)).toBe('Test speaker')
})

it('speaks it within the shadow trees of others too', async () => {
  const call = await place('<rtc-call lang="de"></rtc-call>', 'rtc-call')
  const tile = document.createElement('rtc-participant')
  call.shadowRoot!.append(tile)
  await tile.updateComplete
  expect(tile.shadowRoot!.querySelector('[part=status]')!.textContent).toBe('Noch ist niemand sonst hier.')
})

it('says what went wrong in it, and gives programs the English', async () => {
  const camera = await place('<rtc-camera lang="de" source="clip"></rtc-camera>', 'rtc-camera')
  const said = () => camera.shadowRoot!.querySelector('[part=status]')!.textContent.trim()
  await expect(camera.start()).rejects.toThrow('source="clip" needs src, the URL of a video file.')
  await expect.poll(said).toContain('source="clip" braucht src, die URL einer Videodatei.')
  camera.lang = 'en'
  await expect.poll(said).toContain(camera.error!.message)
})
