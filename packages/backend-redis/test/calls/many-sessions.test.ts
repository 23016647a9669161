import { startRedis, startRedisCluster } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type RedisBackend, redisBackend } from '../../src/index.ts'
import { ioRedis, nodeRedisCluster } from '../connect.ts'
import { counted } from '../count.ts'
import { all, call, newName, newRecord } from '../sessions.ts'

const many = 10_000

describe('an owner with ten thousand sessions', () => {
  it('R41: is listed and revoked page by page on one server', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const connected = await ioRedis(server.url)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client, prefix: newName() })
    const { kept, others } = await fill(backend)

    let listed = 0
    const list = await counted([server.url], async () => {
      for await (const { owner } of backend.listByOwner('many', call())) {
        if (owner === 'many') listed++
      }
    })
    expect(listed).toBe(many)
    // A page of the index and its records, for some 250 sessions. No SCAN, and nobody else's key.
    expect(Object.keys(list).sort()).toEqual(['mget', 'zscan'])
    expect(list['mget']).toBeLessThan(60)

    const revoke = await counted([server.url], async () => {
      expect(await backend.deleteByOwner('many', { ...call(), except: kept })).toBe(many - 1)
    })
    expect(revoke['evalsha'] ?? 0).toBeLessThan(30)
    expect(revoke['scan']).toBeUndefined()
    expect((await all(backend.listByOwner('many', call()))).map(({ id }) => id)).toEqual([kept])
    for (const id of others) expect(await backend.read(id, call())).not.toBeNull()
  }, 60_000)

  it('R41: is listed and revoked on a cluster, one call a session', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    const connected = await nodeRedisCluster(cluster)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client, prefix: newName() })
    const { kept, others } = await fill(backend)

    const list = await counted(cluster.urls, async () => {
      expect(await all(backend.listByOwner('many', call()))).toHaveLength(many)
    })
    expect(list).toEqual({ get: many, zscan: list['zscan'] })
    expect(list['zscan']).toBeLessThan(60)

    expect(await backend.deleteByOwner('many', { ...call(), except: kept })).toBe(many - 1)
    expect((await all(backend.listByOwner('many', call()))).map(({ id }) => id)).toEqual([kept])
    for (const id of others) expect(await backend.read(id, call())).not.toBeNull()
  }, 60_000)
})

async function fill(backend: RedisBackend): Promise<{ kept: string; others: string[] }> {
  const mine = Array.from({ length: many }, () => newRecord({ owner: 'many' }))
  const others = Array.from({ length: 50 }, (_, n) => newRecord({ owner: `other-${n}` }))
  const records = [...mine, ...others]
  for (let start = 0; start < records.length; start += 500) {
    await Promise.all(
      records.slice(start, start + 500).map((record) => backend.create(record, call())),
    )
  }
  return { kept: mine[77]?.id ?? '', others: others.map(({ id }) => id) }
}
