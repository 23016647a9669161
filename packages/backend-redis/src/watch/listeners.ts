import type { Driver, Primary } from '../client/driver.ts'
import { slotOf } from '../keys/hash-slot.ts'
import type { Keys } from '../keys/keys.ts'
import { tags } from '../keys/tags.ts'
import { abortable } from '../store/abortable.ts'
import { longestStep } from './within-time.ts'

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
      channels: [keys.changes, keys.own(null)],
      beatStart: keys.start,
      publish: 'PUBLISH',
    }))
  }
  const found = await Promise.all(primaries.map((primary) => shardListener(primary, keys)))
  const heard = new Set(found.flatMap(({ channels }) => channels))
  const unheard = tags()
    .map((tag) => keys.shard(tag))
    .find((channel) => !heard.has(channel))
  if (unheard !== undefined) {
    await lookForPrimary(driver, unheard)
    throw new Error('Some slots of the cluster have no primary that the client knows')
  }
  return found.filter(({ channels }) => channels.length > 0)
}

// A driver may look for a primary that it has lost only when a command needs it.
async function lookForPrimary(driver: Driver, key: string): Promise<void> {
  const signal = AbortSignal.timeout(longestStep)
  const look = (): Promise<unknown> => driver.send(key, ['EXISTS', key], signal)
  await abortable(signal, look, () => undefined).catch(() => undefined)
}

async function shardListener(primary: Primary, keys: Keys): Promise<Listener> {
  const signal = AbortSignal.timeout(longestStep)
  const [id, slots] = await Promise.all([
    primary.send(['CLUSTER', 'MYID'], signal),
    primary.send(['CLUSTER', 'SLOTS'], signal),
  ])
  const own = rangesOf(slots, String(id))
  const here = tags().filter((tag) => own.some(([first, last]) => within(slotOf(tag), first, last)))
  return {
    primary,
    channels: here.flatMap((tag) => [keys.shard(tag), keys.own(tag)]),
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
