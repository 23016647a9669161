import { createConnection, type RowDataPacket } from 'mysql2/promise'
import pg from 'pg'
import { expect, test } from 'vitest'
import {
  mariadbDatabase,
  postgresDatabase,
  redisCommand,
  redisNamespace,
  sharedServer,
} from '../src/index.ts'

test('every test file gets the same servers', async () => {
  for (const kind of ['redis', 'postgres', 'mariadb'] as const) {
    const [one, other] = await Promise.all([sharedServer(kind), sharedServer(kind)])
    expect(one.url).toBe(other.url)
  }
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
