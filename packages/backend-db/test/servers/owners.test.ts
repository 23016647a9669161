import type { Server } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DbBackend } from '../../src/index.ts'
import { call, hour, newRecord, start } from '../records.ts'
import { type Database, databases } from './databases.ts'

const [many, others] = [10_000, 40_000]

/** Fills a table without sending every row. */
const fill = {
  postgres: (owner: string, count: number) => `
    INSERT INTO sojourn_sessions
      SELECT substr(md5(${owner} || n), 1, 22), 'r', ${owner}, ${start + hour}, ${start + hour}, repeat('x', 500)
      FROM generate_series(1, ${count}) n;
    ANALYZE sojourn_sessions`,
  mariadb: (owner: string, count: number) => `
    INSERT INTO sojourn_sessions
      SELECT substr(md5(concat(${owner}, seq)), 1, 22), 'r', ${owner}, ${start + hour}, ${start + hour}, repeat('x', 500)
      FROM seq_1_to_${count} WHERE seq > 0;
    ANALYZE TABLE sojourn_sessions`,
}

/**
 * A scan would read all 60,000 rows. The server's own counters also hold what it reads for itself
 * meanwhile, such as samples for its statistics after the table was filled.
 */
const withoutOthers = 30_000

describe.each(databases)('$name: an owner with 10,000 sessions among 50,000', (database) => {
  let server: Server

  beforeAll(async () => {
    server = await database.start()
  })
  afterAll(() => server.stop())

  /** Fills the table, runs the work, and tells how many rows the server has read for it. */
  async function rowsReadBy(work: (backend: DbBackend) => Promise<void>): Promise<number> {
    const filling = database.open(server.url)
    await filling.backend.migrate()
    await filling.backend.clear(call())
    await filling.close()
    await database.execute(server.url, fill[database.name]("'busy'", many))
    const series =
      database.name === 'postgres' ? "'user-' || (n % 5000)" : "concat('user-', seq % 5000)"
    await database.execute(server.url, fill[database.name](series, others))
    const before = await rowsRead(database, server.url)
    const { backend, close } = database.open(server.url)
    await work(backend)
    // PostgreSQL counts what a connection has read when that ends.
    await close()
    return (await rowsRead(database, server.url)) - before
  }

  it('is listed in bounded memory, reading no row of anybody else', async () => {
    const seen = new Set<string>()
    let most = 0
    const read = await rowsReadBy(async (backend) => {
      const heap = process.memoryUsage().heapUsed
      for await (const record of backend.listByOwner('busy', call())) {
        expect(record.owner).toBe('busy')
        seen.add(record.id)
        if (seen.size % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - heap)
      }
    })
    expect(seen.size).toBe(many)
    expect(most).toBeLessThan(64 * 1024 * 1024)
    expect(read).toBeGreaterThanOrEqual(many)
    expect(read).toBeLessThan(withoutOthers)
  }, 60_000)

  it('R41: is revoked, reading no row of anybody else', async () => {
    const kept = newRecord({ owner: 'busy' })
    const read = await rowsReadBy(async (backend) => {
      await backend.create(kept, call())
      expect(await backend.deleteByOwner('busy', call({ except: kept.id }))).toBe(many)
      expect(await backend.read(kept.id, call())).toEqual(kept)
    })
    expect(read).toBeGreaterThanOrEqual(many)
    // Each is found, and found again to be deleted.
    expect(read).toBeLessThan(withoutOthers + many)
    const [left] = await database.execute(server.url, 'SELECT count(*) AS n FROM sojourn_sessions')
    expect(Number(left?.['n'])).toBe(others + 1)
  }, 60_000)
})

/** How many rows of the table the server has read so far. */
async function rowsRead({ name, execute }: Database, url: string): Promise<number> {
  const sql =
    name === 'postgres'
      ? `SELECT idx_tup_fetch + seq_tup_read AS n FROM pg_stat_user_tables WHERE relname = 'sojourn_sessions'`
      : `SELECT sum(variable_value) AS n FROM information_schema.global_status
          WHERE variable_name IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_rnd_next')`
  const [row] = await execute(url, sql)
  return Number(row?.['n'])
}
