// Share links: what is set on a page as the fragment of its URL, `#room=demo&effects=sepia&source=pattern`. Used by the
// playground. Links come from strangers: reading one never makes anything load.
import { catalogue, findParam } from '../effects/catalogue.ts'
import { parseChain } from '../effects/chain.ts'
import { formatChain } from '../effects/format-chain.ts'
import type { Chain, ChainValue, Stage } from '../effects/effect.ts'
import { validateRoom } from '../signaling/protocol.ts'
import type { CaptureSource } from '../components/internal/capture.ts'
import type { PageWords } from './page-text.ts'

/** What a link says. What it does not say, or what cannot be used, is left out. */
export interface SharedState {
  readonly room?: string
  /** Chain text. */
  readonly effects?: string
  /** A clip is a file, which a link cannot name. */
  readonly source?: ShareableSource
}

/** What a link can name as `source`. */
export type ShareableSource = Exclude<CaptureSource, 'clip'>

const sources: readonly string[] = ['camera', 'screen', 'pattern'] satisfies ShareableSource[]

/** Longest fragment that is read, in characters. */
const maxLength = 16_384
/** Effects of a link, those in groups too: all that the gallery can put there. Each takes time, and a link comes from
 *  anybody. */
const maxStages = catalogue.size
const version = '1'

/** A sentence for the person who opened a link. */
export type Remark = (text: PageWords) => string

/** Reads the fragment of a share link.
 *  @param hash with or without `#`
 *  @returns what the link says, and remarks on what was left out */
export function parseShareLink(hash: string): { state: SharedState; warnings: Remark[] } {
  const state: { -readonly [Key in keyof SharedState]: SharedState[Key] } = {}
  const warnings: Remark[] = []
  if (hash.length > maxLength) return { state, warnings: [(text) => text.term('linkTooLong')] }
  const params = new URLSearchParams(hash.replace(/^#/, ''))
  const said = params.get('v') ?? version
  if (said !== version) return { state, warnings: [(text) => text.term('linkOfVersion', shorten(said))] }

  /** They throw, or say what else is wrong. */
  const readers: Readonly<Record<string, (said: string) => Remark | undefined>> = {
    v: () => undefined,
    room(said) {
      state.room = validateRoom(said.trim())
      return undefined
    },
    effects(said) {
      const { chain, dropped } = withoutFiles(parseChain(said))
      const count = countStages(chain)
      if (count > maxStages)
        return (text) => text.term('linkTooManyEffects', text.number(count), text.number(maxStages))
      state.effects = formatChain(chain)
      return dropped ? (text) => text.term('linkNamesFiles') : undefined
    },
    source(said) {
      if (!isShareable(said)) return (text) => text.term('linkSource', shorten(said), sources.join(', '))
      state.source = said
      return undefined
    },
  }
  const keys = [...new Set(params.keys())]
  // Of the others one stands for all: a link can say thousands.
  const unknown = keys.find((key) => !Object.hasOwn(readers, key))
  if (unknown !== undefined) warnings.push((text) => text.term('linkSays', shorten(unknown)))
  for (const key of keys.filter((key) => Object.hasOwn(readers, key))) {
    try {
      const remark = readers[key]!(params.get(key)!)
      if (remark) warnings.push(remark)
    } catch (error) {
      const reason = (error as Error).message
      warnings.push((text) => {
        const sentence = text.term('sentence', reason)
        return text.term('linkUnusable', key, sentence.charAt(0).toUpperCase() + sentence.slice(1))
      })
    }
  }
  return { state, warnings }
}

/** Writes what `parseShareLink` reads, without `#`. Values that no text can say, files, and effects that are not of the
 *  catalogue are left out.
 *  @param effects chain text, or a chain
 *  @throws ChainError, TypeError */
export function formatShareLink(state: {
  readonly room?: string
  readonly effects?: string | Chain
  readonly source?: CaptureSource
}): string {
  const { room, effects = '', source = '' } = state
  const params = new URLSearchParams()
  if (room) params.set('room', room)
  const { text } = formatSharedChain(effects)
  if (text) params.set('effects', text)
  if (isShareable(source)) params.set('source', source)
  return params.toString()
}

/** The part of a chain that a link says, as chain text, and whether that is not all of it.
 *  @throws ChainError, TypeError */
export function formatSharedChain(effects: string | Chain): { text: string; dropped: boolean } {
  const { chain, dropped } = withoutFiles(typeof effects === 'string' ? parseChain(effects) : effects)
  return { text: formatChain(chain), dropped }
}

/** The chain without images and sounds, which are in memory, URLs of files and ids of other sources, and without effects of
 *  files. Text to be drawn stays. */
function withoutFiles(chain: Chain): { chain: Chain; dropped: boolean } {
  let dropped = false
  const isFile = (name: string, param: string, value: ChainValue) => {
    const info = catalogue.get(name)
    if (typeof value === 'string') return (info && findParam(info, param))?.text === undefined
    return typeof value === 'object' && !Array.isArray(value) && !('driver' in value)
  }
  const clean = (stage: Stage): Stage[] => {
    if ('stages' in stage) return [{ ...stage, stages: stage.stages.flatMap(clean) }]
    if (stage.effect) {
      dropped = true
      return []
    }
    const values = Object.entries(stage.values)
    const kept = values.filter(([param, value]) => !isFile(stage.name, param, value))
    dropped ||= kept.length < values.length
    return [{ ...stage, values: Object.fromEntries(kept) }]
  }
  return { chain: chain.flatMap(clean), dropped }
}

function countStages(chain: Chain): number {
  return chain.reduce((count, stage) => count + ('stages' in stage ? countStages(stage.stages) : 1), 0)
}

function isShareable(source: string): source is ShareableSource {
  return sources.includes(source)
}

function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text
}
