import {
  type RedisCluster,
  redisCommand,
  startRedisCluster,
  startRedisSentinel,
} from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { slotOf } from '../../src/keys/hash-slot.ts'
import { tagOf } from '../../src/keys/tags.ts'
import {
  type Connected,
  ioRedisCluster,
  ioRedisSentinel,
  nodeRedisCluster,
  nodeRedisSentinel,
} from '../connect.ts'
import { call, newName, newRecord } from '../sessions.ts'
import { patience, watched } from './watched.ts'

describe.each([
  ['node-redis', nodeRedisCluster],
  ['ioredis', ioRedisCluster],
] as const)('%s on a cluster', (_name, connect) => {
  it('R53: changes in every shard are heard, each once', async () => {
    const { connected } = await site(connect)
    const { backend, events } = await watched(connected.client, newName())
    const records = Array.from({ length: 300 }, () => newRecord())
    await Promise.all(records.map((record) => backend.create(record, call())))
    await Promise.all(records.map(({ id }) => backend.delete(id, call())))
    const ids = records.map(({ id }) => id).sort()
    await vi.waitFor(() => expect(events.map(({ id }) => id).sort()).toEqual(ids), patience)
  }, 60_000)

  it('R54: a primary that dies ends the proof; when it is back, all is heard again', async () => {
    const { cluster, connected } = await site(connect)
    const { backend, watch, events } = await watched(connected.client, newName())
    const [lost] = cluster.nodes
    await lost?.kill()
    await vi.waitFor(() => expect(watch.alive).toBe(false), patience)
    await vi.waitFor(() => expect(events).toContainEqual({ id: null }), patience)
    await lost?.restart()
    await vi.waitFor(() => expect(watch.alive).toBe(true), { ...patience, timeout: 30_000 })
    const records = Array.from({ length: 60 }, () => newRecord())
    for (const record of records) {
      await vi.waitFor(() => backend.create(record, call()), patience)
    }
    events.length = 0
    for (const { id } of records) await backend.delete(id, call())
    const ids = records.map(({ id }) => id).sort()
    await vi.waitFor(() => expect(events.map(({ id }) => id).sort()).toEqual(ids), patience)
  }, 90_000)

  it('R54: a slot that moves to another primary is followed, and the gap is told', async () => {
    const { cluster, connected } = await site(connect)
    const { backend, watch, events } = await watched(connected.client, newName())
    const record = newRecord()
    await moveSlot(cluster, slotOf(tagOf(record.id)))
    await vi.waitFor(() => expect(events).toContainEqual({ id: null }), patience)
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    await vi.waitFor(() => backend.create(record, call()), patience)
    events.length = 0
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(events).toEqual([{ id: record.id }]), patience)
  }, 60_000)
})

describe.each([
  ['node-redis', nodeRedisSentinel],
  ['ioredis', ioRedisSentinel],
] as const)('%s by Sentinel', (_name, connect) => {
  it('R54: follows a failover, and tells that something may have been missed', async () => {
    const servers = await startRedisSentinel()
    onTestFinished(() => servers.stop())
    const connected = await connect(servers)
    onTestFinished(() => connected.close())
    const { backend, watch, events } = await watched(connected.client, newName())
    await servers.primary.kill()
    await vi.waitFor(() => expect(watch.alive).toBe(false), patience)
    await vi.waitFor(() => expect(watch.alive).toBe(true), { ...patience, timeout: 30_000 })
    expect(events).toContainEqual({ id: null })
    expect(await servers.primaryPort()).toBe(servers.replica.port)
    const record = newRecord()
    await vi.waitFor(() => backend.create(record, call()), patience)
    events.length = 0
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(events).toEqual([{ id: record.id }]), patience)
  }, 60_000)
})

async function site(
  connect: (cluster: RedisCluster) => Promise<Connected>,
): Promise<{ cluster: RedisCluster; connected: Connected }> {
  const cluster = await startRedisCluster()
  onTestFinished(() => cluster.stop())
  const connected = await connect(cluster)
  onTestFinished(() => connected.close())
  return { cluster, connected }
}

/** Gives an empty slot to the next primary, as an operator's resharding does. */
async function moveSlot({ nodes }: RedisCluster, slot: number): Promise<void> {
  const from = Math.floor((slot * nodes.length) / 16_384)
  const target = nodes[(from + 1) % nodes.length]
  const targetId = String(await redisCommand(target?.url ?? '', 'CLUSTER', 'MYID'))
  for (const { url } of target ? [target, ...nodes] : nodes) {
    await redisCommand(url, 'CLUSTER', 'SETSLOT', slot, 'NODE', targetId)
  }
}
