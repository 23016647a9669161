/** A contender's own part of a store: nobody else's calls are counted in it. */
export interface StoreServer {
  readonly url: string
  /** How often the server has executed what since it was last asked, by name. */
  take(): Promise<Readonly<Record<string, number>>>
  stop(): Promise<void>
}
