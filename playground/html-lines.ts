// The page as it is set, as the lines of HTML that make it: for people to copy into pages of their own.
import { catalogue, findParam } from '../effects/catalogue.ts'
import { parseChain } from '../effects/chain.ts'
import { formatChain, formatValue } from '../effects/format-chain.ts'
import type { Chain, Stage } from '../effects/effect.ts'
import { kebabCase } from '../effects/spelling.ts'
import { formatEffect } from './isf-text.ts'

/** What the lines say. Empty texts are left out. */
export interface PageLines {
  readonly effects: string | Chain
  readonly source: string
  /** Name of the clip. */
  readonly src: string
  readonly room: string
  readonly name: string
  readonly offersControls: boolean
  /** For a page of another origin than this one. */
  readonly isElsewhere: boolean
}

/** @returns lines of HTML */
export function describePage({ effects, source, src, room, name, offersControls, isElsewhere }: PageLines): string {
  const [text, elements] = split(effects)
  return [
    `<script type="module" src="${new URL('rtc-elements.js', document.baseURI).href}"></script>`,
    tag(
      'rtc-camera',
      { id: 'me', source: source === 'camera' ? '' : source, src, autostart: true, effects: text },
      elements.map((one) => `\n${one}`).join('') + (elements.length > 0 ? '\n' : ''),
    ),
    tag('rtc-call', {
      id: 'call',
      for: 'me',
      room,
      name,
      signaling: isElsewhere ? new URL('/signaling', document.baseURI).href : '',
      'offer-controls': offersControls && true,
      autojoin: true,
    }),
    tag('rtc-chat', { for: 'call' }),
  ].join('\n')
}

/** What an attribute can say, and the rest as elements: from the first effect on that is not of the catalogue, since those
 *  in elements act after those of the attribute. */
function split(effects: string | Chain): [text: string, elements: string[]] {
  let chain: Chain
  try {
    chain = typeof effects === 'string' ? parseChain(effects) : effects
  } catch {
    // As it stands: whoever wrote it is not done.
    return [effects as string, []]
  }
  const first = chain.findIndex(isOwn)
  const own = first < 0 ? chain.length : first
  return [formatChain(chain.slice(0, own)), chain.slice(own).map(element)]
}

function isOwn(stage: Stage): boolean {
  return 'stages' in stage ? stage.stages.some(isOwn) : stage.effect !== undefined
}

/** As `<rtc-effect>`. */
function element(stage: Stage): string {
  const mix = { mix: stage.mix === undefined ? '' : String(stage.mix), blend: stage.blend ?? '' }
  if ('stages' in stage) return tag('rtc-effect', mix, stage.stages.map(element).join(''))
  const { name, effect, values } = stage
  const info = effect ?? catalogue.get(name)
  const written = Object.entries(values).map(([spelled, value]) => {
    const param = info && findParam(info, spelled)
    // A name that an author chose may mean something in HTML.
    const attribute = `${effect ? 'param-' : ''}${kebabCase(spelled)}`
    return [attribute, typeof value === 'string' ? value : ((param && formatValue(value, param)) ?? '')] as const
  })
  const src = effect && 'module' in effect ? effect.module : effect && 'worklet' in effect ? effect.worklet : ''
  const attributes = { name: effect ? '' : name, src, ...Object.fromEntries(written), ...mix }
  if (!effect || !('fragment' in effect)) return tag('rtc-effect', attributes)
  // A comment in a shader may say what ends a script.
  const text = formatEffect(effect).replace(/<\/(?=script)/gi, '<\\/')
  return tag('rtc-effect', attributes, `<script type="x-shader/x-fragment">\n${text}</script>`)
}

/** Empty attributes are left out. */
function tag(name: string, attributes: Readonly<Record<string, string | boolean>>, content = ''): string {
  const written = Object.entries(attributes).map(([attribute, value]) => {
    if (typeof value === 'boolean') return value ? ` ${attribute}` : ''
    return value && ` ${attribute}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  })
  return `<${name}${written.join('')}>${content}</${name}>`
}
