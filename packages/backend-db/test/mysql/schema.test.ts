import { describe, expect, it } from 'vitest'
import { call, newRecord } from '../records.ts'
import { backendOn, ownDatabase, poolOf, ready } from './support.ts'

/** A migrated table after a change, and what is wrong with it then. */
async function problemsAfter(change: string): Promise<{ what: string; fix: string }[]> {
  const url = await ownDatabase()
  const backend = await ready(url)
  expect(await backend.check()).toEqual([])
  await poolOf(url).query(change)
  return backend.check()
}

/** The same, and that the fixes leave nothing wrong. */
async function mended(change: string, ...what: string[]): Promise<void> {
  const url = await ownDatabase()
  const backend = await ready(url)
  await poolOf(url).query(change)
  const problems = await backend.check()
  expect(problems.map((problem) => problem.what)).toEqual(what)
  for (const { fix } of problems) {
    // One statement may mend two problems.
    if ((await backend.check()).some((left) => left.fix === fix)) {
      await poolOf(url).query(fix.split('Or: ').at(-1) ?? '')
    }
  }
  expect(await backend.check()).toEqual([])
}

describe('check', () => {
  it('names a missing table, which migrate then makes', async () => {
    const backend = backendOn(poolOf(await ownDatabase()))
    expect(await backend.check()).toEqual([
      { what: 'There is no table sojourn_sessions.', fix: expect.stringContaining('migrate()') },
    ])
    await backend.migrate()
    expect(await backend.check()).toEqual([])
  })

  it('names a missing column', async () => {
    expect(await problemsAfter('ALTER TABLE sojourn_sessions DROP COLUMN payload')).toEqual([
      {
        what: 'The table sojourn_sessions has no column payload.',
        fix: expect.stringContaining('RENAME TO sojourn_sessions_old'),
      },
    ])
  })

  it('R68: names a column that takes upper for lower case, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions MODIFY owner varchar(256) COLLATE utf8mb4_general_ci',
      'The column sojourn_sessions.owner is varchar(256) and should be varbinary(768).',
      'The column sojourn_sessions.owner is compared by utf8mb4_general_ci, not byte by byte.',
    )
  })

  it('R68: names a column that is too short, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions MODIFY owner varbinary(255), MODIFY payload blob NOT NULL',
      'The column sojourn_sessions.owner is varbinary(255) and should be varbinary(768).',
      'The column sojourn_sessions.payload is blob and should be longblob.',
    )
  })

  it.each([
    ['expires_at', 'DROP INDEX sojourn_sessions_expires_at ON sojourn_sessions'],
    ['owner', 'DROP INDEX sojourn_sessions_owner ON sojourn_sessions'],
  ])('names a missing index on %s, and its fix works', async (column, change) => {
    await mended(change, `There is no index on sojourn_sessions.${column}.`)
  })

  it('names ids that are not unique, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions DROP PRIMARY KEY',
      'The ids of sojourn_sessions are not unique.',
    )
  })

  it('names an engine without transactions, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions ENGINE = Aria',
      'The table sojourn_sessions is kept by aria, which has no transactions.',
    )
  })

  it('names a mode that shortens, and a connection that does not commit', async () => {
    const url = await ownDatabase()
    await ready(url)
    const pool = poolOf(url)
    pool.on('connection', (connection) => {
      void connection.query("SET SESSION sql_mode = ''")
      void connection.query('SET SESSION autocommit = 0')
    })
    expect((await backendOn(pool).check()).map(({ what }) => what)).toEqual([
      'The sql_mode is not strict: the server shortens what does not fit, and says nothing.',
      'The connection does not commit by itself: no change would stay.',
    ])
  })
})

describe('migrate', () => {
  it('puts back what is missing, and keeps what is there', async () => {
    const url = await ownDatabase()
    const backend = await ready(url)
    const record = newRecord()
    await backend.create(record, call())
    await poolOf(url).query(
      "ALTER TABLE sojourn_sessions DROP INDEX sojourn_sessions_owner, COMMENT = ''",
    )
    expect((await backend.check()).map(({ what }) => what)).toEqual([
      'There is no index on sojourn_sessions.owner.',
      'The table sojourn_sessions has schema 0; this package uses 1.',
    ])
    await backend.migrate()
    expect(await backend.check()).toEqual([])
    expect(await backend.read(record.id, call())).toEqual(record)
  })

  it('touches no table of the application that has the same name', async () => {
    const url = await ownDatabase()
    const pool = poolOf(url)
    await pool.query('CREATE TABLE sojourn_sessions (mine text)')
    await expect(backendOn(pool).migrate()).rejects.toThrow()
    const [columns] = await pool.query('SHOW COLUMNS FROM sojourn_sessions')
    expect(columns).toHaveLength(1)
  })

  it('refuses a table of a later version', async () => {
    const url = await ownDatabase()
    const backend = await ready(url)
    await poolOf(url).query("ALTER TABLE sojourn_sessions COMMENT = 'Sojourn sessions, schema 99'")
    await expect(backend.migrate()).rejects.toThrow('upgrade')
    expect(await backend.check()).toEqual([
      { what: expect.stringContaining('schema 99'), fix: expect.stringContaining('Upgrade') },
    ])
  })

  it('is asked for by every verb that finds no table', async () => {
    const backend = backendOn(poolOf(await ownDatabase()))
    const record = newRecord({ owner: 'user-1' })
    for (const verb of [
      () => backend.create(record, call()),
      () => backend.read(record.id, call()),
      () => backend.update(record, record.revision, call()),
      () => backend.delete(record.id, call()),
      () => backend.admit(record, call({ max: 1, policy: 'reject-new' })),
      () => backend.deleteExpired(call({ batch: 1 })),
    ]) {
      await expect(verb()).rejects.toThrow('Run await sessions.migrate()')
    }
  })
})
