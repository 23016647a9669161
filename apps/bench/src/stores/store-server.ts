/** A contender's own part of a store: nobody else's calls are counted in it. */
export interface StoreServer {
  readonly url: string
  /** How often the server has executed what since it was last asked, by name. */
  take(): Promise<Readonly<Record<string, number>>>
  /** Has it answer all reads, or all writes, with an error, until it is told otherwise. */
  readonly refuse?: (what: 'reads' | 'writes' | 'nothing') => Promise<void>
  stop(): Promise<void>
}
