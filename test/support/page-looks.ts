// What can be seen to be wrong with a page as it lies there, in the document and in all shadow trees. Each function runs in the
// page by itself, sent there by puppeteer, and returns a line for each place. `about` selects where it looks.

/** What moves for longer than a millisecond, or would. What is drawn on a canvas or shown by a video is content, and not
 *  looked at. */
export function motion(about: string): string[] {
  const everything = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])])
  const within = (one: Element) => [one, ...everything(one), ...(one.shadowRoot ? everything(one.shadowRoot) : [])]
  const elements = [...document.querySelectorAll(about)].flatMap(within)
  const isLong = (times: string) => times.split(', ').some((time) => parseFloat(time) > 0.001)
  const named = elements.flatMap((element) =>
    ['', '::before', '::after'].flatMap((pseudo) => {
      const style = getComputedStyle(element, pseudo)
      const moves =
        (isLong(style.transitionDuration) && style.transitionProperty !== 'none') ||
        (isLong(style.animationDuration) && style.animationName !== 'none') ||
        style.scrollBehavior === 'smooth'
      return moves ? [`${element.localName}.${element.classList.value}${pseudo}`] : []
    }),
  )
  const roots = [document, ...elements.flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  const running = roots
    .flatMap((root) => root.getAnimations())
    .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 1)
  return [...named, ...running.map(({ id, playState }) => `an animation ${id} ${playState}`)]
}

/** Text that is cut off, runs out of its button or beyond the side of the window, and controls that lie on each other. */
export async function crowding(about: string): Promise<string[]> {
  // What measures itself does so once it is laid out.
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  const parentOf = (one: Element): Element | null => {
    const root = one.getRootNode()
    return one.assignedSlot ?? one.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
  }
  const everything = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])])
  const within = (one: Element) => [one, ...everything(one), ...(one.shadowRoot ? everything(one.shadowRoot) : [])]
  const ancestors = (one: Element | null): Element[] => (one ? [one, ...ancestors(parentOf(one))] : [])
  const say = (one: Element) =>
    `${one.localName}${one.id && `#${one.id}`}${one.classList.length > 0 ? `.${one.classList.value}` : ''} "${one.textContent.trim().replace(/\s+/g, ' ').slice(0, 30)}"`
  const elements = [...document.querySelectorAll(about)]
    .flatMap(within)
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  const control = 'button, a[href], input, select, textarea, summary'

  const troubleOf = (element: Element, box: DOMRect): string | null => {
    const isFree = { x: false, y: false }
    for (const one of ancestors(element)) {
      const { display, overflowX, overflowY, position, clipPath } = getComputedStyle(one)
      if (display === 'contents' || display === 'inline') continue
      const edge = one.getBoundingClientRect()
      // For screen readers only.
      if (clipPath === 'inset(50%)' || edge.width <= 1) return null
      const isBeside = box.left < edge.left - 1 || box.right > edge.right + 1
      const isAbove = box.top < edge.top - 1 || box.bottom > edge.bottom + 1
      const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
      if (!isFree.x && !scrolls(overflowX) && isBeside && (overflowX !== 'visible' || one.matches(control)))
        return `is cut off by the sides of ${say(one)}`
      if (!isFree.y && !scrolls(overflowY) && isAbove && (overflowY !== 'visible' || one.matches(control)))
        return `is cut off above or below ${say(one)}`
      isFree.x ||= scrolls(overflowX)
      isFree.y ||= scrolls(overflowY)
      if (position === 'fixed') break
    }
    return !isFree.x && (box.left < -1 || box.right > innerWidth + 1) ? 'runs out of the window' : null
  }

  const texts = elements.flatMap((element) =>
    [...element.childNodes].flatMap((node) => {
      // What is hidden from screen readers says again in few words what is said elsewhere.
      const isAside = element.closest('select, svg, [aria-hidden=true]')
      if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim() || isAside) return []
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      const trouble = box.width > 0 ? troubleOf(element, box) : null
      return trouble ? [`${say(element)} ${trouble}`] : []
    }),
  )

  const controls = elements
    .filter((one) => one.matches(control))
    .map((one) => {
      const above = ancestors(one)
      const seen = { ...one.getBoundingClientRect().toJSON() } as Record<'left' | 'top' | 'right' | 'bottom', number>
      for (const outer of above.slice(1)) {
        if (getComputedStyle(outer).overflowY === 'visible') continue
        const { left, top, right, bottom } = outer.getBoundingClientRect()
        Object.assign(seen, {
          left: Math.max(seen.left, left),
          top: Math.max(seen.top, top),
          right: Math.min(seen.right, right),
          bottom: Math.min(seen.bottom, bottom),
        })
      }
      const layer = above.find(
        (outer) => outer.matches('dialog, [popover]') || !/static|relative/.test(getComputedStyle(outer).position),
      )
      return { one, above, layer, seen }
    })
  const overlaps = controls.flatMap((first, at) =>
    controls.slice(at + 1).flatMap((second) => {
      const isApart =
        first.layer !== second.layer || first.above.includes(second.one) || second.above.includes(first.one)
      const across = Math.min(first.seen.right, second.seen.right) - Math.max(first.seen.left, second.seen.left)
      const down = Math.min(first.seen.bottom, second.seen.bottom) - Math.max(first.seen.top, second.seen.top)
      return !isApart && across > 1 && down > 1 ? [`${say(first.one)} lies on ${say(second.one)}`] : []
    }),
  )
  const { scrollWidth } = document.scrollingElement!
  const sideways = scrollWidth > innerWidth ? [`the page is ${String(scrollWidth)} px wide`] : []
  return [...texts, ...overlaps, ...sideways]
}

