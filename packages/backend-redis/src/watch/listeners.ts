import type { Driver, Primary } from '../client/driver.ts'
import { slotOf } from '../keys/hash-slot.ts'
import type { Keys } from '../keys/keys.ts'
import { tags } from '../keys/tags.ts'

/** One connection to open, and what it listens to. */
export interface Listener {
  readonly primary: Primary
  readonly channels: readonly string[]
  /** The channel of its heartbeat, without the heartbeat's own name. */
  readonly beatStart: string
  /** What a heartbeat is published with. */
  readonly publish: 'PUBLISH' | 'SPUBLISH'
}

/** Where changes are published now: on a single server in one channel, on a cluster in one for each tag. */
export async function listeners(driver: Driver, keys: Keys): Promise<Listener[]> {
  const primaries = await driver.primaries()
  if (!driver.clustered) {
    return primaries.map((primary) => ({
      primary,
      channels: [keys.changes],
      beatStart: keys.start,
      publish: 'PUBLISH',
    }))
  }
  const found = await Promise.all(primaries.map((primary) => shardListener(primary, keys)))
  const listened = found.reduce((sum, { channels }) => sum + channels.length, 0)
  if (listened < tags().length) throw new Error('Some slots of the cluster have no primary now')
  return found.filter(({ channels }) => channels.length > 0)
}

async function shardListener(primary: Primary, keys: Keys): Promise<Listener> {
  const [id, slots] = await Promise.all([
    primary.send(['CLUSTER', 'MYID']),
    primary.send(['CLUSTER', 'SLOTS']),
  ])
  const own = rangesOf(slots, String(id))
  const here = tags().filter((tag) => own.some(([first, last]) => within(slotOf(tag), first, last)))
  return {
    primary,
    channels: here.map((tag) => keys.shard(tag)),
    beatStart: `${keys.start}{${here[0]}}`,
    publish: 'SPUBLISH',
  }
}

function within(slot: number, first: number, last: number): boolean {
  return slot >= first && slot <= last
}

/** The ranges of slots of a node, in an answer to CLUSTER SLOTS: first, last, then the primary's host, port and id. */
function rangesOf(slots: unknown, nodeId: string): [number, number][] {
  if (!Array.isArray(slots)) throw new TypeError('Redis answered CLUSTER SLOTS with something else')
  return slots.flatMap((range: unknown): [number, number][] => {
    if (!Array.isArray(range)) return []
    const [first, last, primary]: unknown[] = range
    if (!Array.isArray(primary) || String(primary[2]) !== nodeId) return []
    return [[Number(first), Number(last)]]
  })
}
