// The pipelines of one worker, which share its time: while one of them is busy, none of them answers. Used by the pipeline.

/** What the pipelines of a worker need to know of each other. */
export interface GroupMember {
  /** Tells whoever watches over this pipeline that it may be silent for so long; 0: no longer. */
  tellBusy(ms: number): void
  /** What share of the worker's time this one needs: 0 (nothing) to 1 (all of it), or more than there is. */
  readonly load: number
}

export class PipelineGroup {
  readonly #members = new Set<GroupMember>()
  /** How many things that may block are being done. */
  #tasks = 0
  /** When all of them should be done. */
  #until = 0

  add(member: GroupMember): void {
    this.#members.add(member)
  }

  delete(member: GroupMember): void {
    this.#members.delete(member)
  }

  /** How long it may still be silent; 0 or less: it is not busy. */
  get busyForMs(): number {
    return this.#tasks > 0 ? this.#until - performance.now() : 0
  }

  /** Does something that may block the worker for so long. */
  async during<T>(ms: number, task: () => Promise<T>): Promise<T> {
    this.#tasks++
    this.#until = Math.max(this.#tasks > 1 ? this.#until : 0, performance.now() + ms)
    this.#tell(ms)
    try {
      return await task()
    } finally {
      if (--this.#tasks === 0) this.#tell(0)
    }
  }

  #tell(ms: number): void {
    for (const member of this.#members) member.tellBusy(ms)
  }

  /** The load of all others together. */
  loadBeside(member: GroupMember): number {
    let load = 0
    for (const other of this.#members) if (other !== member) load += other.load
    return load
  }
}
