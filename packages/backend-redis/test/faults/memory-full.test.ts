import { redisCommand, type Server, startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { ioRedis, nodeRedis } from '../connect.ts'
import { all, call, newName, newRecord, nextRecord } from '../sessions.ts'
import { expectUnavailable, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, memory is full', (_name, connect) => {
  it('no session begins, but they are read, kept alive and ended', async () => {
    const server = await privateServer()
    const connected = await connect(server.url)
    const { backend, signIn, userOf } = site(connected)
    const records = Array.from({ length: 4 }, () => newRecord({ owner: 'ann' }))
    for (const record of records) await backend.create(record, call())
    const [touched = newRecord(), ended = newRecord()] = records
    const token = await signIn('bob')
    await fill(server)

    await expect(backend.create(newRecord(), call())).rejects.toMatchObject({ code: 'OOM' })
    await expectUnavailable(() => signIn('carl'))
    // Refused before it did anything.
    await expect(
      backend.update(nextRecord(touched), touched.revision, call()),
    ).rejects.toMatchObject({ code: 'OOM' })

    expect(await userOf(token)).toBe('bob')
    const later = touched.expiresAt + 60_000
    expect(await backend.touch(touched.id, later, touched.revision, call())).toBe(true)
    expect(await backend.read(touched.id, call())).toEqual({ ...touched, expiresAt: later })
    expect(await backend.delete(ended.id, call())).toBe(true)
    expect(await backend.read(ended.id, call())).toBeNull()
    expect(await backend.deleteByOwner('ann', call())).toBe(3)
    await backend.clear(call())
    expect(await userOf(token)).toBeNull()

    await redisCommand(server.url, 'CONFIG', 'SET', 'maxmemory', 0)
    expect(await userOf(await signIn('carl'))).toBe('carl')
  }, 60_000)

  it('a place under a limit evicts nobody where the new session cannot be stored', async () => {
    const server = await privateServer()
    const connected = await connect(server.url)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client, prefix: newName() })
    const place = { ...call(), max: 1, policy: 'evict-oldest' } as const
    const first = newRecord({ owner: 'ann' })
    await backend.admit(first, place)
    await fill(server)
    await expect(backend.admit(newRecord({ owner: 'ann' }), place)).rejects.toThrow('OOM')
    expect(await all(backend.listByOwner('ann', call()))).toEqual([first])
  })
})

async function privateServer(): Promise<Server> {
  const server = await startRedis({ config: ['maxmemory-policy noeviction'] })
  onTestFinished(() => server.stop())
  return server
}

/** Leaves no room for another key. */
async function fill(server: Server): Promise<void> {
  await redisCommand(server.url, 'SET', 'ballast', 'x'.repeat(1_000_000))
  await redisCommand(server.url, 'CONFIG', 'SET', 'maxmemory', 1_000_000)
}
