// The code editor of the playground: an ISF file beside the picture, compiled as one types. Loaded when it is first
// opened, since CodeMirror is as large as all the rest of the page.
import type { EditorView } from '@codemirror/view'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { ElementErrorEvent } from '../components/internal/events.ts'
import { allowsFlashing } from '../components/internal/flash-guard.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import { parseChain } from '../effects/chain.ts'
import { type Chain, type Effect, EffectError, type EffectInfo } from '../effects/effect.ts'
import { inPlainWords, kebabCase } from '../effects/spelling.ts'
import { videoEffects } from '../effects/video/index.ts'
import { compile, ownStage, withEffect } from './editor-chain.ts'
import { type CodeProblem, createCodeView, goTo, replaceText, showProblem } from './editor-code.ts'
import { keepDraft, readDraft } from './editor-draft.ts'
import { fetchEffectFile, type OpenedFile, readEffectFile, saveEffectFile } from './editor-files.ts'
import { editorStyles } from './editor.styles.ts'
import { texts } from './editor-texts.ts'
import firstEffect from './first-effect.fs?raw'

/** How long nobody has typed when it is compiled, in milliseconds. */
const pauseMs = 200

/** To start from. Transitions lead from one source to the next: in a chain they show nothing. */
const infos = [...videoEffects.values()].map(({ info }) => info).filter((info) => categoryOf(info) !== 'Transition')
const categories = [...new Set(infos.map(categoryOf))].sort()

/** Puts the editor into `place`, with what was written last. What is written takes its place among the camera's effects as
 *  soon as it compiles, and stays there after `close`. */
export function openEditor(place: HTMLElement, camera: RtcCamera): { close(): void } {
  const editor = document.createElement('effect-editor')
  editor.camera = camera
  place.append(editor)
  return { close: () => editor.remove() }
}

/** The editor's own element: its look stays apart from the page's, and its styles pass a strict Content Security Policy. */
@customElement('effect-editor')
export class EffectEditor extends LitElement {
  static override styles = editorStyles

  @property({ attribute: false }) camera!: RtcCamera

  @state() private name = 'My effect'
  @state() private problem: CodeProblem | null = null
  /** What was said last of a file. */
  @state() private notice = ''
  @state() private wantsAddress = false
  @state() private isDropping = false

  @query('.code') private readonly codePlace!: HTMLElement
  @query('[type=file]') private readonly fileInput!: HTMLInputElement

  #text = firstEffect
  #baseUrl = ''
  #view: EditorView | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #calls = 0
  #compiling: Promise<unknown> = Promise.resolve()
  /** The newest version that compiled. */
  #good: Effect | null = null
  /** Of `#good` in the camera's chain: not there yet, there, there in an older version (somebody took a step back), taken
   *  away by somebody, or left out since it may flash. */
  #place: 'ahead' | 'in' | 'old' | 'out' | 'declined' = 'ahead'
  #life = new AbortController()

