import { createHash } from 'node:crypto'
import {
  countRedisCommands,
  postgresStatements,
  redisCommand,
  startPostgres,
  startRedis,
} from '@sojourn/test-servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type BackendAddress, openBackend } from '../../src/backends.ts'
import { type Client, type ServerProcess, startServer } from '../server-process.ts'
import { type CachingPair, cachingPair } from './pair.ts'

/** A server that only this file uses, so that what it executes can be counted. */
interface OwnServer {
  readonly address: BackendAddress
  /** Reads and writes of sessions since the last look; heartbeats are none. */
  take(): Promise<{ reads: number; writes: number }>
  /** Says something on the channel of changes. */
  publish(message: string): Promise<void>
  stop(): Promise<void>
}

async function ownRedis(): Promise<OwnServer> {
  const server = await startRedis()
  const counter = await countRedisCommands(server.url)
  return {
    address: { kind: 'redis', url: server.url, prefix: 'own' },
    async take() {
      const { get = 0, evalsha = 0, ...others } = await counter.take()
      const scripts = others['eval'] ?? 0
      return { reads: get, writes: evalsha + scripts }
    },
    publish: async (message) => {
      await redisCommand(server.url, 'PUBLISH', 'own:changes', message)
    },
    async stop() {
      await counter.close()
      await server.stop()
    },
  }
}

async function ownPostgres(): Promise<OwnServer> {
  const server = await startPostgres({ logStatements: true })
  const log = postgresStatements(server)
  const client = new pg.Client(server.url)
  await client.connect()
  const digest = createHash('sha256').update('"sojourn_sessions"').digest('hex')
  return {
    address: { kind: 'postgres', url: server.url },
    async take() {
      const statements = log.take()
      const reads = statements.filter((text) => /^SELECT .* FROM "sojourn_sessions"/.test(text))
      const writes = statements.filter((text) => /UPDATE|INSERT|DELETE/.test(text))
      return { reads: reads.length, writes: writes.length }
    },
    publish: async (message) => {
      const channel = `sojourn_${digest.slice(0, 16)}`
      await client.query('SELECT pg_notify($1, $2)', [channel, message])
    },
    async stop() {
      await client.end()
      await server.stop()
    },
  }
}

describe.each([
  ['redis', ownRedis],
  ['postgres', ownPostgres],
] as const)('what the cache asks of %s', (_kind, start) => {
  let server: OwnServer
  beforeAll(async () => {
    server = await start()
  }, 60_000)
  afterAll(() => server.stop())

  async function pairOn(): Promise<CachingPair> {
    const opened = [await openBackend(server.address), await openBackend(server.address)] as const
    const pair = await cachingPair([opened[0].backend, opened[1].backend], 60)
    onTestFinished(async () => {
      await pair.close()
      for (const one of opened) await one.close()
    })
    return pair
  }

  it('R59 10,000 concurrent cold loads of one session: one read of each process', async () => {
    const { a, b, stored } = await pairOn()
    const token = await stored()
    for (const sessions of [a, b]) {
      // Cold: the one that stored it knows it already.
      await sessions.connector.clearAllSessions()
    }
    const cold = await stored()
    await server.take()
    const loads = Array.from({ length: 10_000 }, () => b.open(cold).load())
    const found = new Set((await Promise.all(loads)).map((session) => session.get('count')))
    expect(found).toEqual(new Set([0]))
    expect(await server.take()).toEqual({ reads: 1, writes: 0 })
    expect((await b.open(token).load()).isNew).toBe(true)
  }, 60_000)

  it('a write here is a write there, and keeps what was written; nothing is read for it', async () => {
    const { a, stored, write, read } = await pairOn()
    const token = await stored()
    // The first one brings its script.
    await write(token, 100)
    const twenty = async (): Promise<{ reads: number; writes: number }> => {
      await server.take()
      for (let count = 1; count <= 20; count++) await write(token, count)
      return server.take()
    }
    // On a machine so busy that a heartbeat is missed, the cache is bypassed: then once more.
    await expect.poll(twenty, { timeout: 30_000 }).toEqual({ reads: 0, writes: 20 })
    expect((await a.open(token).load()).get('count')).toBe(20)
    await vi.waitFor(async () => expect(await read(token)).toBe(20), { timeout: 10_000 })
    expect((await server.take()).reads).toBe(1)
  }, 60_000)

  it('messages that are garbage, foreign, unknown, out of order or twice change nothing', async () => {
    const { b, stored, write, read } = await pairOn()
    const token = await stored()
    const id = token.slice(0, 22)
    await write(token, 1)
    await vi.waitFor(async () => expect(await read(token)).toBe(1), { timeout: 10_000 })
    const foreign = [
      '',
      'x',
      '{"id":1}',
      '__proto__',
      'a'.repeat(5000),
      `${id}:`,
      `${id}:a:b`,
      `${id};*`,
    ]
    for (const message of [...foreign, ...foreign, `${'A'.repeat(21)}w`])
      await server.publish(message)
    await write(token, 2)
    await vi.waitFor(async () => expect(await read(token)).toBe(2), { timeout: 10_000 })
    // Of the session itself, but of versions that are long gone, or never were: an entry, and no more.
    for (const revision of ['old', 'older', 'old']) await server.publish(`${id}:${revision}`)
    await server.publish('*')
    await write(token, 3)
    await vi.waitFor(async () => expect(await read(token)).toBe(3), { timeout: 10_000 })
    await vi.waitFor(() => expect(b.connector.cache?.active).toBe(true), { timeout: 10_000 })
  }, 60_000)

  it('two processes: a hit costs neither any command at all', async () => {
    const servers: ServerProcess[] = []
    onTestFinished(async () => {
      await Promise.all(servers.map((one) => one.stop()))
    })
    servers.push(...(await Promise.all([startServer(server.address), startServer(server.address)])))
    const [one, two] = servers
    if (!one || !two) throw new Error('no servers')
    const client: Client = { cookie: '' }
    await one.ask(client, 'sign-in/ada')
    for (const each of servers) {
      const warm = async (): Promise<number> => {
        await each.ask(client, 'read')
        const { body } = await each.ask({ cookie: '' }, 'cache')
        return Number(Object.entries(body).find(([name]) => name === 'hits')?.[1] ?? 0)
      }
      await expect.poll(warm, { timeout: 10_000 }).toBeGreaterThan(0)
    }
    // In five seconds each asks once more. Between two of those there is time for these.
    const fewest = async (): Promise<number> => {
      await server.take()
      for (let i = 0; i < 20; i++) {
        for (const each of servers) expect((await each.ask(client, 'read')).body.userId).toBe('ada')
      }
      const { reads, writes } = await server.take()
      return reads + writes
    }
    await expect.poll(fewest, { timeout: 30_000, interval: 1 }).toBe(0)
  }, 60_000)
})
