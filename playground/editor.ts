// The code editor of the playground: an ISF file beside the picture, compiled as one types. Loaded when it is first
// opened, since CodeMirror is as large as all the rest of the page.
import type { EditorView } from '@codemirror/view'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { catalogueWords, effectTitle } from '../components/internal/effect-words.ts'
import { ElementErrorEvent } from '../components/internal/events.ts'
import { Localize } from '../components/internal/localize.ts'
import type { RtcCamera } from '../components/rtc-camera.ts'
import type { Translation } from '../components/translations/en.ts'
import { settableParams } from '../effects/catalogue.ts'
import { described, type DescribedEffect } from '../effects/described.ts'
import { type ChainValue, EffectError, type EffectText, type ParamDescriptor } from '../effects/effect.ts'
import { inPlainWords, kebabCase } from '../effects/spelling.ts'
import { sourceOf } from '../effects/video/sources.ts'
import { compile } from './editor-chain.ts'
import {
  type CodeProblem,
  type CodeWords,
  createCodeView,
  goTo,
  replaceText,
  setWords,
  showProblem,
} from './editor-code.ts'
import { type Draft, keepDraft, readDraft } from './editor-draft.ts'
import { fetchEffectFile, type OpenedFile, readEffectFile, saveEffectFile } from './editor-files.ts'
import { EffectInputs } from './editor-inputs.ts'
import { PlacedEffect } from './editor-place.ts'
import { keepPlace } from './editor-return.ts'
import { editorStyles } from './editor.styles.ts'
import { FileDrop } from './file-drop.ts'
import firstEffect from './first-effect.fs?raw'
import { editorEnglish, type EditorTerms } from './translations/en-editor.ts'
import { WordedError } from './worded-error.ts'

/** How long nobody has typed when it is compiled, in milliseconds. */
const pauseMs = 200

/** To start from. Transitions lead from one source to the next: in a chain they show nothing. */
const infos = [...described.values()].filter((info) => info.kind === 'video' && categoryOf(info) !== 'Transition')
const categories = [...new Set(infos.map(categoryOf))].sort()

/** What is wrong, and where: as of CodeProblem. */
interface Problem {
  readonly line: number
  readonly column: number
  readonly error: Error
}

/** Puts the editor into `place`, with what was written last. What is written from then on takes its place among the camera's
 *  effects as soon as it compiles, and stays there after `close`. */
export function openEditor(place: HTMLElement, camera: RtcCamera): { close(): void } {
  const editor = document.createElement('effect-editor')
  editor.camera = camera
  keepPlace(camera)
  place.append(editor)
  return { close: () => editor.remove() }
}

/** The editor's own element: its look stays apart from the page's, and its styles pass a strict Content Security Policy. */
@customElement('effect-editor')
export class EffectEditor extends LitElement {
  static override styles = editorStyles

  @property({ attribute: false }) camera!: RtcCamera

  @state() private name = ''
  @state() private problem: Problem | null = null
  /** What was said last of a file. */
  @state() private notice = () => ''
  @state() private wantsAddress = false

  @query('.code') private readonly codePlace!: HTMLElement
  @query('[type=file]') private readonly fileInput!: HTMLInputElement

  readonly #words = new Localize<Translation & EditorTerms>(this, editorEnglish)
  readonly #placed = new PlacedEffect(this, () => this.camera)
  readonly #drop = new FileDrop(this, (files) => void this.#open(readEffectFile(files)))
  readonly #inputs = new EffectInputs()
  #text = firstEffect
  #baseUrl = ''
  /** Something was written or chosen since it was opened: before that nothing is put in. */
  #isMeant = false
  #view: EditorView | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #calls = 0
  #compiling: Promise<unknown> = Promise.resolve()
  #language = ''
  #life = new AbortController()