  override connectedCallback(): void {
    super.connectedCallback()
    const draft = readDraft()
    if (draft) {
      this.name = draft.name
      this.#text = draft.text
      this.#baseUrl = draft.baseUrl
    }
    this.#life = new AbortController()
    const { signal } = this.#life
    this.camera.addEventListener('error', (event) => this.#onCameraError(event), { signal })
    this.camera.addEventListener('statechange', () => this.requestUpdate(), { signal })
    this.camera.addEventListener('effectschange', () => this.#onEffectsChange(), { signal })
    // Before CodeMirror, which would insert what is dropped on it.
    const first = { signal, capture: true }
    this.addEventListener('dragover', (event) => this.#onDragOver(event), first)
    this.addEventListener('dragleave', (event) => this.#onDragLeave(event), first)
    this.addEventListener('drop', (event) => this.#onDrop(event), first)
    void this.#compile()
  }

  protected override firstUpdated(): void {
    this.#view = createCodeView(this.codePlace, this.renderRoot as ShadowRoot, {
      text: this.#text,
      label: texts.code,
      onChange: () => this.#onInput(),
    })
    showProblem(this.#view, this.problem)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#life.abort()
    if (this.#timer !== undefined) void this.#compile()
    this.#view?.destroy()
    this.#view = null
  }

  #onInput(): void {
    this.#text = this.#view!.state.doc.toString()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#compile(), pauseMs)
  }

  /** Keeps what is written and, if it compiles, puts it into the chain. A newer call overtakes those that wait. */
  async #compile(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const call = ++this.#calls
    this.#keep()
    await this.#compiling
    if (call !== this.#calls) return
    const options = { file: kebabCase(this.name) || 'my-effect', baseUrl: this.#baseUrl || document.baseURI }
    const compiling = compile(this.#text, options)
    this.#compiling = compiling.catch(() => undefined)
    try {
      const effect = await compiling
      if (call !== this.#calls) return
      this.#good = effect
      this.#show(null)
      if (this.#place !== 'out' && this.#place !== 'declined') await this.#apply()
    } catch (error) {
      if (call === this.#calls) this.#show(problemOf(error as Error))
    }
  }

  #keep(): void {
    const kept = keepDraft({ name: this.name, text: this.#text, baseUrl: this.#baseUrl })
    if (kept === 'blocked') this.notice = texts.notKept
    if (kept === 'too-large') this.notice = texts.tooLargeToKeep
  }

  async #apply(): Promise<void> {
    const effect = this.#good
    if (!effect) return
    try {
      const own = ownStage(this.#chain)?.effect
      // Another name alone makes nothing flash.
      const former = own ? withEffect(this.#chain, { ...(own as Effect), name: effect.name }) : this.#chain
      const isAllowed = await allowsFlashing(document.body, withEffect(former, effect), former)
      // Something may have been written or chosen while the person was asked.
      if (effect !== this.#good) return
      if (isAllowed) this.camera.effects = withEffect(this.#chain, effect)
      this.#place = isAllowed ? 'in' : 'declined'
    } catch (error) {
      // The others cannot be read, and are not thrown away for that.
      this.notice = (error as Error).message
    }
    this.requestUpdate()
  }

  get #chain(): Chain {
    const { effects } = this.camera
    return typeof effects === 'string' ? parseChain(effects) : effects
  }

  #show(problem: CodeProblem | null): void {
    this.problem = problem
    if (this.#view) showProblem(this.#view, problem)
    this.requestUpdate()
  }

  /** Some mistakes show only where it runs, such as what a graphics driver refuses. */
  #onCameraError(event: Event): void {
    if (!(event instanceof ElementErrorEvent) || !(event.error instanceof EffectError)) return
    if (event.error.file === this.#good?.name && this.#timer === undefined) this.#show(problemOf(event.error))
  }

  #onEffectsChange(): void {
    const { effects } = this.camera
    const stage = typeof effects === 'string' ? undefined : ownStage(effects)
    const former = this.#place
    if (former === 'ahead' || former === 'declined') return
    this.#place = !stage ? 'out' : stage.effect === this.#good ? 'in' : 'old'
    // It was written on while it was switched off.
    if (former === 'out' && this.#place === 'old') void this.#apply()
    this.requestUpdate()
  }

  #onName(event: InputEvent): void {
    this.name = (event.target as HTMLInputElement).value
    this.#onInput()
  }

  async #onStart(): Promise<void> {
    const name = this.renderRoot.querySelector('select')!.value
    if (!name) {
      this.#replace({ name: 'My effect', text: firstEffect, baseUrl: '' }, texts.started(texts.firstEffect))
      return
    }
    const title = inPlainWords(name)
    try {
      const text = await videoEffects.get(name)!.source()
      this.#replace({ name: `My ${name}`, text, baseUrl: '' }, texts.started(title))
    } catch {
      this.notice = texts.notLoaded(title)
    }
  }

  async #open(opening: Promise<OpenedFile>): Promise<void> {
    try {
      const file = await opening
      const name = inPlainWords(file.name.replace(/\.\w+$/, ''))
      this.#replace({ ...file, name }, texts.opened(file.name))
      this.wantsAddress = false
    } catch (error) {
      this.notice = (error as Error).message
    }
  }

  #replace({ name, text, baseUrl }: OpenedFile, notice: string): void {
    if (!this.#view) return
    this.name = inPlainWords(name)
    this.#baseUrl = baseUrl
    this.notice = notice
    if (this.#place === 'declined') this.#place = 'ahead'
    replaceText(this.#view, text)
    void this.#compile()
  }

  #onFile(): void {
    const files = [...(this.fileInput.files ?? [])]
    // The same file may be chosen again.
    this.fileInput.value = ''
    if (files.length > 0) void this.#open(readEffectFile(files))
  }

  #onAddress(event: SubmitEvent): void {
    event.preventDefault()
    const address = (event.target as HTMLFormElement).querySelector('input')!.value
    void this.#open(fetchEffectFile(address))
  }

  async #onSave(): Promise<void> {
    try {
      const saved = await saveEffectFile(`${kebabCase(this.name) || 'my-effect'}.fs`, this.#text)
      if (saved !== null) this.notice = texts.saved(saved)
    } catch (error) {
      this.notice = (error as Error).message
    }
  }

  #onDragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.isDropping = true
  }

  #onDragLeave(event: DragEvent): void {
    const to = event.relatedTarget
    if (!(to instanceof Node && this.contains(to))) this.isDropping = false
  }

  #onDrop(event: DragEvent): void {
    this.isDropping = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    void this.#open(readEffectFile(files))
  }

  override render() {
    return html`
      <div class="bar">
        <div class="together">
          <label>${texts.name}<input name="name" maxlength="64" .value=${this.name} @input=${this.#onName} /></label>
          <button class="main" @click=${() => void this.#onSave()}>${texts.save}</button>
        </div>
        <div class="together">
          <label>${texts.startFrom}${this.#renderChoices()}</label>
          <button @click=${() => void this.#onStart()}>${texts.start}</button>
        </div>
        <div class="both">
          <button @click=${() => this.fileInput.click()}>${texts.openFile}</button>
          <button aria-expanded=${this.wantsAddress} @click=${() => (this.wantsAddress = !this.wantsAddress)}>
            ${texts.openAddress}
          </button>
        </div>
        <input type="file" accept=".fs,.frag,.glsl,.isf,.txt,text/plain" multiple hidden @change=${this.#onFile} />
      </div>
      <form class="address" ?hidden=${!this.wantsAddress} novalidate @submit=${this.#onAddress}>
        <div class="together">
          <label>${texts.address}<input name="address" type="url" placeholder="https://" /></label>
          <button>${texts.fetch}</button>
        </div>
      </form>
      <p class="notice" role="status">${this.notice}</p>
      <div class="code"></div>
      <div class="status">${this.#renderStatus()}</div>
      <p class="hint">${texts.hint}</p>
      ${this.isDropping ? html`<div class="drop" aria-hidden="true">${texts.drop}</div>` : nothing}
    `
  }

  #renderChoices(): TemplateResult {
    const option = ({ name }: EffectInfo) => html`<option value=${name}>${inPlainWords(name)}</option>`
    return html`<select>
      <option value="">${texts.firstEffect}</option>
      ${categories.map(
        (category) =>
          html`<optgroup label=${category}>
            ${infos.filter((info) => categoryOf(info) === category).map(option)}
          </optgroup>`,
      )}
    </select>`
  }

  #renderStatus(): TemplateResult {
    const { problem } = this
    const line = problem?.line ?? 0
    const text = problem ? `${line > 0 ? `${texts.atLine(line)} ` : ''}${problem.reason}` : this.#verdict
    const kind = problem ? 'wrong' : this.#good && this.#place === 'in' ? 'good' : ''
    const isElsewhere = this.#place !== 'in' && this.#place !== 'ahead'
    return html`
      <p role="status" class=${kind}>
        <span class="dot"></span>${text}
        ${
          problem && this.#good && this.#place === 'in'
            ? html`<span class="quiet">${texts.lastGoodRuns}</span>`
            : nothing
        }
      </p>
      ${line > 0 ? html`<button @click=${() => goTo(this.#view!, problem!)}>${texts.goTo(line)}</button>` : nothing}
      ${!problem && isElsewhere ? html`<button @click=${() => void this.#apply()}>${texts.putIn}</button>` : nothing}
    `
  }

  get #verdict(): string {
    if (!this.#good) return texts.compiling
    if (this.#place === 'out') return texts.isOut
    if (this.#place === 'old') return texts.isOld
    if (this.#place === 'declined') return texts.isDeclined
    return this.camera.state === 'live' ? texts.runs : texts.compiles
  }
}

function categoryOf({ categories }: EffectInfo): string {
  return categories[0] ?? ''
}

function problemOf(error: Error): CodeProblem {
  if (!(error instanceof EffectError)) return { line: 0, column: 0, reason: error.message }
  const { line, column, reason } = error
  return { line, column, reason: reason.includes('(.vs)') ? `${reason} ${texts.noVertex}` : reason }
}

declare global {
  interface HTMLElementTagNameMap {
    'effect-editor': EffectEditor
  }
}
