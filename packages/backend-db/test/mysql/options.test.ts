import { ConfigurationError } from '@sojourn/core'
import { createPool as createCallbackPool } from 'mysql2'
import { createPool } from 'mysql2/promise'
import { expect, it } from 'vitest'
import { dbBackend, type MysqlOptions, mysql } from '../../src/index.ts'
import { call, newRecord } from '../records.ts'
import { ownDatabase, poolOf } from './support.ts'

it.each(['sessions; DROP TABLE users', '`quoted`', 'shop.sessions', '1st', '', 'x'.repeat(49)])(
  'R68, R69: refuses the table name %j',
  async (table) => {
    const pool = poolOf('mysql://127.0.0.1/none')
    expect(() => mysql({ pool, table })).toThrow(ConfigurationError)
  },
)

it('refuses options that it does not know, or that are no pool', () => {
  const wrong =
    (options: object): (() => unknown) =>
    () =>
      Reflect.apply(mysql, undefined, [options])
  const pool = poolOf('mysql://127.0.0.1/none')
  expect(wrong({ pool, tabel: 'x' })).toThrow("no option 'tabel'")
  expect(wrong({})).toThrow('createPool')
  expect(wrong({ pool: 'mysql://127.0.0.1' })).toThrow('createPool')
})

it('has a target by its address and table, without user and password', () => {
  const target = (options: MysqlOptions) => dbBackend(mysql(options)).target
  const uri = 'mysql://anna:secret@db.example.org:3307/shop'
  const expected = 'mysql:db.example.org:3307/shop#sojourn_sessions'
  expect(target({ pool: poolOf(uri) })).toBe(expected)
  expect(target({ pool: createCallbackPool(uri) })).toBe(expected)
  expect(target({ pool: () => createPool(uri) })).toBeUndefined()
})

it('takes a pool without promises', async () => {
  const pool = createCallbackPool(await ownDatabase())
  const backend = dbBackend(mysql({ pool }))
  await backend.migrate()
  const record = newRecord()
  await backend.create(record, call())
  expect(await backend.read(record.id, call())).toEqual(record)
  await backend.close()
  await pool.promise().end()
})

it('makes a pool of a function at first use, and ends it with the backend', async () => {
  const url = await ownDatabase()
  const made: unknown[] = []
  const backend = dbBackend(
    mysql({
      pool: () => {
        const pool = createPool(url)
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
  const [pool] = made
  expect(Reflect.get(Object(Reflect.get(Object(pool), 'pool')), '_closed')).toBe(true)
})

it('never ends a pool that it was handed', async () => {
  const pool = poolOf(await ownDatabase())
  const backend = dbBackend(mysql({ pool }))
  await backend.migrate()
  await backend.close()
  expect((await pool.query('SELECT 1 AS one'))[0]).toEqual([{ one: 1 }])
})
