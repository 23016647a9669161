import {
  type RedisCluster,
  RedisConnection,
  redisCommand,
  startRedis,
  startRedisCluster,
} from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { Keys } from '../../src/keys/keys.ts'
import { ioRedis, ioRedisCluster, nodeRedisCluster } from '../connect.ts'
import { counted } from '../count.ts'
import { all, call, newRecord } from '../sessions.ts'

describe('data of others in the same database', () => {
  it('R70: clear and list see the keys of their own prefix only, whatever is in it', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const connected = await ioRedis(server.url)
    onTestFinished(() => connected.close())
    const redis = await RedisConnection.open(server.url)
    onTestFinished(() => redis.close())

    // As patterns, each would match most of the others.
    const prefixes = ['a', 'a*', '*', '?', '[a]', 'a?', 'a:owner', 'a:lock', 'a\\', '[^a]', 'aa']
    const stores = prefixes.map((prefix) => {
      return {
        backend: redisBackend({ client: connected.client, prefix }),
        record: newRecord({ owner: 'ann' }),
      }
    })
    for (const { backend, record } of stores) await backend.create(record, call())
    const { id } = newRecord()
    const foreign = [
      'a',
      'a:',
      'a:b',
      `a:${id}`,
      `a:{x}${id}`,
      `a:{a}${id}`,
      `a:owner:{${id}}`,
      `a:owner:{${'0'.repeat(39)}}`,
      'a:{}',
      `a:{0}${id}x`,
      `b:{0}${id}`,
      'user:1',
    ]
    for (const key of foreign) await redis.command('SET', key, 'mine')

    for (const [n, { backend, record }] of stores.entries()) {
      expect(await all(backend.list(call()))).toEqual([record])
      await backend.clear(call())
      expect(await all(backend.list(call()))).toEqual([])
      for (const other of stores.slice(n + 1)) {
        expect(await all(other.backend.listByOwner('ann', call()))).toEqual([other.record])
      }
    }
    const left = await redis.command('KEYS', '*')
    expect(Array.isArray(left) && left.map(String).sort()).toEqual([...foreign].sort())
  })

  it('clear and list take pages of the keyspace, never KEYS', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const connected = await ioRedis(server.url)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client })
    for (let n = 0; n < 1000; n++) await backend.create(newRecord({ owner: `user-${n}` }), call())
    const list = await counted([server.url], async () => {
      expect(await all(backend.list(call()))).toHaveLength(1000)
    })
    expect(Object.keys(list).sort()).toEqual(['mget', 'scan'])
    const clear = await counted([server.url], () => backend.clear(call()))
    expect(Object.keys(clear)).not.toContain('keys')
    expect(Object.keys(clear)).not.toContain('flushdb')
    expect(await redisCommand(server.url, 'DBSIZE')).toBe(0)
  })
})

describe.each([
  ['node-redis', nodeRedisCluster],
  ['ioredis', ioRedisCluster],
] as const)('%s on a cluster', (_name, connect) => {
  it('R70: clear and list visit every primary, and leave the rest alone', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    const connected = await connect(cluster)
    onTestFinished(() => connected.close())
    const [mine, theirs] = ['mine', 'theirs'].map((prefix) =>
      redisBackend({ client: connected.client, prefix }),
    )
    if (!mine || !theirs) throw new Error('There are two')
    const records = Array.from({ length: 200 }, (_, n) => newRecord({ owner: `user-${n % 7}` }))
    for (const record of records) await mine.create(record, call())
    const other = newRecord({ owner: 'user-1' })
    await theirs.create(other, call())
    expect(await keysOf(cluster, 'mine:{*')).toHaveLength(200)

    const listed = await all(mine.list(call()))
    expect(listed.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort())
    await mine.clear(call())
    expect(await keysOf(cluster, 'mine:{*')).toEqual([])
    expect(await all(mine.listByOwner('user-1', call()))).toEqual([])
    expect(await all(theirs.list(call()))).toEqual([other])
    // What is left of the indexes leads to nothing, and expires.
    for (const [url, key] of await keysOf(cluster, 'mine:*')) {
      expect(new Keys('mine').kindOf(key)).toBe('owner')
      expect(await redisCommand(url, 'PTTL', key)).toBeGreaterThan(0)
    }
  }, 30_000)
})

async function keysOf({ urls }: RedisCluster, pattern: string): Promise<[string, string][]> {
  const found: [string, string][] = []
  for (const url of urls) {
    const keys = await redisCommand(url, 'KEYS', pattern)
    for (const key of Array.isArray(keys) ? keys : []) found.push([url, String(key)])
  }
  return found
}
