import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { test } from 'vitest'
import {
  countMariadbCommands,
  countRedisCommands,
  postgresStatements,
  RedisConnection,
  startMariadb,
  startPostgres,
  startRedis,
} from '../src/index.ts'

test.concurrent('the commands of a Redis', async ({ expect }) => {
  const server = await startRedis()
  const redis = await RedisConnection.open(server.url)
  const counter = await countRedisCommands(server.url)
  expect(await counter.take()).toEqual({})
  await redis.command('SET', 'a', 1)
  await redis.command('GET', 'a')
  await redis.command('GET', 'a')
  expect(await counter.take()).toEqual({ get: 2, set: 1 })
  await redis.command('EVAL', "return redis.call('GET', KEYS[1])", 1, 'a')
  expect(await counter.take()).toEqual({ eval: 1, get: 1 })
  expect(await counter.take()).toEqual({})
  await counter.close()
  redis.close()
  await server.stop()
})

test.concurrent('the statements of a PostgreSQL', async ({ expect }) => {
  const server = await startPostgres({ logStatements: true })
  const client = new pg.Client(server.url)
  await client.connect()
  const statements = postgresStatements(server)
  expect(statements.take()).toEqual([])
  await client.query('SELECT 1,\n\t2')
  for (const value of [1, 2]) {
    await client.query({ name: 'named', text: 'SELECT $1::int', values: [value] })
  }
  await client.query('SELECT $1::text', ['x'])
  expect(statements.take()).toEqual([
    'SELECT 1,\n\t2',
    'SELECT $1::int',
    'SELECT $1::int',
    'SELECT $1::text',
  ])
  await client.query('BEGIN; SELECT 3; COMMIT')
  await client.query('wrong').catch(() => undefined)
  await client.query('SELECT 4')
  expect(statements.take('postgres')).toEqual(['BEGIN; SELECT 3; COMMIT', 'SELECT 4'])
  await client.query('SELECT 5')
  expect(statements.take('another')).toEqual([])
  await client.end()
  await server.stop()
})

test.concurrent('the commands of a MariaDB', async ({ expect }) => {
  const server = await startMariadb()
  const connection = await createConnection(server.url)
  const counter = await countMariadbCommands(server.url)
  expect(await counter.take()).toEqual({})
  await connection.query('CREATE TABLE t (v int)')
  await connection.query('INSERT INTO t VALUES (1)')
  await connection.query('SELECT * FROM t')
  expect(await counter.take()).toEqual({
    Com_create_table: 1,
    Com_insert: 1,
    Com_select: 1,
    Questions: 3,
  })
  for (const value of [1, 2]) {
    await connection.execute('UPDATE t SET v = ?', [value])
  }
  expect(await counter.take()).toEqual({
    Com_stmt_execute: 2,
    Com_stmt_prepare: 1,
    Com_update: 2,
    Questions: 2,
  })
  await counter.close()
  await connection.end()
  await server.stop()
})
