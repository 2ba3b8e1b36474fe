// How ISF is coloured and indented: JSON in the header, GLSL below it.
import { HighlightStyle, StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language'
import { shader } from '@codemirror/legacy-modes/mode/clike'
import { tags } from '@lezer/highlight'

interface IsfState {
  /** `perhaps`: a comment has begun, and its first line is empty. */
  header: 'ahead' | 'perhaps' | 'inside' | 'past'
  glsl: object
}

/** What every shader has from its host. */
const hostNames = new Set(
  (
    'IMG_THIS_PIXEL IMG_THIS_NORM_PIXEL IMG_PIXEL IMG_NORM_PIXEL IMG_SIZE PASSINDEX RENDERSIZE TIME TIMEDELTA DATE ' +
    'FRAMEINDEX isf_FragNormCoord gl_FragColor gl_FragCoord texture'
  ).split(' '),
)

const glsl = shader as StreamParser<object>

const parser: StreamParser<IsfState> = {
  name: 'isf',
  languageData: glsl.languageData,
  startState: (indentUnit) => ({ header: 'ahead', glsl: glsl.startState!(indentUnit) }),
  copyState: ({ header, glsl }) => ({ header, glsl: { ...glsl } }),
  token(stream, state) {
    if (state.header === 'perhaps' && stream.sol()) {
      state.header = stream.match(/^\s*\{/, false) ? 'inside' : 'ahead'
      if (state.header === 'inside') state.glsl = glsl.startState!(stream.indentUnit)
    } else if (state.header === 'ahead') {
      if (stream.match(/^\/\*\s*\{/, false)) state.header = 'inside'
      else if (stream.match(/^\/\*\s*$/, false)) state.header = 'perhaps'
    }
    if (state.header === 'inside') {
      if (stream.match('*/')) state.header = 'past'
      else return jsonToken(stream)
      return 'meta'
    }
    const style = glsl.token(stream, state.glsl)
    return hostNames.has(stream.current()) ? 'builtin' : style
  },
  indent: (state, after, context) =>
    state.header === 'inside' ? null : (glsl.indent?.(state.glsl, after, context) ?? null),
}

function jsonToken(stream: StringStream): string | null {
  if (stream.eatSpace()) return null
  if (stream.match('/*')) return 'meta'
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? 'property' : 'string'
  if (stream.match(/^[+-]?[\d.]+(?:e[+-]?\d+)?/i)) return 'number'
  if (stream.match(/^(?:true|false|null)\b/)) return 'atom'
  if (stream.match(/^\/\/.*/)) return 'comment'
  stream.next()
  return null
}

/** For an editor. */
export const isf = StreamLanguage.define(parser)

/** Each at least 4.5 : 1 on the editor's background, light and dark. */
export const isfColours = HighlightStyle.define([
  { tag: tags.comment, color: 'light-dark(#5b6472, #98a2b3)' },
  { tag: [tags.keyword, tags.meta], color: 'light-dark(#8a2c8f, #d9a3e6)' },
  { tag: tags.typeName, color: 'light-dark(#0b6666, #7fd1c7)' },
  { tag: [tags.standard(tags.variableName), tags.propertyName], color: 'light-dark(#1f5fd0, #8fb8ff)' },
  { tag: [tags.number, tags.atom, tags.bool], color: 'light-dark(#934500, #f0b27a)' },
  { tag: tags.string, color: 'light-dark(#2f6b1c, #a8d08d)' },
])
