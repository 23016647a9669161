import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { dbBackend, type SqliteDatabase, sqlite } from '../../src/index.ts'
import { counted } from './counted.ts'
import { call, newRecord, nextRecord, start, tempFile } from './support.ts'

function application(): DatabaseSync {
  const database = new DatabaseSync(tempFile())
  onTestFinished(() => database.close())
  return database
}

it('never closes a database that it was handed', async () => {
  const database = application()
  const backend = dbBackend(sqlite({ database }))
  const record = newRecord()
  await backend.create(record, call())
  await backend.close()
  const again = dbBackend(sqlite({ database }))
  expect(await again.read(record.id, call())).toEqual(record)
})

it.each([
  ['as Node tells it', (database: DatabaseSync): SqliteDatabase => database],
  ['where Node cannot tell', withoutIsTransaction],
])('takes no part in a transaction of the application, %s', async (_, seen) => {
  const database = application()
  const backend = dbBackend(sqlite({ database: seen(database) }))
  await backend.migrate()
  const record = newRecord()
  database.exec('BEGIN')
  const created = backend.create(record, call())
  const late = backend.create(newRecord(), call({ signal: AbortSignal.timeout(10) }))
  await expect(late).rejects.toThrow('busy until the deadline')
  database.exec('ROLLBACK')
  expect(await created).toBe(true)
  expect(await backend.read(record.id, call())).toEqual(record)
})

it('asks the database once for each verb, and twice for a conflict', async () => {
  const { database, statements } = counted(application())
  const backend = dbBackend(sqlite({ database }))
  await backend.migrate()
  const first = newRecord({ owner: 'user-1' })
  const second = nextRecord(first)
  await backend.read(first.id, call())
  const costs: [string, number, () => Promise<unknown>][] = [
    ['create', 1, () => backend.create(first, call())],
    ['read', 1, () => backend.read(first.id, call())],
    ['touch', 1, () => backend.touch(first.id, first.expiresAt + 1, first.revision, call())],
    ['update', 1, () => backend.update(second, first.revision, call())],
    ['a conflict', 2, () => backend.update(nextRecord(first), first.revision, call())],
    ['deleteByOwner', 1, () => backend.deleteByOwner('user-2', call())],
    ['delete', 1, () => backend.delete(first.id, call())],
    ['gone', 2, () => backend.update(second, first.revision, call())],
    ['deleteExpired', 1, () => backend.deleteExpired(call({ batch: 10 }))],
  ]
  for (const [what, cost, verb] of costs) {
    statements.length = 0
    await verb()
    expect(statements, what).toHaveLength(cost)
  }
})

it('R68: keeps text as text, and in a blob only what no SQLite text can hold', async () => {
  const database = application()
  const backend = dbBackend(sqlite({ database }))
  for (const payload of ['{"name":"Zo\u00eb \ud83d\ude00"}', '\ud800', 'a\u0000b']) {
    await backend.create(newRecord({ payload }), call())
  }
  const kinds = database.prepare('SELECT typeof(payload) AS kind FROM sojourn_sessions').all()
  expect(kinds.map(({ kind }) => kind)).toEqual(['text', 'blob', 'blob'])
  const readable = database.prepare("SELECT payload FROM sojourn_sessions WHERE payload LIKE '{%'")
  expect(readable.get()).toEqual({ payload: '{"name":"Zo\u00eb \ud83d\ude00"}' })
})

it('R46: lets other work in between the batches of a purge', async () => {
  const backend = dbBackend(sqlite({ database: application() }))
  for (let n = 0; n < 50; n++) await backend.create(newRecord({ expiresAt: start + 1 }), call())
  const order: string[] = []
  const purge = backend.deleteExpired(
    call({ now: start + 1, batch: 10, onProgress: (deleted: number) => order.push(`${deleted}`) }),
  )
  setImmediate(() => order.push('other work'))
  expect(await purge).toBe(50)
  expect(order.filter((what) => what !== 'other work')).toEqual(['10', '20', '30', '40', '50'])
  expect(order.indexOf('other work')).toBeLessThan(4)
})

// As before Node 22.16.
function withoutIsTransaction(database: DatabaseSync): SqliteDatabase {
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
  }
}
