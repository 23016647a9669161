import type { Server } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, newRecord, nextRecord, start } from '../records.ts'
import { type Database, databases, ready } from './databases.ts'

describe.each(databases)('$name: bulk deletes', (database) => {
  let server: Server

  beforeAll(async () => {
    server = await database.start()
  })
  afterAll(() => server.stop())

  it('two at once never deadlock, nor with requests for the same sessions', async () => {
    const backend = await ready(database, server.url)
    const other = await ready(database, server.url)
    for (let round = 0; round < 8; round++) {
      const records = Array.from({ length: 120 }, (_, n) =>
        newRecord({ owner: `user-${n % 3}`, ...(n % 2 === 0 ? {} : { expiresAt: start + 5 }) }),
      )
      await Promise.all(records.map((record) => backend.create(record, call())))
      const late = call({ now: start + 10, batch: 20 })
      await Promise.all([
        ...[backend, other].map((each) => each.deleteByOwner('user-0', call())),
        ...[backend, other].map((each) => each.deleteExpired(late)),
        backend.deleteByOwner('user-1', call()),
        ...records.map((record) => other.update(nextRecord(record), record.revision, call())),
        ...records.map((record) => other.delete(record.id, call())),
      ])
      await backend.clear(call())
    }
    await expect.poll(() => deadlocks(database, server.url)).toBe(0)
  }, 60_000)

  it('R46: two purges at once delete each session once', async () => {
    const backend = await ready(database, server.url)
    const other = await ready(database, server.url)
    await backend.clear(call())
    const records = Array.from({ length: 300 }, () => newRecord({ expiresAt: start + 5 }))
    const live = newRecord()
    await Promise.all([...records, live].map((record) => backend.create(record, call())))
    const late = call({ now: start + 5, batch: 7 })
    const [one, two] = await Promise.all([backend.deleteExpired(late), other.deleteExpired(late)])
    const rest = await backend.deleteExpired(late)
    expect(one + two + rest).toBe(300)
    expect(await backend.read(live.id, call())).toEqual(live)
  })

  it('R46: a purge that is aborted in the middle of a batch says how many went', async () => {
    const backend = await ready(database, server.url)
    await backend.clear(call())
    const records = Array.from({ length: 200 }, () => newRecord({ expiresAt: start + 5 }))
    await Promise.all(records.map((record) => backend.create(record, call())))
    const controller = new AbortController()
    let batches = 0
    const purge = backend.deleteExpired(
      call({
        now: start + 5,
        batch: 10,
        signal: controller.signal,
        onProgress: () => {
          batches++
          // The next batch begins within this time, or has just ended.
          if (batches === 3) setTimeout(() => controller.abort(), 3)
        },
      }),
    )
    const deleted = await purge
    expect(deleted).toBeGreaterThanOrEqual(30)
    expect(deleted).toBeLessThan(200)
    const rest = await backend.deleteExpired(call({ now: start + 5, batch: 1000 }))
    // A batch whose answer was not waited for may have gone as well.
    expect([200, 190]).toContain(deleted + rest)
  })
})

async function deadlocks({ name, execute }: Database, url: string): Promise<number> {
  const sql =
    name === 'postgres'
      ? 'SELECT sum(deadlocks) AS n FROM pg_stat_database'
      : `SELECT variable_value AS n FROM information_schema.global_status
          WHERE variable_name = 'Innodb_deadlocks'`
  const [row] = await execute(url, sql)
  return Number(row?.['n'])
}
