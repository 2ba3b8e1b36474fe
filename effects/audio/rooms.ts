// The rooms of the reverb effect.

/** What rooms differ in. */
export interface Room {
  readonly label: string
  /** Seconds in which the echoes become as dense as they get. */
  readonly onset: number
  /** Sounds above this, in Hz, die away sooner: in this share of the decay time. */
  readonly crossover: number
  readonly trebleDecay: number
  /** How loud treble is at first, against the rest. */
  readonly treble: number
}

export const rooms: readonly Room[] = [
  { label: 'room', onset: 0.004, crossover: 4000, trebleDecay: 0.6, treble: 0.6 },
  { label: 'hall', onset: 0.03, crossover: 2500, trebleDecay: 0.5, treble: 0.5 },
  { label: 'plate', onset: 0, crossover: 6000, trebleDecay: 0.8, treble: 1 },
]
