// Audio effects in a row between two nodes, which can become other effects while sound flows: what stays goes on with its
// echoes and its memory, the rest is cross-faded. The audio pipeline has one.
import { latencyOf, type AudioHost, type AudioPipelineStage } from './audio-host.ts'
import { afterTime, Fader } from './fader.ts'
import type { RunningStage } from './running-stage.ts'

/** Stages that are built and not heard yet. */
export interface PreparedChain {
  /** Sound goes through them from now on. */
  commit(): void
  /** They are not wanted any more. Does nothing after `commit`. */
  discard(): void
}

/** At first without effects: what goes in at `head` comes out at `tail`. */
export class AudioChain {
  readonly #host: AudioHost
  readonly #head: AudioNode
  readonly #tail: AudioNode
  #stages: readonly RunningStage[] = []
  /** One before each stage, and one behind the last. */
  #links: readonly Link[]
  /** The last links of stages that are being replaced: each is heard until it is silent. */
  readonly #leaving = new Set<Link>()
  /** Each ends stages that are being replaced. */
  readonly #retiring = new Set<() => void>()
  #rawAllowed = true
  #calls = 0

  constructor(host: AudioHost, head: AudioNode, tail: AudioNode) {
    this.#host = host
    this.#head = head
    this.#tail = tail
    this.#links = [new Link(host.context, head, tail, 1)]
  }

