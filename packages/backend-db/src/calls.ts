import { type Lessor, onConnection } from './leases.ts'
import { retrying } from './retrying.ts'

/** What a database has of its own in how calls are run. */
export interface CallSettings<Connection, Session> {
  /** For messages, such as `'PostgreSQL'`. */
  readonly database: string
  readonly lessor: Lessor<Connection>
  /** The connection as the length of one call needs it. */
  open(connection: Connection, signal: AbortSignal): Session
  /** True for a failure after which nothing was applied, and the same call may well succeed. */
  isTransient(error: unknown): boolean
  /** The failure, with what to do about it where that is known. */
  explained(error: unknown): unknown
}

/** Runs calls on connections, each under its own deadline. */
export class Calls<Connection, Session> {
  readonly #settings: CallSettings<Connection, Session>
  #closed = false

  constructor(settings: CallSettings<Connection, Session>) {
    this.#settings = settings
  }

  /** Runs one call; again, until its deadline, where the database undid it for another's sake. */
  async run<Result>(
    signal: AbortSignal,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    const { database, lessor, open, isTransient, explained } = this.#settings
    if (this.#closed) throw new Error(`the ${database} backend is closed`)
    const message = `${database} undid every attempt until the deadline of the call`
    try {
      return await retrying({ signal, isTransient, message }, () =>
        onConnection(lessor, signal, (connection) => work(open(connection, signal))),
      )
    } catch (error) {
      throw explained(error)
    }
  }

  /** Every later call rejects. */
  close(): void {
    this.#closed = true
  }
}
