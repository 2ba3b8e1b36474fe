// Invites others: the link of the page as text, as a code for cameras, and through what the device sends things with.
import { button, element, input } from './find.ts'
import { copyText } from './copy-text.ts'
import type { PageText } from './page-text.ts'
import { say } from './say.ts'

/** Longer links make a code that phones fail to read from a screen. */
const longest = 600

/** A dialog. */
export class Invitation {
  readonly #dialog = element('invitation') as HTMLDialogElement
  readonly #text: PageText
  #link = ''

  constructor(text: PageText) {
    this.#text = text
    this.#dialog.querySelector('.close')!.addEventListener('click', () => this.#dialog.close())
    button('copy-link').addEventListener('click', () => {
      void copyText(this.#link, text.term('copied'), () => text.term('copyAddress'))
      this.#dialog.close()
    })
    button('share').hidden = !('share' in navigator)
    button('share').addEventListener('click', () => void this.#share())
    input('link').addEventListener('focus', () => input('link').select())
  }

  /** @param link of the page as it is set
   *  @param roomLink the same without effects
   *  @param isWhole the link says all that is set */
  async open(link: string, roomLink: string, isWhole: boolean): Promise<void> {
    element('link-lacks').hidden = isWhole
    this.#link = link
    input('link').value = link
    this.#dialog.showModal()
    button('copy-link').focus()
    const isShort = link.length <= longest
    this.#text.put(element('qr-note'), isShort ? 'qrWhole' : 'qrRoomOnly')
    await this.#draw(isShort ? link : roomLink)
  }

  /** Black on white with four modules of white around it, as cameras want it, in dark themes too. */
  async #draw(link: string): Promise<void> {
    const image = element('qr') as HTMLImageElement
    image.hidden = true
    const { renderSVG } = await import('uqr')
    image.src = `data:image/svg+xml,${encodeURIComponent(renderSVG(link, { border: 4 }))}`
    image.hidden = false
  }

  async #share(): Promise<void> {
    try {
      await navigator.share({ title: document.title, url: this.#link })
      this.#dialog.close()
      say(this.#text.term('shared'))
    } catch {
      // The person thought better of it.
    }
  }
}
