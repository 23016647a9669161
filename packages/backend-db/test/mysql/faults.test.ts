import { type Server, startMariadb } from '@sojourn/test-servers'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { call, newRecord, nextRecord } from '../records.ts'
import { backendOn, poolOf, ready } from './support.ts'

const patience = { timeout: 10_000, interval: 20 }

let server: Server
let databases = 0
let url: string

beforeAll(async () => {
  server = await startMariadb()
})
afterAll(() => server.stop())
beforeEach(async () => {
  const name = `faults_${databases++}`
  await poolOf(server.url).query(`CREATE DATABASE ${name}`)
  url = server.url.replace(/\/[a-z]+$/, `/${name}`)
})

it('recovers when an administrator ends its connections, idle ones and those in use', async () => {
  const backend = await ready(url)
  const administrator = poolOf(server.url, { connectionLimit: 1 })
  const record = newRecord()
  await backend.create(record, call())
  for (let round = 0; round < 5; round++) {
    await Promise.all(Array.from({ length: 8 }, () => backend.read(record.id, call())))
    const reads = Promise.allSettled(
      Array.from({ length: 30 }, () => backend.read(record.id, call())),
    )
    const [rows] = await administrator.query(
      `SELECT id FROM information_schema.processlist WHERE db = '${new URL(url).pathname.slice(1)}'`,
    )
    if (!Array.isArray(rows)) throw new TypeError('no rows')
    for (const row of rows) {
      await administrator.query(`KILL ${Reflect.get(row, 'id')}`).catch(() => undefined)
    }
    await reads
    await expect
      .poll(() => backend.read(record.id, call()).catch(() => null), patience)
      .toEqual(record)
  }
})

it('R112: repeats what MySQL undid for a deadlock', async () => {
  const backend = await ready(url)
  const [low, high] = [newRecord({ id: 'a'.repeat(22) }), newRecord({ id: 'b'.repeat(22) })]
  for (const record of [low, high]) await backend.create(record, call())
  const other = poolOf(url, { connectionLimit: 1 })
  await other.query('CREATE TABLE heavy (n int)')
  await other.query('START TRANSACTION')
  // The transaction with more to undo survives.
  await other.query('INSERT INTO heavy SELECT seq FROM seq_1_to_1000')
  await other.query(
    `UPDATE sojourn_sessions SET payload = repeat('x', 1000) WHERE id = '${high.id}'`,
  )
  const cleared = backend.clear(call())
  await expect.poll(() => isWaiting(), { ...patience, interval: 150 }).toBe(true)
  await other.query(
    `UPDATE sojourn_sessions SET payload = repeat('x', 1000) WHERE id = '${low.id}'`,
  )
  const [[row]] = await poolOf(server.url).query<never[]>(
    "SELECT variable_value AS n FROM information_schema.global_status WHERE variable_name = 'Innodb_deadlocks'",
  )
  expect(Number(Reflect.get(Object(row), 'n'))).toBe(1)
  await other.query('COMMIT')
  await cleared
  expect(await backend.read(low.id, call())).toBeNull()
  expect(await backend.read(high.id, call())).toBeNull()
})

it('R112: repeats what waited too long for a lock, until the deadline', async () => {
  const backend = await ready(url)
  const impatient = backendOn(await withVariable('innodb_lock_wait_timeout = 1'))
  const [record, deleted] = [newRecord(), newRecord()]
  for (const each of [record, deleted]) await backend.create(each, call())
  const other = poolOf(url, { connectionLimit: 1 })
  await other.query('START TRANSACTION')
  await other.query('UPDATE sojourn_sessions SET ends_at = ends_at + 1')
  const late = impatient.update(nextRecord(record), record.revision, call())
  const deadline = call({ signal: AbortSignal.timeout(200) })
  await expect(backend.delete(deleted.id, deadline)).rejects.toBeDefined()
  setTimeout(() => other.query('ROLLBACK'), 1300)
  expect(await late).toBe('updated')
})

it('says what to do about a read-only server, and goes on when it is none', async () => {
  const backend = await ready(url)
  const record = newRecord()
  await backend.create(record, call())
  const administrator = poolOf(server.url, { connectionLimit: 1 })
  await administrator.query("CREATE USER IF NOT EXISTS plain@'%'")
  await administrator.query("GRANT ALL ON `faults\\_%`.* TO plain@'%'")
  const plain = backendOn(poolOf(url.replace('sojourn@', 'plain@')))
  await administrator.query('SET GLOBAL read_only = 1')
  try {
    const writes = await Promise.allSettled([
      plain.create(newRecord(), call()),
      plain.update(nextRecord(record), record.revision, call()),
      plain.delete(record.id, call()),
      plain.clear(call()),
    ])
    for (const write of writes) {
      expect(write).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('Connect to the primary') },
      })
    }
    expect(await plain.read(record.id, call())).toEqual(record)
    expect((await plain.check()).map(({ what }) => what)).toEqual(['The server is read-only.'])
  } finally {
    await administrator.query('SET GLOBAL read_only = 0')
  }
  expect(await plain.delete(record.id, call())).toBe(true)
})

it('R68: refuses, on a server that would shorten it, an owner or an id that is too long', async () => {
  const backend = backendOn(await withVariable("sql_mode = ''"))
  await backend.migrate()
  const owner = '\u20ac'.repeat(257)
  await expect(backend.create(newRecord({ owner }), call())).rejects.toThrow('at most 768')
  await expect(backend.create(newRecord({ id: 'x'.repeat(65) }), call())).rejects.toThrow('at most')
  const record = newRecord()
  await backend.create(record, call())
  const late = backend.update(nextRecord(record, { owner }), record.revision, call())
  await expect(late).rejects.toThrow('at most 768')
})

it('counts a touch that changes nothing, also without the flag FOUND_ROWS', async () => {
  const backend = await ready(url, { flags: ['-FOUND_ROWS'] })
  const record = newRecord()
  await backend.create(record, call())
  const { id, expiresAt, revision } = record
  expect(await backend.touch(id, expiresAt, revision, call())).toBe(true)
  expect(await backend.touch(id, expiresAt + 1, revision, call())).toBe(true)
  expect(await backend.touch(id, expiresAt, 'another', call())).toBe(false)
  expect(await backend.update(nextRecord(record), revision, call())).toBe('updated')
})

it('reads its columns whatever the pool makes of columns', async () => {
  const backend = await ready(url, {
    supportBigNumbers: true,
    bigNumberStrings: true,
    namedPlaceholders: true,
    nestTables: true,
    typeCast: () => 'nonsense',
  })
  const record = newRecord({ owner: 'Zo\u00eb' })
  await backend.create(record, call())
  expect(await backend.read(record.id, call())).toEqual(record)
  expect(await backend.deleteByOwner('Zo\u00eb', call())).toBe(1)
})

/** A pool whose every connection has this setting. */
async function withVariable(assignment: string) {
  const pool = poolOf(url)
  pool.on('connection', (connection) => void connection.query(`SET SESSION ${assignment}`))
  return pool
}

async function isWaiting(): Promise<boolean> {
  const [rows] = await poolOf(server.url).query(
    "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
  )
  return Array.isArray(rows) && rows.length > 0
}