/** Places that speak when their text changes, and would not, since they are not rendered while they are empty. */
export function deafness(): string[] {
  const everything = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])])
  return everything(document).flatMap((one) => {
    const root = one.getRootNode()
    const around = one.parentElement ?? (root as ShadowRoot).host
    // Of the meters, which all hear the same, only the level speaks.
    const isQuiet = root instanceof ShadowRoot && root.host.matches('#meter, rtc-meter[type=spectrum]')
    const isRegion = one.matches('[role=status], [role=alert], [role=log]')
    const isLost = isRegion && !isQuiet && around.checkVisibility() && getComputedStyle(one).display === 'none'
    return isLost ? [`${around.localName} ${one.localName}.${one.className}`] : []
  })
}

/** What can have the focus and does not show it: by an outline of 2 px whose contrast with what is around it is 3 to 1, or, over
 *  a picture, by two colours that have it with each other. */
export function focusRings(about: string): string[] {
  const everything = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])])
  const within = (one: Element) => [one, ...everything(one), ...(one.shadowRoot ? everything(one.shadowRoot) : [])]
  const parentOf = (one: Element): Element | null => {
    const root = one.getRootNode()
    return one.assignedSlot ?? one.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
  }
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  type Colour = readonly [red: number, green: number, blue: number, alpha: number]
  const parse = (text: string): Colour => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = text
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = (upper: Colour, lower: Colour): Colour => {
    const mix = (at: 0 | 1 | 2) => upper[at] * upper[3] + lower[at] * (1 - upper[3])
    return [mix(0), mix(1), mix(2), 1]
  }
  const luminance = ([red, green, blue]: Colour) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((byte) =>
      byte <= 10.31 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: Colour, other: Colour) => {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const [black, white] = [parse('black'), parse('white')]
  /** What an element stands on: two extremes where that is a picture. */
  const groundsOf = (one: Element | null): readonly Colour[] => {
    if (!one) return [parse('Canvas')]
    const video = one.matches('rtc-participant, rtc-camera') && one.shadowRoot?.querySelector('video')
    if (one.matches('[popover]') || (video && video.checkVisibility())) return [black, white]
    const own = parse(getComputedStyle(one).backgroundColor)
    return own[3] === 1 ? [own] : groundsOf(parentOf(one)).map((below) => over(own, below))
  }
  const troubleOf = (ring: Element): string => {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow } = getComputedStyle(ring)
    if (outlineStyle === 'none' || parseFloat(outlineWidth) === 0) return 'has no outline'
    // The browser's own has two colours.
    if (outlineStyle === 'auto') return ''
    if (parseFloat(outlineWidth) < 2) return `has an outline of ${outlineWidth}`
    const colour = parse(outlineColor)
    const [shadow] = /^(?:rgba?|color)\([^)]*\)/.exec(boxShadow) ?? []
    const isInside = parseFloat(outlineOffset) < 0
    const grounds = groundsOf(isInside ? ring : parentOf(ring))
    const worst = Math.min(...grounds.map((ground) => contrast(colour, ground)))
    const ownContrast = shadow ? Math.min(...grounds.map((ground) => contrast(colour, over(parse(shadow), ground)))) : 1
    return Math.max(worst, ownContrast) < 3
      ? `has an outline of contrast ${Math.max(worst, ownContrast).toFixed(2)}`
      : ''
  }
  const former = document.activeElement
  const found = [...document.querySelectorAll(about)].flatMap(within).flatMap((one) => {
    if (!(one instanceof HTMLElement) || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true }))
      return []
    one.focus({ focusVisible: true, preventScroll: true } as FocusOptions)
    // Disabled, inert, or a host that gives the focus away.
    if ((one.getRootNode() as Document | ShadowRoot).activeElement !== one || !one.matches(':focus-visible')) return []
    // Its ring is that of its thumb, which no script can read.
    if (one.getAttribute('part') === 'compare') return []
    const around = [one.closest('label'), one.closest('.code')].filter((place) => place !== null)
    const troubles = [one, ...around].map(troubleOf)
    const name = `${one.localName}#${one.id}.${one.className} ${one.getAttribute('part') ?? ''} ${one.ariaLabel ?? one.textContent.trim().slice(0, 20)}`
    return troubles.every(Boolean) ? [`${name} ${troubles.join(', ')}`] : []
  })
  if (former instanceof HTMLElement) former.focus({ preventScroll: true })
  return found
}

