import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import {
  mariadbDatabase,
  postgresDatabase,
  redisCommand,
  redisNamespace,
  sharedServer,
} from '../src/index.ts'

const index = new URL('../src/index.ts', import.meta.url).href

afterEach(() => vi.unstubAllEnvs())

test.each(['redis', 'postgres', 'mariadb'] as const)(
  'every process of a run gets the same server (%s)',
  async (kind) => {
    const ask = `const { sharedServer } = await import(${JSON.stringify(index)})
      console.log((await sharedServer('${kind}')).url)`
    const [here, there] = await Promise.all([
      sharedServer(kind),
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', ask]),
    ])
    expect(there.stdout.trim()).toBe(here.url)
  },
)

test('the environment names a server', async () => {
  vi.stubEnv('POSTGRES_URL', 'postgres://somewhere.example/there')
  expect(await sharedServer('postgres')).toEqual({
    url: 'postgres://somewhere.example/there',
    given: true,
  })
})

test('a part of the shared Redis knows and deletes its own keys', async () => {
  const [mine, theirs] = await Promise.all([redisNamespace(), redisNamespace()])
  await redisCommand(mine.url, 'SET', `${mine.prefix}b`, 1)
  await redisCommand(mine.url, 'SET', `${mine.prefix}a`, 1)
  await redisCommand(theirs.url, 'SET', `${theirs.prefix}c`, 1)
  expect(await mine.keys()).toEqual([`${mine.prefix}a`, `${mine.prefix}b`])
  await mine.clear()
  expect(await mine.keys()).toEqual([])
  expect(await theirs.keys()).toEqual([`${theirs.prefix}c`])
  await Promise.all([mine.remove(), theirs.remove()])
})

test('a database of the shared PostgreSQL', async () => {
  const database = await postgresDatabase()
  const client = new pg.Client(database.url)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query('SELECT current_database() AS name')
  expect(rows).toEqual([{ name: database.name }])
  // With the connection still open.
  await database.remove()
})

test('a database of the shared MariaDB', async () => {
  const database = await mariadbDatabase()
  const connection = await createConnection(database.url)
  const [rows] = await connection.query<RowDataPacket[]>('SELECT database() AS name')
  expect(rows).toEqual([{ name: database.name }])
  await connection.end()
  await database.remove()
})
