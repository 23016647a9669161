import { describe, expect, it } from 'vitest'
import { dbBackend, postgres } from '../../src/index.ts'
import { call, newRecord } from '../records.ts'
import { backendOn, execute, ownDatabase, poolOf, ready } from './support.ts'

/** A migrated table after a change, and what is wrong with it then. */
async function problemsAfter(change: string): Promise<{ what: string; fix: string }[]> {
  const url = await ownDatabase()
  const backend = await ready(url)
  expect(await backend.check()).toEqual([])
  await execute(url, change)
  return backend.check()
}

/** The same, and that the fix leaves nothing wrong. */
async function mended(change: string, what: string): Promise<void> {
  const url = await ownDatabase()
  const backend = await ready(url)
  await execute(url, change)
  const problems = await backend.check()
  expect(problems.map((problem) => problem.what)).toEqual([what])
  const [{ fix } = { fix: '' }] = problems
  await execute(url, fix.split('Or: ').at(-1) ?? '')
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
        fix: expect.stringContaining('RENAME TO "sojourn_sessions_old"'),
      },
    ])
  })

  it('R68: names a column that takes upper for lower case, and its fix works', async () => {
    await mended(
      `CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
       ALTER TABLE sojourn_sessions ALTER COLUMN owner TYPE text COLLATE folded`,
      'The column sojourn_sessions.owner is compared by folded, not byte by byte.',
    )
  })

  it('names a column of another type, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions ALTER COLUMN id TYPE varchar(22)',
      'The column sojourn_sessions.id is character varying(22) and should be text.',
    )
  })

  it.each([
    ['expires_at', 'DROP INDEX sojourn_sessions_expires_at'],
    ['owner', 'DROP INDEX sojourn_sessions_owner'],
  ])('names a missing index on %s, and its fix works', async (column, change) => {
    await mended(change, `There is no index on sojourn_sessions.${column}.`)
  })

  it('names ids that are not unique, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions DROP CONSTRAINT sojourn_sessions_pkey',
      'The ids of sojourn_sessions are not unique.',
    )
  })

  it('names a table that a crash would empty, and its fix works', async () => {
    await mended(
      'ALTER TABLE sojourn_sessions SET UNLOGGED',
      'The table sojourn_sessions is unlogged: a crash of the server ends every session.',
    )
  })

  it('names a read-only connection and a missing right', async () => {
    const url = await ownDatabase()
    await ready(url)
    const readOnly = backendOn(poolOf(url, { options: '-c default_transaction_read_only=on' }))
    expect((await readOnly.check()).map(({ what }) => what)).toEqual([
      'The connection is read-only.',
    ])
    const guest = `guest_${Date.now()}`
    await execute(url, `CREATE ROLE ${guest} LOGIN; GRANT SELECT ON sojourn_sessions TO ${guest}`)
    const guestUrl = new URL(url)
    guestUrl.username = guest
    const backend = backendOn(poolOf(guestUrl.href))
    expect((await backend.check()).map(({ what }) => what)).toEqual(
      ['INSERT', 'UPDATE', 'DELETE'].map(
        (right) => `The database user has no right to ${right} on sojourn_sessions.`,
      ),
    )
    await expect(backend.create(newRecord(), call())).rejects.toThrow('GRANT')
    await execute(url, `DROP OWNED BY ${guest}; DROP ROLE ${guest}`)
  })

  it('names an encoding that cannot hold every text', async () => {
    const url = await ownDatabase()
    const name = `latin_${Date.now()}`
    await execute(url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`)
    const latin = new URL(url)
    latin.pathname = name
    const pool = poolOf(latin.href)
    const backend = dbBackend(postgres({ pool }))
    await backend.migrate()
    expect((await backend.check()).map(({ what }) => what)).toEqual([
      'The database has the encoding LATIN1, which cannot hold every text.',
    ])
    await expect(backend.create(newRecord({ payload: '\u20ac' }), call())).rejects.toThrow('UTF8')
    await pool.query('SELECT 1')
    await execute(url, `DROP DATABASE ${name} WITH (FORCE)`)
  })

  it('R111: names a pool that waits without end for a connection', async () => {
    const backend = backendOn(poolOf(await ownDatabase(), { connectionTimeoutMillis: 0 }))
    await backend.migrate()
    expect(await backend.check()).toEqual([
      {
        what: expect.stringContaining('no connectionTimeoutMillis'),
        fix: expect.stringContaining('connectionTimeoutMillis: 2000'),
      },
    ])
  })
})

describe('migrate', () => {
  it('puts back what is missing, and keeps what is there', async () => {
    const url = await ownDatabase()
    const backend = await ready(url)
    const record = newRecord()
    await backend.create(record, call())
    await execute(
      url,
      `DROP INDEX sojourn_sessions_owner; COMMENT ON TABLE sojourn_sessions IS NULL`,
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
    await execute(url, 'CREATE TABLE sojourn_sessions (mine text)')
    const backend = backendOn(poolOf(url))
    await expect(backend.migrate()).rejects.toThrow('check()')
    const columns = await execute(
      url,
      `SELECT column_name FROM information_schema.columns WHERE table_name = 'sojourn_sessions'`,
    )
    expect(columns).toEqual([{ column_name: 'mine' }])
  })

  it('refuses a table of a later version', async () => {
    const url = await ownDatabase()
    const backend = await ready(url)
    await execute(url, `COMMENT ON TABLE sojourn_sessions IS 'Sojourn sessions, schema 99'`)
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

  it('R68: keeps text that a person can read, and the rest in hexadecimal', async () => {
    const url = await ownDatabase()
    const backend = await ready(url)
    for (const owner of ['Zo\u00eb \ud83d\ude00', '\u0001 marked', 'nul\u0000', '\ud800']) {
      const record = newRecord({ owner })
      await backend.create(record, call())
      expect(await backend.read(record.id, call())).toEqual(record)
    }
    const owners = await execute(
      url,
      'SELECT owner FROM sojourn_sessions ORDER BY length(owner), owner',
    )
    expect(owners.map(({ owner }) => owner)).toEqual([
      '\u000100d8',
      'Zo\u00eb \ud83d\ude00',
      '\u00016e0075006c000000',
      '\u0001010020006d00610072006b0065006400',
    ])
  })
})
