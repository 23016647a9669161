import { RedisConnection, startRedis, startRedisCluster } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { Keys } from '../../src/keys/keys.ts'
import { ioRedis, nodeRedis, nodeRedisCluster } from '../connect.ts'
import { site } from '../faults/site.ts'
import { all, call, newName, newRecord, nextRecord } from '../sessions.ts'

const users = Array.from({ length: 200 }, (_, n) => `user-${n}`)

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, Redis drops keys to make room', (_name, connect) => {
  it('R47: a session that was dropped is nobody’s, and none survives its revocation because its index was', async () => {
    const redis = await evictingServer()
    const connected = await connect(redis.url)
    const { backend, prefix, sessions, signIn, userOf } = site(connected)
    const keys = new Keys(prefix)
    const tokens = new Map<string, string>()
    for (const user of users) tokens.set(user, await signIn(user))
    // Until ten sessions are there whose index is not.
    const orphans = await fillUntil(redis, async () => {
      const left = await Promise.all(
        users.map(async (user) => {
          const record = keys.record(tokens.get(user)?.slice(0, 22) ?? '')
          const [session, index] = [
            redis.send('EXISTS', record),
            redis.send('EXISTS', keys.owner(user)),
          ]
          return (await session) === 1 && (await index) === 0
        }),
      )
      const found = users.filter((_, n) => left[n])
      return found.length >= 10 ? found : undefined
    })
    await redis.send('CONFIG', 'SET', 'maxmemory', 0)

    let dropped = 0
    for (const [user, token] of tokens) {
      const found = await userOf(token)
      expect([user, null]).toContain(found)
      if (found === null) dropped++
    }
    expect(dropped).toBeGreaterThan(0)
    // The memory has room again, yet the server knows that it has dropped keys.
    for (const user of orphans) {
      expect(await all(backend.listByOwner(user, call()))).toEqual([])
      expect(await sessions.revokeForUser(user)).toBe(1)
      expect([user, await userOf(tokens.get(user) ?? '')]).toEqual([user, null])
    }
    for (const user of users) await sessions.revokeForUser(user)
    for (const token of tokens.values()) expect(await userOf(token)).toBeNull()
  }, 60_000)
})

it('R47: a record that was dropped comes back by no touch and no save', async () => {
  const redis = await evictingServer()
  const connected = await nodeRedis(redis.url)
  onTestFinished(() => connected.close())
  const prefix = newName()
  const [backend, keys] = [redisBackend({ client: connected.client, prefix }), new Keys(prefix)]
  const record = newRecord({ owner: 'ann' })
  await backend.create(record, call())
  await fillUntil(redis, async () =>
    (await redis.send('EXISTS', keys.record(record.id))) === 0 ? true : undefined,
  )
  expect(await backend.touch(record.id, record.expiresAt + 1, record.revision, call())).toBe(false)
  expect(await backend.update(nextRecord(record), record.revision, call())).toBe('gone')
  expect(await backend.read(record.id, call())).toBeNull()
}, 60_000)

it('R47: of an owner whose index begins anew, the sessions from before are ended too, save one', async () => {
  const redis = await evictingServer()
  const connected = await ioRedis(redis.url)
  onTestFinished(() => connected.close())
  const prefix = newName()
  const [backend, keys] = [redisBackend({ client: connected.client, prefix }), new Keys(prefix)]
  const [first, second, others] = [
    newRecord({ owner: 'ann' }),
    newRecord({ owner: 'ann' }),
    newRecord({ owner: 'bob' }),
  ]
  for (const record of [first, second, others]) await backend.create(record, call())
  await redis.send('CONFIG', 'SET', 'maxmemory', '100mb')
  await redis.send('DEL', keys.owner('ann'))
  const later = newRecord({ owner: 'ann' })
  await backend.create(later, call())
  expect(await backend.deleteByOwner('ann', { ...call(), except: second.id })).toBe(2)
  expect(await all(backend.list(call()))).toEqual(expect.arrayContaining([second, others]))
  expect(await backend.read(first.id, call())).toBeNull()
  expect(await backend.read(later.id, call())).toBeNull()
})

it('R47: on a cluster no session survives either because its index was dropped', async () => {
  const cluster = await startRedisCluster()
  onTestFinished(() => cluster.stop())
  const connected = await nodeRedisCluster(cluster)
  onTestFinished(() => connected.close())
  const prefix = newName()
  const [backend, keys] = [redisBackend({ client: connected.client, prefix }), new Keys(prefix)]
  const records = Array.from({ length: 30 }, () => newRecord({ owner: 'ann' }))
  const others = newRecord({ owner: 'bob' })
  for (const record of [...records, others]) await backend.create(record, call())
  const nodes = await Promise.all(cluster.urls.map((url) => RedisConnection.open(url)))
  onTestFinished(() => {
    for (const node of nodes) node.close()
  })
  // One of the three is enough: any may have held the index.
  await nodes[1]?.command('CONFIG', 'SET', 'maxmemory', '100mb')
  await nodes[1]?.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  // The two that do not have the key refuse.
  const dropped = await Promise.allSettled(
    nodes.map((node) => node.command('DEL', keys.owner('ann'))),
  )
  expect(dropped.filter((one) => one.status === 'fulfilled').map(({ value }) => value)).toEqual([1])
  expect(await backend.deleteByOwner('ann', call())).toBe(30)
  expect(await all(backend.list(call()))).toEqual([others])
})

interface Evicting {
  readonly url: string
  send(...command: (string | number)[]): Promise<unknown>
}

/** A server with the policy `allkeys-lru`, and no limit yet. */
async function evictingServer(): Promise<Evicting> {
  const server = await startRedis({ config: ['maxmemory-policy allkeys-lru'] })
  onTestFinished(() => server.stop())
  const redis = await RedisConnection.open(server.url)
  onTestFinished(() => redis.close())
  return { url: server.url, send: (...command) => redis.command(...command) }
}

/** Lets the server drop keys, a few at a time, until there is an answer. */
async function fillUntil<T>({ send }: Evicting, answer: () => Promise<T | undefined>): Promise<T> {
  const used = /used_memory:(\d+)/.exec(String(await send('INFO', 'memory')))?.[1]
  await send('CONFIG', 'SET', 'maxmemory', Number(used) + 500_000)
  for (let n = 0; n < 5000; n++) {
    await send('SET', `ballast:${n}`, 'x'.repeat(2000))
    const found = n % 5 === 4 ? await answer() : undefined
    if (found !== undefined) return found
  }
  throw new Error('Redis did not drop what the test waits for')
}
