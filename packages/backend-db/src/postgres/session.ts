import { createHash } from 'node:crypto'
import type { PostgresClient, PostgresResult, PostgresValue } from './client.ts'

/** A connection for the length of one call. */
export class Session {
  readonly #client: PostgresClient
  readonly #signal: AbortSignal
  readonly #prepare: boolean

  constructor(client: PostgresClient, signal: AbortSignal, prepare: boolean) {
    this.#client = client
    this.#signal = signal
    this.#prepare = prepare
  }

  /** Runs one statement, unless the call was aborted. */
  run(text: string, values: readonly PostgresValue[] = []): Promise<PostgresResult> {
    this.#signal.throwIfAborted()
    return this.#client.query({ text, values: [...values], rowMode: 'array' })
  }

  /** The same for a statement that requests use all the time: prepared once per connection if wanted. */
  runOften(text: string, values: readonly PostgresValue[]): Promise<PostgresResult> {
    if (!this.#prepare) return this.run(text, values)
    this.#signal.throwIfAborted()
    const name = nameOf(text)
    return this.#client.query({ name, text, values: [...values], rowMode: 'array' })
  }

  /** Runs work in a transaction that sees what others commit meanwhile; what throws is undone. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.run('BEGIN ISOLATION LEVEL READ COMMITTED')
    try {
      const result = await work()
      await this.run('COMMIT')
      return result
    } catch (error) {
      // Also after an abort. On a broken connection the server does it by itself.
      const rollback = { text: 'ROLLBACK', values: [], rowMode: 'array' } as const
      await this.#client.query({ ...rollback, values: [] }).catch(() => undefined)
      throw error
    }
  }
}

const names = new Map<string, string>()

/** One name for one text, whichever backend of the process asks. */
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = `sojourn_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
    names.set(text, name)
  }
  return name
}
