import { type RedisCluster, startRedisCluster } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisBackend, redisBackend } from '../../src/index.ts'
import { type Connected, ioRedisCluster, nodeRedisCluster } from '../connect.ts'
import { counted } from '../count.ts'
import { call, newName, newRecord, nextRecord } from '../sessions.ts'
import { everyVerb } from './every-verb.ts'

describe.each([
  ['node-redis', nodeRedisCluster],
  ['ioredis', ioRedisCluster],
] as const)('%s on a cluster', (_name, connect) => {
  let cluster: RedisCluster
  let connected: Connected
  let backend: RedisBackend
  const prefix = newName()
  const count = (run: () => Promise<unknown>): Promise<Record<string, number>> =>
    counted(cluster.urls, run)

  beforeAll(async () => {
    cluster = await startRedisCluster()
    connected = await connect(cluster)
    backend = redisBackend({ client: connected.client, prefix })
    // Until every node has met every script.
    for (let round = 0; round < 30; round++) await everyVerb(backend)
  })
  afterAll(async () => {
    await connected?.close()
    await cluster?.stop()
  })

  it('a read is one GET, a write of nobody’s session one script call', async () => {
    const first = newRecord()
    const created = await count(() => backend.create(first, call()))
    expect(created).toEqual({ evalsha: 1, exists: 1, set: 1 })
    expect(await count(() => backend.read(first.id, call()))).toEqual({ get: 1 })
    const updated = await count(() => backend.update(nextRecord(first), first.revision, call()))
    expect(updated).toEqual({ evalsha: 1, getrange: 1, set: 1, spublish: 1 })
    const deleted = await count(() => backend.delete(first.id, call()))
    expect(deleted).toEqual({ evalsha: 1, getrange: 1, del: 1, spublish: 1 })
  })

  it('R41: a sign-in and a sign-out are two calls, the index first; a save is one', async () => {
    const first = newRecord()
    await backend.create(first, call())
    const signedIn = nextRecord(first, { owner: newName() })
    const signIn = await count(() => backend.update(signedIn, first.revision, call()))
    expect(signIn).toMatchObject({ evalsha: 2, zadd: 1, set: 1, spublish: 1 })
    const saved = nextRecord(signedIn)
    const save = await count(() => backend.update(saved, signedIn.revision, call()))
    expect(save).toEqual({ evalsha: 1, getrange: 1, set: 1, spublish: 1 })
    const later = saved.expiresAt + 60_000
    const touched = await count(() => backend.touch(first.id, later, saved.revision, call()))
    expect(touched).toEqual({ evalsha: 1, getrange: 1, setrange: 1, pexpire: 1 })
    const signOut = await count(() => backend.delete(first.id, call()))
    expect(signOut).toEqual({ evalsha: 1, getrange: 1, del: 1, zrem: 1, spublish: 1 })
  })

  it('a save by a process that has just read the session is one call too', async () => {
    const record = newRecord({ owner: newName() })
    await backend.create(record, call())
    const other = redisBackend({ client: connected.client, prefix })
    await other.read(record.id, call())
    const save = await count(() => other.update(nextRecord(record), record.revision, call()))
    expect(save).toEqual({ evalsha: 1, getrange: 1, set: 1, spublish: 1 })
  })

  it('R41: a save by a process that has not read it writes the index once more, for safety', async () => {
    const record = newRecord({ owner: newName() })
    await backend.create(record, call())
    const other = redisBackend({ client: connected.client, prefix })
    const save = await count(() => other.update(nextRecord(record), record.revision, call()))
    expect(save).toMatchObject({ evalsha: 2, zadd: 1, set: 1 })
  })
})
