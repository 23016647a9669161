import { sharedServer } from '@sojourn/test-servers'
import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type RedisBackend, redisBackend } from '../../src/index.ts'
import { call, newName, newRecord } from '../sessions.ts'

interface Setup {
  readonly client: Redis
  readonly backend: RedisBackend
  readonly prefix: string
}

async function setup(): Promise<Setup> {
  const { url } = await sharedServer('redis')
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 1 })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.disconnect())
  const prefix = newName()
  return { client, backend: redisBackend({ client, prefix }), prefix }
}

describe('ioredis: the commands of one turn', () => {
  it('leave in one write, in their order', async () => {
    const { client, backend } = await setup()
    const records = Array.from({ length: 20 }, () => newRecord())
    for (const record of records) await backend.create(record, call())
    const one = vi.spyOn(client.stream, '_write')
    const several = vi.spyOn(client.stream, '_writev')
    const reads = records.map(({ id }) => backend.read(id, call()))
    expect(await Promise.all(reads)).toEqual(records)
    expect([one.mock.calls.length, several.mock.calls.length]).toEqual([0, 1])
  })

  it('leave without waiting for others: one that comes alone is written in the turn that it came in', async () => {
    const { client, backend } = await setup()
    const record = newRecord()
    await backend.create(record, call())
    const one = vi.spyOn(client.stream, '_write')
    const read = backend.read(record.id, call())
    await new Promise<void>((resolve) => process.nextTick(resolve))
    expect(one).toHaveBeenCalledOnce()
    expect(await read).toEqual(record)
  })

  it('fail each by itself', async () => {
    const { client, backend, prefix } = await setup()
    const [good, bad] = [newRecord(), newRecord()]
    await backend.create(good, call())
    await backend.create(bad, call())
    for (const key of await client.keys(`*${prefix}*`)) {
      if (key.endsWith(bad.id.slice(2))) await client.del(key).then(() => client.lpush(key, 'no'))
    }
    const answers = await Promise.allSettled(
      [good.id, bad.id, good.id].map((id) => backend.read(id, call())),
    )
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('are each answered where the connection is replaced between them', async () => {
    const { client, backend } = await setup()
    const record = newRecord()
    await backend.create(record, call())
    const before = backend.read(record.id, call())
    client.disconnect(true)
    const after = backend.read(record.id, call())
    expect(await Promise.all([before, after])).toEqual([record, record])
    expect(await backend.read(record.id, call())).toEqual(record)
  })
})
