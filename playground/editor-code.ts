// The field that code is written in: CodeMirror, set up for ISF. Its theme is made of the page's custom properties.
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { isf, isfColours } from './editor-language.ts'

/** What is wrong, and where: lines and columns count from 1. Line 0: nowhere in particular. */
export interface CodeProblem {
  readonly line: number
  readonly column: number
  /** A sentence. */
  readonly reason: string
}

const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'inherit', fontSize: 'inherit', maxHeight: 'var(--code-height)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { minHeight: '14rem', padding: '0.75rem 0', caretColor: 'currentColor' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': { border: 'none', backgroundColor: 'transparent', color: 'var(--quiet)' },
  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.4em 0 0 0.25rem' },
  '.cm-lint-marker-error': { content: 'none', width: '0.625rem', height: '0.625rem', borderRadius: '50%' },
  '.cm-lint-marker': { backgroundColor: 'var(--wrong)', forcedColorAdjust: 'none' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--wrong) 1.5px',
    textUnderlineOffset: '0.2em',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--line)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--wrong)' },
  '.cm-tooltip': {
    maxWidth: 'min(28rem, 80vw)',
    border: '1px solid var(--line)',
    borderRadius: '0.5rem',
    backgroundColor: 'var(--field)',
    color: 'inherit',
  },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', border: 'none', fontFamily: 'var(--rtc-font, system-ui, sans-serif)' },
})

/** Escape gives Tab back to the page, until one writes on or comes back. */
const leaveByTab = [
  keymap.of([
    {
      key: 'Escape',
      stopPropagation: true,
      run(view) {
        view.setTabFocusMode(true)
        return true
      },
    },
  ]),
  EditorView.domEventHandlers({ blur: (_, view) => view.setTabFocusMode(false) }),
  EditorView.updateListener.of(({ docChanged, view }) => {
    if (docChanged) view.setTabFocusMode(false)
  }),
]

/** What is read out of it. */
export interface CodeWords {
  /** What a screen reader calls it. */
  readonly label: string
  /** What CodeMirror says, by its own English. */
  readonly phrases: Readonly<Record<string, string>>
}

const words = new Compartment()

function inWords({ label, phrases }: CodeWords): Extension {
  return [EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }), EditorState.phrases.of(phrases)]
}

/** @param root that `parent` is in
 *  @param onChange the text is another one */
export function createCodeView(
  parent: HTMLElement,
  root: ShadowRoot,
  { text, onChange, ...said }: CodeWords & { readonly text: string; readonly onChange: () => void },
): EditorView {
  const extensions = [
    leaveByTab,
    lineNumbers(),
    history(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    isf,
    syntaxHighlighting(isfColours),
    lintGutter(),
    EditorView.lineWrapping,
    words.of(inWords(said)),
    EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) onChange()
    }),
    theme,
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
  ]
  return new EditorView({ parent, root, state: EditorState.create({ doc: text, extensions }) })
}

/** In another language: what is written, the cursor and the focus stay. */
export function setWords(view: EditorView, said: CodeWords): void {
  view.dispatch({ effects: words.reconfigure(inWords(said)) })
}

/** Puts another text in place of all, in one step that undo takes back. */
export function replaceText(view: EditorView, text: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: 0 },
    annotations: isolateHistory.of('full'),
    scrollIntoView: true,
  })
}

/** Marks where it is, in place of the former one. */
export function showProblem(view: EditorView, problem: CodeProblem | null): void {
  const { state } = view
  if (!problem || problem.line === 0) {
    view.dispatch(setDiagnostics(state, []))
    return
  }
  const from = placeOf(view, problem)
  const word = /^(?:\w+|\S)/.exec(state.doc.sliceString(from, state.doc.lineAt(from).to))
  const diagnostic = { from, to: from + (word?.[0].length ?? 0), severity: 'error' as const, message: problem.reason }
  view.dispatch(setDiagnostics(state, [diagnostic]))
}

/** Puts the cursor there, and the focus. */
export function goTo(view: EditorView, problem: CodeProblem): void {
  view.dispatch({ selection: { anchor: placeOf(view, problem) }, scrollIntoView: true })
  view.focus()
}

/** A text that has become shorter has its end there. */
function placeOf({ state: { doc } }: EditorView, { line, column }: CodeProblem): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(from + Math.max(column, 1) - 1, to)
}
