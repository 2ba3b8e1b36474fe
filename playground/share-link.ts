// Share links: what is set on a page as the fragment of its URL, `#room=demo&effects=sepia&source=pattern`. Used by the
// playground. Links come from strangers: reading one never makes anything load.
import { catalogue, findParam } from '../effects/catalogue.ts'
import { parseChain } from '../effects/chain.ts'
import { formatChain } from '../effects/format-chain.ts'
import type { Chain, ChainValue, Stage } from '../effects/effect.ts'
import { validateRoom } from '../signaling/protocol.ts'
import type { CaptureSource } from '../components/internal/capture.ts'

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
/** Effects of a link, those in groups too. Each takes time, and a link comes from anybody. */
const maxStages = 64
const version = '1'

/** Reads the fragment of a share link.
 *  @param hash with or without `#`
 *  @returns what the link says, and sentences for the person who opened it on what was left out */
export function parseShareLink(hash: string): { state: SharedState; warnings: string[] } {
  const state: { -readonly [Key in keyof SharedState]: SharedState[Key] } = {}
  const warnings: string[] = []
  if (hash.length > maxLength) {
    return { state, warnings: ['This link is too long to be read. Ask for a new one.'] }
  }
  const params = new URLSearchParams(hash.replace(/^#/, ''))
  const said = params.get('v') ?? version
  if (said !== version) {
    return {
      state,
      warnings: [
        `This link is of version ${quote(said)}, which this page does not know. Reload the page to get its newest version.`,
      ],
    }
  }

  const readers: Readonly<Record<string, (text: string) => void>> = {
    v: () => undefined,
    room: (text) => (state.room = validateRoom(text)),
    effects: (text) => {
      const { chain, dropped } = withoutFiles(parseChain(text))
      const count = countStages(chain)
      if (count > maxStages) throw new TypeError(`There are ${count}: use at most ${maxStages}.`)
      state.effects = formatChain(chain)
      if (dropped) warnings.push('This link names images or sounds. Links may not load any: choose them yourself.')
    },
    source: (text) => {
      if (!isShareable(text)) throw new TypeError(`There is no source ${quote(text)}: use ${sources.join(', ')}.`)
      state.source = text
    },
  }
  for (const key of new Set(params.keys())) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined
    try {
      if (reader) reader(params.get(key)!)
      else warnings.push(`This link says ${quote(key)}, which means nothing here.`)
    } catch (error) {
      warnings.push(`The ${key} of this link cannot be used. ${(error as Error).message}`)
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

function quote(text: string): string {
  return `"${text.length > 30 ? `${text.slice(0, 30)}…` : text}"`
}
