import { type RedisCluster, redisCommand, startRedisCluster } from '@sojourn/test-servers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { slotOf } from '../../src/keys/hash-slot.ts'
import { Keys } from '../../src/keys/keys.ts'
import { type Connected, ioRedisCluster } from '../connect.ts'
import { all, call, newName, newRecord, nextRecord } from '../sessions.ts'

let cluster: RedisCluster
let connected: Connected

beforeAll(async () => {
  cluster = await startRedisCluster()
  connected = await ioRedisCluster(cluster)
})
afterAll(async () => {
  await connected?.close()
  await cluster?.stop()
})

it('R41: a sign-in is listed before it exists, and stays so through a revocation', async () => {
  const prefix = newName()
  const keys = new Keys(prefix)
  const backend = redisBackend({ client: connected.client, prefix })
  const record = newRecord({ owner: 'ann' })
  // The half of a sign-in that has been done when its process is interrupted.
  await zadd(keys.owner('ann'), record.endsAt, keys.member(record.id))
  expect(await backend.deleteByOwner('ann', call())).toBe(0)
  expect(await all(backend.listByOwner('ann', call()))).toEqual([])
  // The other half.
  await redisCommand(urlOf(keys.record(record.id)), 'SET', keys.record(record.id), value(record))
  expect(await all(backend.listByOwner('ann', call()))).toEqual([record])
  expect(await backend.deleteByOwner('ann', call())).toBe(1)
  expect(await backend.read(record.id, call())).toBeNull()
})

it('R41: a save moves the index on before the session, also where a process has read nothing', async () => {
  const prefix = newName()
  const first = newRecord({ owner: 'ann' })
  await redisBackend({ client: connected.client, prefix }).create(first, call())
  const longer = nextRecord(first, { endsAt: first.endsAt + 86_400_000 })
  const backend = redisBackend({ client: connected.client, prefix })
  expect(await backend.update(longer, first.revision, call())).toBe('updated')
  const keys = new Keys(prefix)
  const score = await redisCommand(
    urlOf(keys.owner('ann')),
    'ZSCORE',
    keys.owner('ann'),
    keys.member(first.id),
  )
  expect(Number(score)).toBe(longer.endsAt)
})

it('R41: what the index says too much is not believed: the record decides', async () => {
  const prefix = newName()
  const keys = new Keys(prefix)
  const backend = redisBackend({ client: connected.client, prefix })
  const bobs = newRecord({ owner: 'bob' })
  await backend.create(bobs, call())
  await zadd(keys.owner('ann'), bobs.endsAt, keys.member(bobs.id))
  await zadd(keys.owner('ann'), bobs.endsAt, 'no member')
  expect(await all(backend.listByOwner('ann', call()))).toEqual([])
  expect(await backend.deleteByOwner('ann', call())).toBe(0)
  expect(await backend.read(bobs.id, call())).toEqual(bobs)
})

it('R43: a lock whose holder has died holds nobody up for long', async () => {
  const prefix = newName()
  const keys = new Keys(prefix)
  const backend = redisBackend({ client: connected.client, prefix })
  const lock = keys.lock('ann')
  await redisCommand(urlOf(lock), 'SET', lock, 'a process that is gone', 'PX', 300)
  const place = { max: 1, policy: 'reject-new' } as const
  const early = { ...call(), signal: AbortSignal.timeout(100), ...place }
  await expect(backend.admit(newRecord({ owner: 'ann' }), early)).rejects.toThrow()
  expect(await backend.admit(newRecord({ owner: 'ann' }), { ...call(), ...place })).toEqual([])
  expect(await backend.admit(newRecord({ owner: 'ann' }), { ...call(), ...place })).toBe(false)
})

function zadd(key: string, score: number, member: string): Promise<unknown> {
  return redisCommand(urlOf(key), 'ZADD', key, score, member)
}

function value(record: ReturnType<typeof newRecord>): string {
  const time = (at: number): string => String(at).padStart(15, '0')
  const { revision, id, owner, payload } = record
  return `1${time(record.expiresAt)}${time(record.endsAt)}${revision}\n${id}\n"${owner}"\n${payload}`
}

/** The node that has a key: each has a third of the slots. */
function urlOf(key: string): string {
  const tag = key.slice(key.indexOf('{') + 1, key.indexOf('}'))
  const position = cluster.urls.findLastIndex(
    (_, index) => slotOf(tag) >= Math.floor((index * 16_384) / cluster.urls.length),
  )
  return cluster.urls[position] ?? ''
}
