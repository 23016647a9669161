import { randomBytes } from 'node:crypto'
import { type RedisBackend, redisBackend } from '@sojourn/backend-redis'
import { RedisConnection, startRedis } from '@sojourn/test-servers'
import type { Redis } from 'ioredis'
import { concurrently } from './concurrently.ts'

/** How evenly sessions lie in a cluster. */
export interface SlotBalance {
  readonly primaries: number
  /** The fullest primary's sessions, as a multiple of the mean. */
  readonly fullest: number
}

const slotCount = 16_384
const sampled = 4000
const simulated = 1_000_000
const primaryCounts = [3, 6, 16, 64, 128] as const

/**
 * Learns from real keys how a key's hash tag follows from its id (its first two characters), and
 * deals a million random ids to the primaries of clusters, which have equal parts of the slots.
 */
export async function slotBalance(client: Redis): Promise<readonly SlotBalance[]> {
  await storeSome(redisBackend({ client, prefix: 'slots' }))
  const slots = await slotsOf(await client.keys('slots:*'))
  const counts = new Uint32Array(slotCount)
  for (let i = 0; i < simulated; i++) {
    const slot = slots.get(startOf(randomBytes(16).toString('base64url')))
    if (slot === undefined) throw new Error('An id begins as none that was stored did.')
    counts[slot] = (counts[slot] ?? 0) + 1
  }
  return primaryCounts.map((primaries) => ({ primaries, fullest: fullest(counts, primaries) }))
}

/** The slots of keys, as a Redis Cluster knows them, by how their ids begin. */
async function slotsOf(keys: readonly string[]): Promise<ReadonlyMap<number, number>> {
  const server = await startRedis({ config: ['appendonly no', 'cluster-enabled yes'] })
  const connection = await RedisConnection.open(server.url)
  try {
    const slots = new Map<number, number>()
    for (const key of keys) {
      const start = startOf(key.slice(-22))
      const slot = Number(await connection.command('CLUSTER', 'KEYSLOT', key))
      if ((slots.get(start) ?? slot) !== slot) throw new Error(`${key} lies in a slot of its own.`)
      slots.set(start, slot)
    }
    return slots
  } finally {
    connection.close()
    await server.stop()
  }
}

async function storeSome(backend: RedisBackend): Promise<void> {
  const now = Date.now()
  await concurrently(sampled, async () => {
    const record = {
      id: randomBytes(16).toString('base64url'),
      revision: 'r',
      owner: null,
      expiresAt: now + 60_000,
      endsAt: now + 60_000,
      payload: '',
    }
    await backend.create(record, { now, signal: AbortSignal.timeout(60_000) })
  })
}

/** The first seven bits of an id. */
function startOf(id: string): number {
  return (Buffer.from(id.slice(0, 4), 'base64url')[0] ?? 0) >> 1
}

function fullest(counts: Uint32Array, primaries: number): number {
  const held = new Float64Array(primaries)
  for (const [slot, count] of counts.entries()) {
    const primary = Math.floor((slot * primaries) / slotCount)
    held[primary] = (held[primary] ?? 0) + count
  }
  return Math.max(...held) / (simulated / primaries)
}
