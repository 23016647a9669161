/** A database of one test file in a shared server. */
export interface TestDatabase {
  readonly url: string
  readonly name: string
  /** Drops it. */
  remove(): Promise<void>
}
