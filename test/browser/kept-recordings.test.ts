import { LitElement } from 'lit'
import { afterEach, expect, it, vi } from 'vitest'
import { KeptRecordings } from '../../components/internal/kept-recordings.ts'
import { Localize } from '../../components/internal/localize.ts'
import type { StoredRecording } from '../../components/internal/recording-store.ts'

/** Lets go when it leaves, as <rtc-recorder> does. */
class KeepingElement extends LitElement {
  readonly kept: KeptRecordings = new KeptRecordings(this, new Localize(this), {
    way: () => 'download',
    onnote: () => undefined,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.kept.release()
  }

  override render(): unknown {
    return this.kept.render()
  }
}
customElements.define('keeping-element', KeepingElement)

afterEach(() => {
  document.body.replaceChildren()
})

it('lets go of what it is given while it leaves', async () => {
  const element = new KeepingElement()
  document.body.append(element)
  let arrive: (file: File) => void = () => undefined
  const release = vi.fn()
  const recording: Partial<StoredRecording> = {
    file: () => new Promise((resolve) => (arrive = resolve)),
    release,
  }
  const adding = element.kept.add([recording as StoredRecording])
  element.remove()
  arrive(new File(['film'], 'film.webm'))
  await adding
  expect(release).toHaveBeenCalledOnce()
})