/** Notes what has the focus, and whether it is covered altogether, in globals of the page: `stops` and `hidden`.
 *  @returns false where the focus has left the page */
export function arrive(): boolean {
  const { stops, hidden } = globalThis as unknown as { stops: Set<Element>; hidden: Set<string> }
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  if (!one || one === document.body || !document.hasFocus()) return false
  stops.add(one)
  const { left, top, width, height } = one.getBoundingClientRect()
  const isSeenAt = (across: number, down: number) => {
    let hit = document.elementFromPoint(left + width * across, top + height * down)
    for (;;) {
      const inner = hit?.shadowRoot?.elementFromPoint(left + width * across, top + height * down)
      if (!inner || inner === hit) break
      hit = inner
    }
    return hit !== null && (one.contains(hit) || hit.contains(one))
  }
  const places = [0.1, 0.5, 0.9]
  if (!places.some((across) => places.some((down) => isSeenAt(across, down)))) {
    hidden.add(`${one.localName}#${one.id}.${one.className} ${one.ariaLabel ?? one.textContent.trim().slice(0, 20)}`)
  }
  return true
}

/** @returns what can have the focus and was no stop, but the other radio buttons of a group, and what was covered */
export function missedStops(): [missed: string[], hidden: string[]] {
  const { stops, hidden } = globalThis as unknown as { stops: Set<Element>; hidden: Set<string> }
  const everything = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])])
  const missed = everything(document).filter(
    (one) =>
      one instanceof HTMLElement &&
      one.matches('a[href], button, input, select, textarea, summary, [tabindex]') &&
      !one.matches(':disabled, [type=radio]') &&
      one.tabIndex >= 0 &&
      one.checkVisibility({ visibilityProperty: true }) &&
      !one.closest('[inert]') &&
      !stops.has(one),
  )
  return [
    missed.map((one) => `${one.localName}#${one.id} ${one.ariaLabel ?? one.textContent.trim().slice(0, 20)}`),
    [...hidden],
  ]
}