  override connectedCallback(): void {
    super.connectedCallback()
    this.name = this.#words.term('myEffect')
    const draft = readDraft()
    if (draft) {
      this.name = draft.name
      this.#text = draft.text
      this.#baseUrl = draft.baseUrl
    }
    this.#inputs.set = (param, value) => this.#onSet(param, value)
    this.#inputs.tell = (sentence) => (this.notice = sentence)
    this.#life = new AbortController()
    const { signal } = this.#life
    this.camera.addEventListener('error', (event) => this.#onCameraError(event), { signal })
    this.camera.addEventListener('statechange', () => this.requestUpdate(), { signal })
    void this.#compile()
  }

  protected override firstUpdated(): void {
    this.#view = createCodeView(this.codePlace, this.renderRoot as ShadowRoot, {
      text: this.#text,
      ...this.#codeWords,
      onChange: () => this.#onInput(),
    })
    this.#mark()
  }

  protected override updated(): void {
    const language = this.#words.lang()
    if (this.#view && this.#language !== language) {
      setWords(this.#view, this.#codeWords)
      this.#mark()
    }
    this.#language = language
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#life.abort()
    if (this.#timer !== undefined) this.#renew()
    this.#view?.destroy()
    this.#view = null
  }

  #onInput(): void {
    this.#isMeant = true
    this.#text = this.#view!.state.doc.toString()
    this.#compileSoon()
  }

  #compileSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#renew(), pauseMs)
  }

  /** Keeps what is written and compiles it. */
  #renew(): void {
    const kept = keepDraft(this.#draft)
    if (kept === 'blocked') this.notice = () => this.#words.term('effectNotKept')
    if (kept === 'too-large') this.notice = () => this.#words.term('effectTooLargeToKeep')
    void this.#compile()
  }

  get #draft(): Draft {
    return { name: this.name, text: this.#text, baseUrl: this.#baseUrl }
  }

  /** What compiles goes into the chain if somebody wrote it now. A newer call overtakes those that wait. */
  async #compile(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const call = ++this.#calls
    await this.#compiling
    if (call !== this.#calls) return
    const compiling = compile(this.#draft)
    this.#compiling = compiling.catch(() => undefined)
    try {
      const effect = await compiling
      if (call !== this.#calls) return
      this.#show(null)
      this.#put(this.#placed.renew(effect, this.#isMeant))
    } catch (error) {
      if (call === this.#calls) this.#show(problemOf(error as Error))
    }
  }

  #put(putting: Promise<void>): void {
    void putting.catch((error: unknown) => this.#sayWhy(error))
  }

  #sayWhy(error: unknown): void {
    this.notice = () => this.#sentenceOf(error as Error)
  }

  #show(problem: Problem | null): void {
    this.problem = problem
    this.#mark()
    this.requestUpdate()
  }

  /** Some mistakes show only where it runs, such as what a graphics driver refuses. */
  #onCameraError(event: Event): void {
    if (!(event instanceof ElementErrorEvent) || !(event.error instanceof EffectError)) return
    if (event.error.file === this.#placed.effect?.name && this.#timer === undefined) this.#show(problemOf(event.error))
  }

  #onName(event: InputEvent): void {
    this.name = (event.target as HTMLInputElement).value
    // By its name alone nothing comes into the chain.
    this.#isMeant ||= this.#placed.place !== 'ahead'
    this.#compileSoon()
  }

  async #onStart(): Promise<void> {
    const name = this.renderRoot.querySelector('select')!.value
    if (!name) {
      const said = () => this.#words.term('startedFrom', this.#words.term('firstEffect'))
      this.#replace({ name: this.#words.term('myEffect'), text: firstEffect, baseUrl: '' }, said)
      return
    }
    const title = this.#titleOf(name)
    try {
      const text = await sourceOf(name)
      const said = () => this.#words.term('startedFrom', title)
      this.#replace({ name: this.#words.term('myVersionOf', title), text, baseUrl: '' }, said)
    } catch {
      this.notice = () => this.#words.term('effectNotLoaded', title)
    }
  }

  async #open(opening: Promise<OpenedFile>): Promise<void> {
    try {
      const file = await opening
      const name = inPlainWords(file.name.replace(/\.\w+$/, ''))
      this.#replace({ ...file, name }, () => this.#words.term('fileOpened', file.name))
      this.wantsAddress = false
    } catch (error) {
      this.#sayWhy(error)
    }
  }

  #replace({ name, text, baseUrl }: OpenedFile, notice: () => string): void {
    if (!this.#view) return
    this.name = name
    this.#baseUrl = baseUrl
    this.notice = notice
    this.#placed.beginAnew()
    replaceText(this.#view, text)
    this.#isMeant = true
    this.#renew()
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

  #onPutIn(): void {
    this.#isMeant = true
    this.#put(this.#placed.putIn())
  }

  #onSet(param: ParamDescriptor, value: ChainValue | undefined): void {
    this.#isMeant = true
    this.#put(this.#placed.set(param, value))
  }

  async #onSave(): Promise<void> {
    try {
      const saved = await saveEffectFile(`${kebabCase(this.name) || 'my-effect'}.fs`, this.#text)
      if (saved !== null) this.notice = () => this.#words.term('fileSaved', saved)
    } catch (error) {
      this.#sayWhy(error)
    }
  }

  override render() {
    return html`
      <div class="bar">
        <div class="together">
          <label
            >${this.#words.term('effectName')}<input
              name="name"
              maxlength="64"
              .value=${this.name}
              @input=${this.#onName}
          /></label>
          <button class="main" @click=${() => void this.#onSave()}>${this.#words.term('saveAsFile')}</button>
        </div>
        <div class="together">
          <label>${this.#words.term('startFrom')}${this.#renderChoices()}</label>
          <button @click=${() => void this.#onStart()}>${this.#words.term('startFromIt')}</button>
        </div>
        <div class="both">
          <button @click=${() => this.fileInput.click()}>${this.#words.term('openFile')}</button>
          <button aria-expanded=${this.wantsAddress} @click=${() => (this.wantsAddress = !this.wantsAddress)}>
            ${this.#words.term('openAddress')}
          </button>
        </div>
        <input type="file" accept=".fs,.frag,.glsl,.isf,.txt,text/plain" multiple hidden @change=${this.#onFile} />
      </div>
      <form class="address" ?hidden=${!this.wantsAddress} novalidate @submit=${this.#onAddress}>
        <div class="together">
          <label>${this.#words.term('isfAddress')}<input name="address" type="url" placeholder="https://" /></label>
          <button>${this.#words.term('loadAddress')}</button>
        </div>
      </form>
      <p class="notice" role="status">${this.notice()}</p>
      <div class="work">
        <div>
          <div class="code"></div>
          <div class="status">${this.#renderStatus()}</div>
        </div>
        ${this.#renderInputs()}
      </div>
      <p class="hint">${this.#words.term('editorHint')}</p>
      ${this.#drop.isOver ? html`<div class="drop" aria-hidden="true">${this.#words.term('dropFile')}</div>` : nothing}
    `
  }

  #renderChoices(): TemplateResult {
    const option = ({ name }: DescribedEffect) => html`<option value=${name}>${this.#titleOf(name)}</option>`
    const inWords = catalogueWords(this.#words).categories
    return html`<select>
      <option value="">${this.#words.term('firstEffect')}</option>
      ${categories.map(
        (category) =>
          html`<optgroup label=${inWords[category] ?? category}>
            ${infos.filter((info) => categoryOf(info) === category).map(option)}
          </optgroup>`,
      )}
    </select>`
  }

  #titleOf(name: string): string {
    return effectTitle(name, inPlainWords(name), this.#words)
  }

  #renderStatus(): TemplateResult {
    const { problem } = this
    const { effect, place } = this.#placed
    const line = problem?.line ?? 0
    const text = problem
      ? `${line > 0 ? `${this.#words.term('atLine', line)} ` : ''}${this.#sentenceOf(problem.error)}`
      : this.#verdict
    const isWell = effect && (place === 'in' || place === 'ahead')
    const kind = problem ? 'wrong' : isWell ? 'good' : ''
    return html`
      <p role="status" class=${kind}>
        <span class="dot"></span>${text}
        ${
          problem && effect && place === 'in'
            ? html`<span class="quiet">${this.#words.term('lastGoodRuns')}</span>`
            : nothing
        }
      </p>
      ${line > 0 ? html`<button @click=${() => goTo(this.#view!, this.#codeProblem!)}>${this.#words.term('goToLine', line)}</button>` : nothing}
      ${!problem && effect && place !== 'in' ? html`<button @click=${() => this.#onPutIn()}>${this.#words.term('putEffectIn')}</button>` : nothing}
    `
  }

  #renderInputs(): EffectInputs | typeof nothing {
    const { stage, isTunable } = this.#placed
    if (!stage || settableParams(stage.effect).length === 0) return nothing
    const { camera } = this
    return Object.assign(this.#inputs, { camera, stage, disabled: !isTunable })
  }

  get #verdict(): string {
    const { effect, place } = this.#placed
    if (!effect) return this.#words.term('compiling')
    if (place === 'ahead') return this.#words.term('effectIsAhead')
    if (place === 'out') return this.#words.term('effectIsOut')
    if (place === 'old') return this.#words.term('effectIsOld')
    if (place === 'declined') return this.#words.term('effectIsDeclined')
    return this.#words.term(this.camera.state === 'live' ? 'effectRuns' : 'effectCompiles')
  }

  get #codeWords(): CodeWords {
    return {
      label: this.#words.term('isfCode'),
      phrases: {
        Diagnostics: this.#words.term('codeProblems'),
        'No diagnostics': this.#words.term('noCodeProblems'),
        close: this.#words.term('closeCodeProblems'),
        'Selection deleted': this.#words.term('selectionDeleted'),
      },
    }
  }

  /** On the line in the code. */
  #mark(): void {
    if (this.#view) showProblem(this.#view, this.#codeProblem)
  }

  get #codeProblem(): CodeProblem | null {
    return this.problem && { ...this.problem, reason: this.#sentenceOf(this.problem.error) }
  }

  #sentenceOf(error: Error): string {
    if (error instanceof WordedError) return error.sentence(this.#words)
    const reason = error instanceof EffectError ? error.reason : error.message
    const more = reason.includes('(.vs)') ? ` ${this.#words.term('noVertexShader')}` : ''
    return this.#words.term('sentence', reason) + more
  }
}

function problemOf(error: Error): Problem {
  const { line, column } = error instanceof EffectError ? error : { line: 0, column: 0 }
  return { line, column, error }
}

function categoryOf({ categories }: EffectText): string {
  return categories[0] ?? ''
}

declare global {
  interface HTMLElementTagNameMap {
    'effect-editor': EffectEditor
  }
}
