import { type Lessor, onConnection } from '../leases.ts'
import { retrying } from '../retrying.ts'
import type { PostgresClient } from './client.ts'
import { explained, isTransient } from './failures.ts'
import { Session } from './session.ts'

/** Runs calls on connections, each under its own deadline. */
export class Connections {
  readonly #lessor: Lessor<PostgresClient>
  readonly #table: string
  readonly #prepare: boolean
  #closed = false

  constructor(lessor: Lessor<PostgresClient>, table: string, prepare: boolean) {
    this.#lessor = lessor
    this.#table = table
    this.#prepare = prepare
  }

  /** Runs one call; again, until its deadline, where PostgreSQL has undone it for another's sake. */
  async run<Result>(
    signal: AbortSignal,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new Error('the PostgreSQL backend is closed')
    const message = 'PostgreSQL undid every attempt until the deadline of the call'
    try {
      return await retrying({ signal, isTransient, message }, () =>
        onConnection(this.#lessor, signal, (client) =>
          work(new Session(client, signal, this.#prepare)),
        ),
      )
    } catch (error) {
      throw explained(error, this.#table)
    }
  }

  /** Every later call rejects. */
  close(): void {
    this.#closed = true
  }
}