  /** By how much sound comes out later than it went in, in seconds. */
  get latency(): number {
    return latencyOf(this.#stages)
  }

  /** May sound that no effect has touched pass while there are no stages? */
  set rawAllowed(allowed: boolean) {
    if (allowed === this.#rawAllowed) return
    this.#rawAllowed = allowed
    // Also what is still heard until an effect has something to say.
    if (!allowed) for (const { fader } of this.#rawLinks) fader.fade(0)
    else if (this.#stages.length === 0) this.#links[0]!.fader.fade(1)
  }

  /** Resolves when sound goes through these stages. While effects and order stay the same only values move, smoothly.
   *  Rejects as an effect's `build` does, and changes nothing then; a call that a newer one overtakes does nothing. */
  async set(stages: readonly AudioPipelineStage[]): Promise<void> {
    const prepared = await this.prepare(stages)
    prepared.commit()
  }

  /** Builds what is new, and changes nothing yet. Rejects as an effect's `build` does. Whoever calls it ends what it gives, by
   *  either way; once a newer call has been made, both free what was built. */
  async prepare(stages: readonly AudioPipelineStage[]): Promise<PreparedChain> {
    const call = ++this.#calls
    const kept = matching(this.#stages, stages)
    const fresh = stages.filter((_, index) => !kept.has(index))
    const built = fresh.length > 0 ? await (await import('./running-stage.ts')).buildStages(this.#host, fresh) : []
    let isDecided = false
    const discard = () => {
      if (!isDecided) for (const stage of built) stage.end()
      isDecided = true
    }
    const commit = () => {
      if (call !== this.#calls) discard()
      if (isDecided) return
      isDecided = true
      for (const [index, stage] of kept) stage.update(stages[index]!)
      const others = built.values()
      this.#become(stages.map((_, index) => kept.get(index) ?? others.next().value!))
    }
    return { commit, discard }
  }

  /** Frees the stages. */
  end(): void {
    this.#calls++
    for (const link of this.#links) link.end()
    for (const stage of this.#stages) stage.end()
    for (const end of this.#retiring) end()
  }

  get #rawLinks(): Link[] {
    return [...this.#links, ...this.#leaving].filter(({ from, to }) => from === this.#head && to === this.#tail)
  }

  /** Cross-fades each run of stages that has become another, between two stages that stay. */
  #become(next: readonly RunningStage[]): void {
    const former = this.#stages
    const stays = [...former.filter((stage) => next.includes(stage)), null]
    const links: Link[] = []
    let [from, to] = [0, 0]
    for (const anchor of stays) {
      const [formerEnd, nextEnd] = anchor
        ? [former.indexOf(anchor), next.indexOf(anchor)]
        : [former.length, next.length]
      const removed = former.slice(from, formerEnd)
      const added = next.slice(to, nextEnd)
      const formerLinks = this.#links.slice(from, formerEnd + 1)
      if (removed.length === 0 && added.length === 0) links.push(...formerLinks)
      else {
        const begin = to === 0 ? this.#head : next[to - 1]!.output
        links.push(...this.#replace(formerLinks, removed, begin, added, anchor?.input ?? this.#tail, next.length === 0))
      }
      ;[from, to] = [formerEnd + 1, nextEnd + 1]
    }
    this.#stages = next
    this.#links = links
  }

  /** @param isRaw nothing but sound that no effect has touched passes the new link */
  #replace(
    formerLinks: readonly Link[],
    removed: readonly RunningStage[],
    begin: AudioNode,
    added: readonly RunningStage[],
    end: AudioNode,
    isRaw: boolean,
  ): Link[] {
    const { context } = this.#host
    const links = this.#join(begin, added, end)
    let start = context.currentTime
    if (added.length > 0) {
      // Echoes would repeat the edge of a sound that begins at once. Until the new effects have something to say, the former
      // ones go on.
      links[0]!.fader.fade(1)
      start = links[0]!.fader.end + latencyOf(added)
    }
    links.at(-1)!.fader.fade(isRaw && !this.#rawAllowed ? 0 : 1, start)
    const mute = this.#rawAllowed ? [] : this.#rawLinks
    const leaving = [...this.#leaving, formerLinks.at(-1)!].filter((link) => link.to === end && !mute.includes(link))
    for (const { fader } of leaving) {
      // What has not begun to be heard never is; what was heard before it is heard until this is.
      if (fader.isSilent) fader.fade(0)
      else if (fader.gain !== 0 || fader.start > context.currentTime) fader.fade(0, start)
    }
    this.#retire(formerLinks, removed)
    return links
  }

  /** Frees links and stages when they are silent: also in what a change before has them leave. */
  #retire(links: readonly Link[], stages: readonly RunningStage[]): void {
    const { context } = this.#host
    const last = links.at(-1)!
    this.#leaving.add(last)
    const end = () => {
      this.#retiring.delete(end)
      this.#leaving.delete(last)
      for (const link of links) link.end()
      for (const stage of stages) stage.end()
    }
    this.#retiring.add(end)
    const endWhenSilent = () => {
      if (!this.#retiring.has(end)) return
      const heard = [...this.#leaving].filter(
        (link) => (link === last || stages.some(({ output }) => output === link.from)) && !link.fader.isSilent,
      )
      const silentAt = Math.max(0, ...heard.map(({ fader }) => fader.end))
      // Where the clock stands still nothing is heard, and it would never be time.
      const isHeard = !(context instanceof AudioContext) || context.state === 'running'
      if (isHeard && context.currentTime < silentAt) afterTime(context, silentAt, endWhenSilent)
      else end()
    }
    endWhenSilent()
  }

  /** Closed where sound goes in and where it comes out. */
  #join(begin: AudioNode, stages: readonly RunningStage[], end: AudioNode): Link[] {
    const nodes = [begin, ...stages.map(({ output }) => output)]
    return nodes.map((from, index) => {
      const isInside = index > 0 && index < stages.length
      return new Link(this.#host.context, from, stages[index]?.input ?? end, isInside ? 1 : 0)
    })
  }
}

/** Carries sound from one node to the next. */
class Link {
  readonly fader: Fader

  constructor(
    context: BaseAudioContext,
    readonly from: AudioNode,
    readonly to: AudioNode,
    gain: number,
  ) {
    this.fader = new Fader(context, gain)
    from.connect(this.fader.node).connect(to)
  }

  end(): void {
    this.from.disconnect(this.fader.node)
    this.fader.node.disconnect()
  }
}

/** The running stages that stay, by their index in `wanted`: as many as can be without changing their order (the longest
 *  common subsequence). */
function matching(
  running: readonly RunningStage[],
  wanted: readonly AudioPipelineStage[],
): ReadonlyMap<number, RunningStage> {
  /** The longest from these indices on. */
  const longest = Array.from({ length: running.length + 1 }, () => new Array<number>(wanted.length + 1).fill(0))
  for (let i = running.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      longest[i]![j] = running[i]!.fits(wanted[j]!)
        ? 1 + longest[i + 1]![j + 1]!
        : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!)
    }
  }
  const kept = new Map<number, RunningStage>()
  for (let i = 0, j = 0; i < running.length && j < wanted.length;) {
    if (running[i]!.fits(wanted[j]!)) kept.set(j++, running[i++]!)
    else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++
    else j++
  }
  return kept
}
