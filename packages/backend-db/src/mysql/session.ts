import type { MysqlConnection, MysqlQuery, MysqlValue } from './client.ts'

/** A connection for the length of one call. */
export class Session {
  readonly #connection: MysqlConnection
  readonly #signal: AbortSignal

  constructor(connection: MysqlConnection, signal: AbortSignal) {
    this.#connection = connection
    this.#signal = signal
  }

  /** The rows that a statement reads. */
  async rows(sql: string, values: MysqlValue[]): Promise<readonly (readonly unknown[])[]> {
    const answer = await this.#execute(sql, values)
    if (!isRows(answer)) throw new TypeError('MySQL answered a SELECT without rows')
    return answer
  }

  /** How many rows a statement changed, or found already as they should be. */
  async change(sql: string, values: MysqlValue[]): Promise<number> {
    const answer = await this.#execute(sql, values)
    const affected: unknown =
      typeof answer === 'object' && answer !== null
        ? Reflect.get(answer, 'affectedRows')
        : undefined
    if (typeof affected !== 'number') throw new TypeError('MySQL answered a change with rows')
    return affected
  }

  /** Runs a statement that has no values, and can or need not be prepared. */
  async command(sql: string): Promise<void> {
    this.#signal.throwIfAborted()
    await this.#connection.query(queryOf(sql, []))
  }

  /** Runs work in a transaction; what throws is undone. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.command('START TRANSACTION')
    try {
      const result = await work()
      await this.command('COMMIT')
      return result
    } catch (error) {
      // On a broken connection the server does it by itself.
      await this.#connection.query(queryOf('ROLLBACK', [])).catch(() => undefined)
      throw error
    }
  }

  async #execute(sql: string, values: MysqlValue[]): Promise<unknown> {
    this.#signal.throwIfAborted()
    const [answer] = await this.#connection.execute(queryOf(sql, values))
    return answer
  }
}

function queryOf(sql: string, values: MysqlValue[]): MysqlQuery {
  return { sql, values, rowsAsArray: true, nestTables: false, typeCast: asDriverDoes }
}

function asDriverDoes(_field: unknown, next: () => unknown): unknown {
  return next()
}

function isRows(answer: unknown): answer is readonly (readonly unknown[])[] {
  return Array.isArray(answer) && answer.every((row) => Array.isArray(row))
}
