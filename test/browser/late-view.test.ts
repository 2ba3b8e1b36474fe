import { css, html, LitElement } from 'lit'
import { afterEach, expect, it, vi } from 'vitest'
import { LateView, type View } from '../../components/internal/late-view.ts'
import '../../components/translations/de.ts'

const load = vi.fn<() => Promise<View>>()

class LateElement extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .coming {
      block-size: 40px;
    }
  `
  readonly #view: LateView = new LateView(this, load)

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete()
    await this.#view.settled
    return super.getUpdateComplete()
  }

  override render(): unknown {
    return this.#view.render()
  }
}
customElements.define('late-element', LateElement)

const styles = [
  css`
    p {
      block-size: 40px;
      margin: 0;
    }
  `,
]
const view: View = { styles, render: () => html`<p>Here it is.</p>` }

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
  load.mockReset()
})

function mount(): LateElement {
  const element = new LateElement()
  document.body.append(element)
  return element
}

const textOf = (element: LateElement) => element.renderRoot.textContent.trim()

it('keeps the room of what is still to come, and is complete with it and its styles', async () => {
  let arrive: (view: View) => void = () => undefined
  load.mockReturnValue(new Promise((resolve) => (arrive = resolve)))
  const element = mount()
  await vi.waitUntil(() => element.renderRoot.childElementCount > 0)
  expect([textOf(element), element.offsetHeight]).toEqual(['', 40])
  requestAnimationFrame(() => arrive(view))
  await element.updateComplete
  expect([textOf(element), element.offsetHeight]).toEqual(['Here it is.', 40])
})

it('is loaded once, however often the element moves', async () => {
  load.mockResolvedValue(view)
  const element = mount()
  document.body.prepend(element)
  await element.updateComplete
  document.body.append(element)
  await element.updateComplete
  expect(load).toHaveBeenCalledOnce()
})

it('says in the language of the page that it could not be loaded, and tries again when it is connected anew', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  load.mockRejectedValueOnce(new TypeError('Failed to fetch.'))
  const element = mount()
  await element.updateComplete
  expect(element.renderRoot.querySelector('[role=alert]')!.textContent).toContain('Check the connection')
  expect(warn).toHaveBeenCalledWith('late-element: Failed to fetch.')
  element.lang = 'de'
  await expect.poll(() => textOf(element)).toContain('Prüfen Sie die Verbindung')
  load.mockResolvedValue(view)
  element.remove()
  document.body.append(element)
  await element.updateComplete
  expect(textOf(element)).toBe('Here it is.')
})
