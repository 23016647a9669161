/** What is asked of any driver's pool. */
interface Endable {
  end(): Promise<unknown>
}

/** How long the end of a pool is waited for: a connection that hangs must not hold up a shutdown. */
const patience = 2000

/** A pool that somebody handed us, or one that we make at first use and end. */
export class PoolHolder<Pool extends Endable> {
  readonly #given: Pool | (() => Pool)
  readonly #onFirstUse: (pool: Pool, isOurs: boolean) => void
  #pool: Pool | undefined

  constructor(given: Pool | (() => Pool), onFirstUse: (pool: Pool, isOurs: boolean) => void) {
    this.#given = given
    this.#onFirstUse = onFirstUse
  }

  get(): Pool {
    if (this.#pool === undefined) {
      const isOurs = isFactory(this.#given)
      this.#pool = isFactory(this.#given) ? this.#given() : this.#given
      this.#onFirstUse(this.#pool, isOurs)
    }
    return this.#pool
  }

  /** Ends a pool that we made. */
  async close(): Promise<void> {
    if (this.#pool === undefined || !isFactory(this.#given)) return
    const end = this.#pool.end()
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, patience).unref())])
    end.catch(() => undefined)
  }
}

function isFactory<Pool>(given: Pool | (() => Pool)): given is () => Pool {
  return typeof given === 'function'
}
