import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { createSessions, isSessionError } from '@sojourn/core'
import { type Server, startPostgres } from '@sojourn/test-servers'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import type { PostgresQuery } from '../../src/index.ts'
import { dbBackend, postgres } from '../../src/index.ts'
import { call, newRecord, nextRecord } from '../records.ts'
import { backendOn, execute, poolOf, ready } from './support.ts'

const patience = { timeout: 10_000, interval: 20 }

let server: Server
let databases = 0
let url: string

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  const name = `faults_${databases++}`
  await execute(server.url, `CREATE DATABASE ${name}`)
  url = server.url.replace(/\/postgres$/, `/${name}`)
})

const terminateOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`

it('recovers when an administrator ends its connections, idle ones and those in use', async () => {
  const backend = await ready(url)
  const record = newRecord()
  await backend.create(record, call())
  for (let round = 0; round < 5; round++) {
    await Promise.all(Array.from({ length: 8 }, () => backend.read(record.id, call())))
    const reads = Promise.allSettled(
      Array.from({ length: 30 }, () => backend.read(record.id, call())),
    )
    await execute(url, terminateOthers)
    await reads
    await expect
      .poll(() => backend.read(record.id, call()).catch(() => null), patience)
      .toEqual(record)
  }
})

it('R112: repeats what PostgreSQL undid for a deadlock or a serialization failure', async () => {
  const pool = poolOf(url, { options: '-c default_transaction_isolation=serializable' })
  const backend = backendOn(pool)
  await backend.migrate()
  const record = newRecord({ payload: '0' })
  await backend.create(record, call())
  // In this isolation, losing a race is an error of the server's, not an answer.
  const increment = async (): Promise<void> => {
    for (let seen = await backend.read(record.id, call()); seen !== null; ) {
      const next = nextRecord(seen, { payload: String(Number(seen.payload) + 1) })
      const verdict = await backend.update(next, seen.revision, call())
      if (verdict === 'updated') return
      if (verdict === 'gone') break
      seen = verdict
    }
    throw new Error('the session was lost')
  }
  await Promise.all(Array.from({ length: 24 }, increment))
  expect((await backend.read(record.id, call()))?.payload).toBe('24')
  const place = { max: 3, policy: 'evict-oldest' } as const
  const records = Array.from({ length: 12 }, () => newRecord({ owner: 'user-1' }))
  await Promise.all(records.map((each) => backend.admit(each, call(place))))
  expect(await backend.deleteByOwner('user-1', call())).toBe(3)
})

it('R112: does not repeat what PostgreSQL may have done', async () => {
  const pool = poolOf(url)
  const backend = backendOn(pool)
  await backend.migrate()
  let sent = 0
  pool.on('acquire', (client) => {
    const query = client.query.bind(client)
    Reflect.set(client, 'query', (statement: PostgresQuery) => {
      sent++
      const answer = query(statement)
      return statement.text.includes('INSERT')
        ? answer.then(() => Promise.reject(new Error('Connection terminated unexpectedly')))
        : answer
    })
  })
  await expect(backend.create(newRecord(), call())).rejects.toThrow('terminated')
  expect(sent).toBe(1)
})

it('says what to do about a read-only database, and goes on when it is none', async () => {
  const backend = await ready(url)
  const record = newRecord({ owner: 'user-1' })
  await backend.create(record, call())
  const name = new URL(url).pathname.slice(1)
  await execute(server.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  await execute(url, terminateOthers)
  await expect
    .poll(() => backend.read(record.id, call()).catch(() => null), patience)
    .toEqual(record)
  const place = { max: 1, policy: 'evict-oldest' } as const
  const writes = await Promise.allSettled([
    backend.create(newRecord(), call()),
    backend.update(nextRecord(record), record.revision, call()),
    backend.touch(record.id, record.expiresAt + 1, record.revision, call()),
    backend.delete(record.id, call()),
    backend.deleteByOwner('user-1', call()),
    backend.admit(newRecord({ owner: 'user-1' }), call(place)),
    backend.clear(call()),
  ])
  for (const write of writes) {
    expect(write).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('Connect to the primary') },
    })
  }
  const sessions = createSessions({ backend, name: false })
  const session = await sessions.open().load()
  const failure = await session.authenticate('user-1').catch((error: unknown) => error)
  expect(isSessionError(failure) && failure.status).toBe(503)
  expect(session.userId).toBeNull()
  await execute(server.url, `ALTER DATABASE ${name} RESET default_transaction_read_only`)
  // A connection that answered so is not used again: after a failover it leads to a standby.
  const next = nextRecord(record)
  expect(await backend.update(next, record.revision, call())).toBe('updated')
  expect(await backend.read(record.id, call())).toEqual(next)
})

it('a statement_timeout and a lock_timeout of the pool are errors, or waited out', async () => {
  const strict = poolOf(url, { statement_timeout: 100 })
  const backend = backendOn(strict)
  await backend.migrate()
  const record = newRecord()
  await backend.create(record, call())
  const owner = poolOf(url, { max: 1 })
  await owner.query('BEGIN')
  await owner.query('UPDATE sojourn_sessions SET ends_at = ends_at')
  await expect(backend.delete(record.id, call())).rejects.toThrow('statement_timeout')
  const patient = backendOn(poolOf(url, { lock_timeout: 20 }))
  const late = patient.update(nextRecord(record), record.revision, call())
  setTimeout(() => owner.query('ROLLBACK'), 100)
  expect(await late).toBe('updated')
})

it('a server without a free connection rejects, and recovers', async () => {
  const name = new URL(url).pathname.slice(1)
  const backend = await ready(url)
  const record = newRecord()
  await backend.create(record, call())
  await execute(server.url, `ALTER DATABASE ${name} CONNECTION LIMIT 0`)
  await execute(server.url, 'CREATE ROLE guest LOGIN; GRANT ALL ON SCHEMA public TO guest')
  await execute(url, 'GRANT ALL ON sojourn_sessions TO guest')
  const guest = backendOn(poolOf(url.replace('postgres@', 'guest@')))
  await expect(guest.read(record.id, call())).rejects.toThrow('no connection left')
  await execute(server.url, `ALTER DATABASE ${name} CONNECTION LIMIT -1`)
  expect(await guest.read(record.id, call())).toEqual(record)
})

it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a full disk rejects a write, leaves what was there, and is survived',
  async ({ skip }) => {
    const folder = mkdtempSync('/tmp/sojourn-small-disk-')
    onTestFinished(() => rmdirSync(folder))
    const run = (command: string, ...args: string[]): number | null =>
      spawnSync(command, args, { stdio: 'ignore' }).status
    // A machine may not let us mount: then there is no disk to fill.
    if (run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder) !== 0) skip('no mount')
    onTestFinished(() => void run('umount', '-l', folder))
    if (run('chown', 'postgres', folder) !== 0) skip('there is no user postgres')
    await execute(url, `CREATE TABLESPACE small LOCATION '${folder}'`)
    const backend = await ready(url)
    await execute(url, 'ALTER TABLE sojourn_sessions SET TABLESPACE small')
    const record = newRecord()
    await backend.create(record, call())
    const fill = async (): Promise<unknown> => {
      for (let n = 0; n < 2000; n++) {
        const payload = Array.from({ length: 200 }, () => newRecord().id).join('')
        await backend.create(newRecord({ payload }), call())
      }
      return undefined
    }
    const failure = await fill().catch((error: unknown) => error)
    expect(failure).toMatchObject({
      message: expect.stringContaining('disk of the database is full'),
    })
    expect(await backend.read(record.id, call())).toEqual(record)
    await execute(url, 'ALTER TABLE sojourn_sessions SET TABLESPACE pg_default')
    expect(await backend.create(newRecord(), call())).toBe(true)
    await execute(url, 'DROP TABLESPACE small')
  },
  60_000,
)

it('a row that was changed by hand to something else rejects', async () => {
  const backend = await ready(url)
  const record = newRecord()
  await backend.create(record, call())
  await execute(
    url,
    `ALTER TABLE sojourn_sessions ALTER expires_at TYPE text, ALTER ends_at TYPE text;
     UPDATE sojourn_sessions SET ends_at = 'tomorrow'`,
  )
  await expect(backend.read(record.id, call())).rejects.toBeDefined()
})

it('a closed pool rejects', async () => {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 2000 })
  pool.on('error', () => undefined)
  const backend = dbBackend(postgres({ pool }))
  await backend.migrate()
  await pool.end()
  await expect(backend.read(newRecord().id, call())).rejects.toThrow('pool')
})
