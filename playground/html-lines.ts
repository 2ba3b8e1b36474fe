// The page as it is set, as the lines of HTML that make it: for people to copy into pages of their own.
import type { Chain } from '../effects/effect.ts'
import { formatSharedChain } from './share-link.ts'

/** What the lines say. Empty texts are left out. */
export interface PageLines {
  readonly effects: string | Chain
  /** Effects that were written or chosen from files, in order. */
  readonly children: readonly Element[]
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
export function describePage(page: PageLines): string {
  const { effects, children, source, src, room, name, offersControls, isElsewhere } = page
  const own = children.map((child) => indent(child.outerHTML)).join('\n')
  return [
    `<script type="module" src="${new URL('rtc-elements.js', document.baseURI).href}"></script>`,
    tag(
      'rtc-camera',
      { id: 'me', source: source === 'camera' ? '' : source, src, autostart: true, effects: written(effects) },
      own && `\n${own}\n`,
    ),
    tag('rtc-call', {
      id: 'call',
      for: 'me',
      room,
      name,
      signaling: isElsewhere ? new URL('/signaling', document.baseURI).href : '',
      'offer-controls': offersControls ? true : '',
      autojoin: true,
    }),
    tag('rtc-chat', { for: 'call' }),
  ].join('\n')
}

/** Empty attributes are left out. */
function tag(name: string, attributes: Readonly<Record<string, string | true>>, content = ''): string {
  const written = Object.entries(attributes).map(([attribute, value]) => {
    if (value === true) return ` ${attribute}`
    return value && ` ${attribute}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  })
  return `<${name}${written.join('')}>${content}</${name}>`
}

function written(effects: string | Chain): string {
  try {
    return formatSharedChain(effects)
  } catch {
    // Text that is no chain yet, as it stands.
    return typeof effects === 'string' ? effects : ''
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
