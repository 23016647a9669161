import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisCommand, type Server, startMariadb, startPostgres, startRedis } from '../src/index.ts'

/** Writes one value, and reads it again. */
interface Store {
  start(): Promise<Server>
  write(url: string): Promise<void>
  read(url: string): Promise<string>
}

const stores: Record<string, Store> = {
  Redis: {
    start: () => startRedis({ config: ['maxmemory 50mb'] }),
    write: async (url) => {
      await redisCommand(url, 'SET', 'key', 'kept')
    },
    read: async (url) => String(await redisCommand(url, 'GET', 'key')),
  },
  PostgreSQL: {
    start: () => startPostgres({ config: ['work_mem = 5MB'] }),
    write: async (url) => {
      await postgres(url, 'CREATE TABLE t (v text)')
      await postgres(url, "INSERT INTO t VALUES ('kept')")
    },
    read: (url) => postgres(url, 'SELECT v FROM t'),
  },
  MariaDB: {
    start: () => startMariadb({ config: ['sort_buffer_size = 1M'] }),
    write: async (url) => {
      await mariadb(url, 'CREATE TABLE t (v varchar(9))')
      await mariadb(url, "INSERT INTO t VALUES ('kept')")
    },
    read: (url) => mariadb(url, 'SELECT v FROM t'),
  },
}

describe.each(Object.entries(stores))('%s', (_, { start, write, read }) => {
  let server: Server

  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.stop())

  test('starts on the loopback interface', async () => {
    expect(server.host).toBe('127.0.0.1')
    expect(server.url).toContain(`@127.0.0.1:${server.port}`.slice(1))
    expect(server.version).toMatch(/^\d+\.\d+/)
    await write(server.url)
    expect(await read(server.url)).toBe('kept')
  })

  test('says nothing while it is paused, and goes on', async () => {
    await server.pause()
    let answered = false
    const answer = read(server.url).then((value) => {
      answered = true
      return value
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(answered).toBe(false)
    await server.resume()
    expect(await answer).toBe('kept')
  })

  test.each(['SIGKILL', 'SIGTERM'] as const)('comes back after %s', async (signal) => {
    const { pid } = server
    await server.kill(signal)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(() => server.pid).toThrow('not running')
    await expect(read(server.url)).rejects.toThrow('ECONNREFUSED')
    await server.restart()
    expect(server.pid).not.toBe(pid)
    expect(await read(server.url)).toBe('kept')
  })

  test('is killed while it is paused', async () => {
    await server.pause()
    await server.kill()
    await server.restart()
    expect(await read(server.url)).toBe('kept')
  })

  test('restarts in order', async () => {
    await server.restart()
    expect(await read(server.url)).toBe('kept')
  })

  test('stops for good, and leaves nothing', async () => {
    const { pid } = server
    await server.stop()
    await server.stop()
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(existsSync(dirname(server.logFile))).toBe(false)
  })
})

test('a server that does not start says why', async () => {
  await expect(startRedis({ config: ['no-such-setting 1'] })).rejects.toThrow('no-such-setting')
  await expect(startPostgres({ config: ['no_such_setting = 1'] })).rejects.toThrow(
    'no_such_setting',
  )
})

test('a killed PostgreSQL leaves no shared memory behind', async () => {
  const server = await startPostgres()
  const { pid } = server
  expect(sharedMemoryOf(pid)).toHaveLength(process.platform === 'linux' ? 1 : 0)
  await server.kill()
  await server.stop()
  expect(sharedMemoryOf(pid)).toEqual([])
})

/** The pieces that the process made, on Linux. */
function sharedMemoryOf(pid: number): string[] {
  if (process.platform !== 'linux') return []
  const pieces = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n')
  return pieces.filter((piece) => piece.trim().split(/\s+/)[4] === String(pid))
}

async function postgres(url: string, statement: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<{ v: string }>(statement)
    return rows[0]?.v ?? ''
  } finally {
    await client.end()
  }
}

async function mariadb(url: string, statement: string): Promise<string> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement)
    return String(rows[0]?.['v'])
  } finally {
    await connection.end()
  }
}
