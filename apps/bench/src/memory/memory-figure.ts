/** What holding sessions takes. */
export interface MemoryFigure {
  /** For each. */
  readonly bytes: number
  /** Timers that were started for them. */
  readonly timers: number
  /** How many are held. */
  readonly held: number
}
