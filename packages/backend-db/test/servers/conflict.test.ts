import type { TestDatabase } from '@sojourn/test-servers'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { call, newRecord, nextRecord, start } from '../records.ts'
import { databases, ready } from './databases.ts'

/** A transaction of somebody else's, which holds what it has changed until it is committed. */
interface Transaction {
  run(sql: string): Promise<unknown>
}

async function transaction(name: string, url: string): Promise<Transaction> {
  if (name === 'postgres') {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    onTestFinished(() => client.end())
    return { run: (sql) => client.query(sql) }
  }
  const pool = createPool({ uri: url, connectionLimit: 1 })
  onTestFinished(() => pool.end())
  return { run: (sql) => pool.query(sql) }
}

const waiting = {
  postgres: "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
  mariadb: "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
}

describe.each(databases)('$name: a write that waits for a lock', (database) => {
  let shared: TestDatabase

  beforeAll(async () => {
    shared = await database.database()
  })
  afterAll(() => shared.remove())

  let tables = 0

  async function locked(change: (id: string) => string) {
    const table = `sessions_${tables++}`
    const backend = await ready(database, shared.url, table)
    const record = newRecord({ owner: 'user-1' })
    await backend.create(record, call())
    const other = await transaction(database.name, shared.url)
    await other.run('BEGIN')
    await other.run(change(record.id).replace('sojourn_sessions', table))
    return {
      backend,
      record,
      release: async (): Promise<void> => {
        const someWait = async () =>
          (await database.execute(shared.url, waiting[database.name])).length
        // MariaDB renews what it says of transactions when nobody has asked for a tenth of a second.
        await expect.poll(someWait, { timeout: 5000, interval: 150 }).toBeGreaterThan(0)
        await other.run('COMMIT')
      },
    }
  }

  it('R33, R34: gets the record as it is after the wait', async () => {
    const revised = (id: string) =>
      `UPDATE sojourn_sessions SET revision = 'newer', payload = 'newer' WHERE id = '${id}'`
    const { backend, record, release } = await locked(revised)
    const late = backend.update(nextRecord(record), record.revision, call())
    await release()
    const newer = { ...record, revision: 'newer', payload: 'newer' }
    expect(await late).toEqual(newer)
    expect(await backend.read(record.id, call())).toEqual(newer)
  })

  it('R31: is gone when the wait was for a delete', async () => {
    const deleted = (id: string) => `DELETE FROM sojourn_sessions WHERE id = '${id}'`
    const { backend, record, release } = await locked(deleted)
    const late = backend.update(nextRecord(record), record.revision, call())
    await release()
    expect(await late).toBe('gone')
    expect(await backend.read(record.id, call())).toBeNull()
  })

  it('R31, R32: is gone, and touches nothing, when the wait was for its end', async () => {
    const ended = (id: string) =>
      `UPDATE sojourn_sessions SET expires_at = ${start - 1} WHERE id = '${id}'`
    const { backend, record, release } = await locked(ended)
    const late = Promise.all([
      backend.update(nextRecord(record), record.revision, call()),
      backend.touch(record.id, record.expiresAt + 1, record.revision, call()),
    ])
    await release()
    expect(await late).toEqual(['gone', false])
  })

  it('goes through when the wait was for a touch', async () => {
    const touched = (id: string) =>
      `UPDATE sojourn_sessions SET expires_at = expires_at + 1000 WHERE id = '${id}'`
    const { backend, record, release } = await locked(touched)
    const next = nextRecord(record)
    const late = backend.update(next, record.revision, call())
    await release()
    expect(await late).toBe('updated')
    const expiresAt = record.expiresAt + 1000
    expect(await backend.read(record.id, call())).toEqual({ ...next, expiresAt })
  })

  it('R46: a purge passes by what a request has locked, or spares what it kept alive', async () => {
    const kept = (id: string) =>
      `UPDATE sojourn_sessions SET expires_at = expires_at + 1000 WHERE id = '${id}'`
    const { backend, record, release } = await locked(kept)
    const purge = backend.deleteExpired(call({ now: record.expiresAt, batch: 10 }))
    if (database.name === 'mariadb') await release()
    expect(await purge).toBe(0)
    expect(await backend.read(record.id, call({ now: record.expiresAt }))).toEqual(
      database.name === 'mariadb' ? { ...record, expiresAt: record.expiresAt + 1000 } : null,
    )
  })

  it('R41: a revocation waits for a save, and takes it along', async () => {
    const saved = (id: string) =>
      `UPDATE sojourn_sessions SET revision = 'saved' WHERE id = '${id}'`
    const { backend, record, release } = await locked(saved)
    const revoked = backend.deleteByOwner('user-1', call())
    await release()
    expect(await revoked).toBe(1)
    expect(await backend.read(record.id, call())).toBeNull()
  })
})
