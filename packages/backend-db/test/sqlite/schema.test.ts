import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, sqlite } from '../../src/index.ts'
import { call, newRecord, openFile, tempFile } from './support.ts'

function application(): { database: DatabaseSync; backend: DbBackend } {
  const database = new DatabaseSync(tempFile())
  onTestFinished(() => database.close())
  return { database, backend: dbBackend(sqlite({ database })) }
}

const columns = {
  seq: 'seq INTEGER PRIMARY KEY',
  id: 'id TEXT NOT NULL UNIQUE',
  revision: 'revision TEXT NOT NULL',
  owner: 'owner ANY',
  expires_at: 'expires_at INTEGER NOT NULL',
  ends_at: 'ends_at INTEGER NOT NULL',
  payload: 'payload ANY NOT NULL',
}

async function problemsOf(table: string): Promise<{ what: string; fix: string }[]> {
  const { database, backend } = application()
  database.exec(table)
  return backend.check()
}

function tableWith(changes: Partial<Record<keyof typeof columns, string>>): string {
  const parts = Object.values({ ...columns, ...changes }).filter((part) => part !== '')
  return `CREATE TABLE sojourn_sessions (${parts.join(', ')})`
}

describe('migrate', () => {
  it('leaves everything else in the file alone', async () => {
    const { database, backend } = application()
    database.exec(
      "PRAGMA user_version = 7; CREATE TABLE users (name TEXT); INSERT INTO users VALUES ('a')",
    )
    await backend.migrate()
    await backend.create(newRecord(), call())
    await backend.clear(call())
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 7 })
    expect(database.prepare('SELECT name FROM users').all()).toEqual([{ name: 'a' }])
    expect(await backend.check()).toEqual([])
  })

  it('keeps two tables in one file apart', async () => {
    const { database } = application()
    const [shop, office] = ['shop_sessions', 'office_sessions'].map((table) =>
      dbBackend(sqlite({ database, table })),
    )
    const record = newRecord()
    await shop?.create(record, call())
    expect(await office?.read(record.id, call())).toBeNull()
    await office?.clear(call())
    expect(await shop?.read(record.id, call())).toEqual(record)
  })

  it('touches no table of the application that has the same name', async () => {
    const { database, backend } = application()
    database.exec('CREATE TABLE sojourn_sessions (mine TEXT)')
    await expect(backend.migrate()).rejects.toThrow('no such column')
    await expect(backend.create(newRecord(), call())).rejects.toThrow('no such column')
    const tables = database.prepare('SELECT name FROM sqlite_schema').all()
    expect(tables).toEqual([{ name: 'sojourn_sessions' }])
  })

  it('refuses a table of a later version, in every verb', async () => {
    const { database, backend } = application()
    await backend.migrate()
    database.exec('UPDATE sojourn_schema SET version = 99')
    const later = dbBackend(sqlite({ database }))
    await expect(later.migrate()).rejects.toThrow('upgrade')
    await expect(later.read(newRecord().id, call())).rejects.toThrow('upgrade')
    expect(await later.check()).toEqual([
      { what: expect.stringContaining('schema 99'), fix: expect.stringContaining('Upgrade') },
    ])
  })
})

describe('check', () => {
  it('names a missing file without making one', async () => {
    const path = tempFile()
    expect(await openFile(path).check()).toEqual([
      { what: expect.stringContaining('no file'), fix: expect.stringContaining('migrate()') },
    ])
    expect(existsSync(path)).toBe(false)
  })

  it('names a missing table, which migrate then makes', async () => {
    const { backend } = application()
    expect(await backend.check()).toEqual([
      { what: 'There is no table sojourn_sessions.', fix: expect.stringContaining('migrate()') },
    ])
    await backend.migrate()
    expect(await backend.check()).toEqual([])
  })

  it('names a missing column and one of the wrong type', async () => {
    const missing = await problemsOf(tableWith({ payload: '' }))
    expect(missing).toContainEqual({
      what: 'The table sojourn_sessions has no column payload.',
      fix: expect.stringContaining('RENAME'),
    })
    const wrong = await problemsOf(tableWith({ expires_at: 'expires_at TEXT NOT NULL' }))
    expect(wrong).toContainEqual({
      what: 'The column sojourn_sessions.expires_at is TEXT and should be INTEGER.',
      fix: expect.stringContaining('RENAME'),
    })
  })

  it('names missing indexes, and its fix for them works', async () => {
    const { database, backend } = application()
    await backend.migrate()
    database.exec('DROP INDEX sojourn_sessions_owner; DROP INDEX sojourn_sessions_expires_at')
    const problems = await backend.check()
    expect(problems.map(({ what }) => what)).toEqual([
      'There is no index on sojourn_sessions.expires_at.',
      'There is no index on sojourn_sessions.owner.',
    ])
    for (const { fix } of problems) database.exec(fix.split('Or: ')[1] ?? '')
    expect(await backend.check()).toEqual([])
  })

  it('R68: names an id that is not unique, or not compared byte by byte', async () => {
    const plain = await problemsOf(tableWith({ id: 'id TEXT NOT NULL' }))
    expect(plain).toContainEqual({
      what: 'The ids of sojourn_sessions are not unique.',
      fix: expect.stringContaining('CREATE UNIQUE INDEX'),
    })
    const folded = await problemsOf(tableWith({ id: 'id TEXT NOT NULL UNIQUE COLLATE NOCASE' }))
    expect(folded).toContainEqual({
      what: 'The column sojourn_sessions.id is compared by NOCASE, not byte by byte.',
      fix: expect.stringContaining('COLLATE'),
    })
  })
})
