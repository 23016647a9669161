import { type Server, startRedis } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisBackend, redisBackend } from '../../src/index.ts'
import { type Connected, ioRedis, nodeRedis } from '../connect.ts'
import { counted } from '../count.ts'
import { call, newName, newRecord, nextRecord } from '../sessions.ts'
import { everyVerb } from './every-verb.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s on one server', (_name, connect) => {
  let server: Server
  let connected: Connected
  let backend: RedisBackend
  const count = (run: () => Promise<unknown>): Promise<Record<string, number>> =>
    counted([server.url], run)

  beforeAll(async () => {
    server = await startRedis()
    connected = await connect(server.url)
    backend = redisBackend({ client: connected.client, prefix: newName() })
    await everyVerb(backend)
  })
  afterAll(async () => {
    await connected?.close()
    await server?.stop()
  })

  it('a read is one GET', async () => {
    const record = newRecord()
    await backend.create(record, call())
    expect(await count(() => backend.read(record.id, call()))).toEqual({ get: 1 })
    expect(await count(() => backend.read(newName(), call()))).toEqual({ get: 1 })
    expect(await count(() => backend.read('no id', call()))).toEqual({})
  })

  it('R30, R34: an anonymous create, update and delete are one script call each', async () => {
    const first = newRecord()
    const created = await count(() => backend.create(first, call()))
    expect(created).toEqual({ evalsha: 1, exists: 1, set: 1 })
    const updated = await count(() => backend.update(nextRecord(first), first.revision, call()))
    expect(updated).toEqual({ evalsha: 1, getrange: 1, set: 1, publish: 1 })
    const deleted = await count(() => backend.delete(first.id, call()))
    expect(deleted).toEqual({ evalsha: 1, getrange: 1, del: 1, publish: 1 })
  })

  it('R41: a sign-in writes the index too, in its one call; a save after it does not', async () => {
    const first = newRecord()
    await backend.create(first, call())
    const signedIn = nextRecord(first, { owner: newName() })
    const signIn = await count(() => backend.update(signedIn, first.revision, call()))
    expect(signIn).toMatchObject({ evalsha: 1, zadd: 1, set: 1 })
    const save = await count(() => backend.update(nextRecord(signedIn), signedIn.revision, call()))
    expect(save).toEqual({ evalsha: 1, getrange: 1, zscore: 1, set: 1, publish: 1 })
    const signOut = await count(() => backend.delete(first.id, call()))
    expect(signOut).toEqual({ evalsha: 1, getrange: 1, del: 1, zrem: 1, publish: 1 })
  })

  it('R43: a place under a limit is one script call', async () => {
    const place = { ...call(), max: 1, policy: 'evict-oldest' } as const
    const owner = newName()
    await backend.admit(newRecord({ owner }), place)
    const admitted = await count(() => backend.admit(newRecord({ owner }), place))
    expect(admitted).toMatchObject({ evalsha: 1, del: 1, set: 1 })
  })

  it('R33: a conflict gives the newer record in the same call', async () => {
    const first = newRecord()
    await backend.create(first, call())
    const newer = nextRecord(first)
    await backend.update(newer, first.revision, call())
    const conflict = await count(async () => {
      expect(await backend.update(nextRecord(first), first.revision, call())).toEqual(newer)
    })
    expect(conflict).toEqual({ evalsha: 1, getrange: 1, get: 1 })
  })

  it('R32: a touch overwrites the time in place, and no payload', async () => {
    const record = newRecord({ payload: 'x'.repeat(10_000) })
    await backend.create(record, call())
    const later = record.expiresAt + 60_000
    const touched = await count(() => backend.touch(record.id, later, record.revision, call()))
    expect(touched).toEqual({ evalsha: 1, getrange: 1, setrange: 1, pexpire: 1 })
    expect(await backend.read(record.id, call())).toEqual({ ...record, expiresAt: later })
  })
})
