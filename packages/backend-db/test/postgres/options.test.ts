import { ConfigurationError } from '@sojourn/core'
import pg from 'pg'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { dbBackend, type PostgresOptions, postgres } from '../../src/index.ts'
import { call, newRecord } from '../records.ts'
import { execute, ownDatabase, poolOf } from './support.ts'

afterEach(() => vi.restoreAllMocks())

const unconnected = (config: pg.PoolConfig = {}): pg.Pool => new pg.Pool(config)

it.each(['sessions; DROP TABLE users', '"quoted"', 'public.sessions', '1st', '', 'x'.repeat(49)])(
  'R68, R69: refuses %j as a table and as a schema',
  (name) => {
    expect(() => postgres({ pool: unconnected(), table: name })).toThrow(ConfigurationError)
    expect(() => postgres({ pool: unconnected(), schema: name })).toThrow(ConfigurationError)
  },
)

it('refuses options that it does not know, or that are no pool', () => {
  const wrong =
    (options: object): (() => unknown) =>
    () =>
      Reflect.apply(postgres, undefined, [options])
  const pool = unconnected()
  expect(wrong({ pool, tabel: 'x' })).toThrow("no option 'tabel'")
  expect(wrong({ pool, notify: 'yes' })).toThrow('true or false')
  expect(wrong({ pool, listen: new pg.Client() })).toThrow('() => new Client')
  expect(wrong({ pool, client: new pg.Client() })).toThrow('{ pool } or { client }')
  expect(wrong({})).toThrow('new Pool')
  expect(wrong({ pool: 'postgres://localhost' })).toThrow('new Pool')
  // It would be connected a second time.
  expect(wrong({ pool: new pg.Client() })).toThrow('postgres({ client })')
})

it('has a target by its address and table, without user and password', () => {
  const target = (options: PostgresOptions) => dbBackend(postgres(options)).target
  const connectionString = 'postgres://anna:secret@db.example.org:5433/shop'
  const expected = 'postgres:db.example.org:5433/shop#sojourn_sessions'
  expect(target({ pool: unconnected({ connectionString }) })).toBe(expected)
  const parts = { host: 'db.example.org', port: 5433, database: 'shop', password: 'secret' }
  expect(target({ pool: unconnected(parts) })).toBe(expected)
  expect(target({ client: new pg.Client(parts) })).toBe(expected)
  expect(target({ pool: unconnected(parts), schema: 'app', table: 'sessions' })).toBe(
    'postgres:db.example.org:5433/shop#app.sessions',
  )
  expect(target({ pool: () => unconnected(parts) })).toBeUndefined()
})

it('makes a pool of a function at first use, and ends it with the backend', async () => {
  const url = await ownDatabase()
  const made: pg.Pool[] = []
  const backend = dbBackend(
    postgres({
      pool: () => {
        const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 2000 })
        made.push(pool)
        return pool
      },
    }),
  )
  expect(made).toEqual([])
  await backend.migrate()
  await backend.create(newRecord(), call())
  expect(made).toHaveLength(1)
  await backend.close()
  expect(made[0]?.ended).toBe(true)
})

it('never ends a pool that it was handed, and opens nothing before it is used', async () => {
  const pool = poolOf(await ownDatabase())
  const backend = dbBackend(postgres({ pool }))
  expect(pool.totalCount).toBe(0)
  await backend.migrate()
  await backend.close()
  expect(pool.ended).toBe(false)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

it("R113: warns of a pool without an 'error' listener, once", async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
  const pool = new pg.Pool({ connectionString: await ownDatabase(), connectionTimeoutMillis: 2000 })
  onTestFinished(() => pool.end())
  const backend = dbBackend(postgres({ pool }))
  expect(warned).not.toHaveBeenCalled()
  await backend.migrate()
  await backend.check()
  expect(warned).toHaveBeenCalledOnce()
  expect(warned.mock.calls[0]?.[0]).toContain("pool.on('error', …)")
  pool.on('error', () => undefined)
})

it('takes a client, one call at a time, and stays out of its transactions', async () => {
  const client = new pg.Client({ connectionString: await ownDatabase() })
  onTestFinished(() => client.end())
  await client.connect()
  const backend = dbBackend(postgres({ client }))
  await backend.migrate()
  const records = Array.from({ length: 20 }, () => newRecord({ owner: 'user-1' }))
  await Promise.all(records.map((record) => backend.create(record, call())))
  await client.query('BEGIN')
  const late = backend.create(newRecord(), call({ signal: AbortSignal.timeout(20) }))
  await expect(late).rejects.toThrow('until the deadline')
  const record = newRecord()
  const created = backend.create(record, call())
  await client.query('ROLLBACK')
  expect(await created).toBe(true)
  expect(await backend.read(record.id, call())).toEqual(record)
  expect(await backend.deleteByOwner('user-1', call())).toBe(20)
  // It has no second connection to listen on.
  expect(backend.watch).toBeUndefined()
  await backend.close()
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

it('R111: a call on a client that is aborted holds up the next until it is answered', async () => {
  const client = new pg.Client({ connectionString: await ownDatabase() })
  onTestFinished(() => client.end())
  await client.connect()
  const backend = dbBackend(postgres({ client }))
  await backend.migrate()
  const [first, second] = [newRecord({ owner: 'a' }), newRecord({ owner: 'a' })]
  await backend.create(first, call())
  const place = { max: 1, policy: 'evict-oldest' } as const
  for (let tries = 0; tries < 20; tries++) {
    const controller = new AbortController()
    const admitted = backend.admit(second, call({ ...place, signal: controller.signal }))
    setTimeout(() => controller.abort(), tries / 5)
    const outcome = await admitted.catch(() => 'aborted')
    const [one, other] = await Promise.all([
      backend.read(first.id, call()),
      backend.read(second.id, call()),
    ])
    // Both or neither, and no transaction is left open.
    expect([one === null, other === null]).toEqual(one === null ? [true, false] : [false, true])
    if (outcome !== 'aborted') break
  }
  expect(client.getTransactionStatus()).toBe('I')
})

it('keeps tables in two schemas apart', async () => {
  const url = await ownDatabase()
  await execute(url, 'CREATE SCHEMA shop; CREATE SCHEMA "Office"')
  const pool = poolOf(url)
  const [shop, office] = ['shop', 'Office'].map((schema) =>
    dbBackend(postgres({ pool, schema, table: 'user' })),
  )
  await shop?.migrate()
  await office?.migrate()
  const record = newRecord()
  await shop?.create(record, call())
  expect(await office?.read(record.id, call())).toBeNull()
  await office?.clear(call())
  expect(await shop?.read(record.id, call())).toEqual(record)
  expect(await office?.check()).toEqual([])
})
