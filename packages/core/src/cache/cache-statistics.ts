/** What the cache of a connector has done since it was made, and what it holds. For a metric. */
export interface CacheStatistics {
  /** Tokens that were accepted without asking the backend. */
  readonly hits: number
  /** Tokens for which the backend was asked. Loads that ask it in any case are not counted. */
  readonly misses: number
  /** Entries that went because another process changed their session. */
  readonly invalidations: number
  /** How often all entries went at once: changes were no longer proven to arrive, or all sessions were changed. */
  readonly drops: number
  /** Sessions held now. */
  readonly entries: number
  /** Bytes that they take, as estimated. */
  readonly bytes: number
  /** Whether it answers now: `false` while changes made elsewhere are not proven to arrive. */
  readonly active: boolean
}
