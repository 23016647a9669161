import { RedisConnection, sharedServer } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Keys } from '../../src/keys/keys.ts'
import { ioRedis, nodeRedis } from '../connect.ts'
import { all, call, newRecord, nextRecord } from '../sessions.ts'
import { expectUnavailable, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, a key that holds something else', (_name, connect) => {
  let url: string
  let redis: RedisConnection

  beforeAll(async () => {
    ;({ url } = await sharedServer('redis'))
    redis = await RedisConnection.open(url)
  })
  afterAll(() => redis.close())

  it.each([
    ['nothing', ['SET', '']],
    ['a few bytes', ['SET', '1']],
    ['a head that was cut', ['SET', '1001763640000000001764']],
    ['other text', ['SET', '{"cookie":{},"user":"admin"}'.repeat(10)]],
    ['a list', ['RPUSH', 'admin']],
    ['a hash', ['HSET', 'user', 'admin']],
  ])(
    '%s: no verdict is made of it, and it can be removed',
    async (_what, [command = '', ...words]) => {
      const { backend, prefix } = site(await connect(url))
      const record = newRecord({ owner: 'ann' })
      await backend.create(record, call())
      const key = new Keys(prefix).record(record.id)
      await redis.command('DEL', key)
      await redis.command(command, key, ...words)
      const later = record.expiresAt + 1
      await expect(backend.read(record.id, call())).rejects.toThrow()
      await expect(backend.update(nextRecord(record), record.revision, call())).rejects.toThrow()
      await expect(backend.touch(record.id, later, record.revision, call())).rejects.toThrow()
      expect(await backend.create(record, call())).toBe(false)
      // A listing goes past it.
      expect(await all(backend.listByOwner('ann', call()))).toEqual([])
      expect(await all(backend.list(call()))).toEqual([])
      expect(await backend.delete(record.id, call())).toBe(true)
      expect(await backend.read(record.id, call())).toBeNull()
    },
  )

  it('R110: it signs nobody in, and makes no empty session', async () => {
    const { prefix, signIn, userOf } = site(await connect(url))
    const token = await signIn('ann')
    const key = new Keys(prefix).record(token.slice(0, 22))
    const value = String(await redis.command('GET', key))
    await redis.command('SET', key, value.slice(0, 40))
    await expectUnavailable(() => userOf(token))
  })

  it('R48: a payload that was cut is for core to judge, which takes it for corrupt', async () => {
    const { sessions, prefix, signIn } = site(await connect(url))
    const token = await signIn('ann')
    const reasons: string[] = []
    sessions.on('rejected', ({ reason }) => void reasons.push(reason))
    const key = new Keys(prefix).record(token.slice(0, 22))
    const value = String(await redis.command('GET', key))
    await redis.command('SET', key, value.slice(0, value.length - 3))
    expect((await sessions.open(token).load()).userId).toBeNull()
    expect(reasons).toEqual(['corrupt'])
  })

  it('an index that holds something else stops no sign-out, and no revocation goes unnoticed', async () => {
    const { backend, prefix } = site(await connect(url))
    const record = newRecord({ owner: 'ann' })
    await backend.create(record, call())
    const index = new Keys(prefix).owner('ann')
    await redis.command('SET', index, 'something else')
    await expect(backend.deleteByOwner('ann', call())).rejects.toThrow('WRONGTYPE')
    await expect(backend.create(newRecord({ owner: 'ann' }), call())).rejects.toThrow('WRONGTYPE')
    expect(await backend.delete(record.id, call())).toBe(true)
    await redis.command('DEL', index)
  })
})
