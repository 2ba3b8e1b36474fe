// Audio effects in a row between two nodes, which can become other effects while sound flows: what stays goes on with its
// echoes and its memory, the rest is cross-faded. The audio pipeline has one.
import type { AudioHost, AudioPipelineStage } from './audio-host.ts'
import { afterTime, Fader } from './fader.ts'
import { buildStages, latencyOf, type RunningStage } from './running-stage.ts'

/** At first without effects: what goes in at `head` comes out at `tail`. */
export class AudioChain {
  readonly #host: AudioHost
  readonly #head: AudioNode
  readonly #tail: AudioNode
  #stages: readonly RunningStage[] = []
  /** One before each stage, and one behind the last. */
  #links: readonly Link[]
  #rawAllowed = true
  #calls = 0

  constructor(host: AudioHost, head: AudioNode, tail: AudioNode) {
    this.#host = host
    this.#head = head
    this.#tail = tail
    this.#links = this.#join(head, [], tail, 1)
  }

  /** By how much sound comes out later than it went in, in seconds. */
  get latency(): number {
    return latencyOf(this.#stages)
  }

  /** May sound that no effect has touched pass while there are no stages? */
  set rawAllowed(allowed: boolean) {
    if (allowed === this.#rawAllowed) return
    this.#rawAllowed = allowed
    if (this.#stages.length === 0) this.#links[0]!.fader.fade(Number(allowed))
  }

  /** Resolves when sound goes through these stages. While effects and order stay the same only values move, smoothly.
   *  Rejects as an effect's `build` does, and changes nothing then; a call that a newer one overtakes does nothing. */
  async set(stages: readonly AudioPipelineStage[]): Promise<void> {
    const call = ++this.#calls
    const kept = matching(this.#stages, stages)
    const built = await buildStages(
      this.#host,
      stages.filter((_, index) => !kept.has(index)),
    )
    if (call !== this.#calls) {
      for (const stage of built) stage.end()
      return
    }
    for (const [index, stage] of kept) stage.update(stages[index]!)
    const fresh = built.values()
    this.#become(stages.map((_, index) => kept.get(index) ?? fresh.next().value!))
  }

  /** Frees the stages. */
  end(): void {
    this.#calls++
    for (const link of this.#links) link.end()
    for (const stage of this.#stages) stage.end()
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
    const links = this.#join(begin, added, end, 0)
    // Before that, effects that look ahead have nothing to say.
    const start = context.currentTime + latencyOf(added)
    links.at(-1)!.fader.fade(isRaw && !this.#rawAllowed ? 0 : 1, start)
    const silentAt = formerLinks.at(-1)!.fader.fade(0, start)
    afterTime(context, silentAt, () => {
      for (const link of formerLinks) link.end()
      for (const stage of removed) stage.end()
    })
    return links
  }

  /** @param gain of the last link, at first */
  #join(begin: AudioNode, stages: readonly RunningStage[], end: AudioNode, gain: number): Link[] {
    const { context } = this.#host
    const links = stages.map((stage, index) => new Link(context, stages[index - 1]?.output ?? begin, stage.input, 1))
    return [...links, new Link(context, stages.at(-1)?.output ?? begin, end, gain)]
  }
}

/** Carries sound from one node to the next. */
class Link {
  readonly fader: Fader
  readonly #from: AudioNode

  constructor(context: BaseAudioContext, from: AudioNode, to: AudioNode, gain: number) {
    this.fader = new Fader(context, gain)
    this.#from = from
    from.connect(this.fader.node).connect(to)
  }

  end(): void {
    this.#from.disconnect(this.fader.node)
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
