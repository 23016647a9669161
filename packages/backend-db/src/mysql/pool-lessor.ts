import type { Lease, Lessor } from '../leases.ts'
import type { MysqlConnection, MysqlPromisePool } from './client.ts'
import { leavesIntact } from './failures.ts'

/** Lends the connections of a pool. */
export class PoolLessor implements Lessor<MysqlConnection> {
  readonly isIntact: (error: unknown) => boolean = leavesIntact
  readonly #pool: () => MysqlPromisePool

  constructor(pool: () => MysqlPromisePool) {
    this.#pool = pool
  }

  async lease(): Promise<Lease<MysqlConnection>> {
    const connection = await this.#pool().getConnection()
    return {
      connection,
      release: () => connection.release(),
      abandon: () => connection.destroy(),
    }
  }
}
