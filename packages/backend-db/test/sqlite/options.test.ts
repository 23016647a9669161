import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigurationError } from '@sojourn/core'
import { afterEach, expect, it, vi } from 'vitest'
import { dbBackend, type SqliteDatabase, type SqliteOptions, sqlite } from '../../src/index.ts'

afterEach(() => vi.restoreAllMocks())

it.each([
  ['', "sqlite({ path: 'sessions.db' })"],
  [':memory:', 'memoryBackend()'],
  ['file:sessions.db', 'fileURLToPath'],
])('refuses the path %j and says what to write', (path, advice) => {
  expect(() => sqlite({ path })).toThrow(ConfigurationError)
  expect(() => sqlite({ path })).toThrow(advice)
})

it.each([
  'sessions; DROP TABLE users',
  'a b',
  '"quoted"',
  'main.sessions',
  '1st',
  '',
  'täble',
  'sqlite_sessions',
  'x'.repeat(49),
])('R68, R69: refuses the table name %j', (table) => {
  expect(() => sqlite({ path: 'sessions.db', table })).toThrow(ConfigurationError)
})

it('refuses options that it does not know or that exclude each other', () => {
  const database = new DatabaseSync(':memory:')
  const wrong =
    (options: object): (() => unknown) =>
    () =>
      Reflect.apply(sqlite, undefined, [options])
  expect(wrong({ path: 'a.db', tabel: 'x' })).toThrow("no option 'tabel'")
  expect(wrong({ path: 'a.db', database })).toThrow('{ path } or { database }')
  expect(wrong({ database, synchronous: 'full' })).toThrow('only with path')
  expect(wrong({ path: 'a.db', synchronous: 'off' })).toThrow("'normal' or 'full'")
  expect(wrong({ database: 'a.db' })).toThrow('an open DatabaseSync')
  expect(wrong({})).toThrow(ConfigurationError)
  database.close()
})

it('has a target by its absolute path and table', () => {
  const target = (options: SqliteOptions) => dbBackend(sqlite(options)).target
  expect(target({ path: 'a/../sessions.db' })).toBe(
    `sqlite:${resolve('sessions.db')}#sojourn_sessions`,
  )
  const opened = (path: string | null): SqliteDatabase => ({
    exec: () => undefined,
    prepare: () => expect.unreachable(),
    close: () => undefined,
    location: () => path,
  })
  const path = resolve('sessions.db')
  expect(target({ database: opened(path), table: 'shop' })).toBe(target({ path, table: 'shop' }))
  expect(target({ database: opened(null) })).toBeUndefined()
})

it('says which Node it needs where there is no node:sqlite', () => {
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
  expect(() => sqlite({ path: 'sessions.db' })).toThrow(ConfigurationError)
  expect(() => sqlite({ path: 'sessions.db' })).toThrow('22.13')
})

it('opens nothing before it is used', async () => {
  const backend = dbBackend(sqlite({ path: '/nowhere/at/all/sessions.db' }))
  await expect(backend.close()).resolves.toBeUndefined()
})
