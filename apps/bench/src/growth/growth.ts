import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from '@sojourn/test-servers'
import type { GrowthPlan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import { type Summary, summary } from '../statistics.ts'
import { privatePostgres } from '../stores/postgres.ts'
import { privateRedis } from '../stores/redis.ts'
import type { FilledStoreId } from './filled-store.ts'

/** Microseconds for a load and a read of one session among many; for a change and a save as well. */
export interface GrowthCost {
  readonly read: number
  readonly write: number
}

/** One store as its sessions become many. */
export interface Growth {
  readonly store: FilledStoreId
  /** Numbers of sessions, fewest first. */
  readonly counts: readonly number[]
  /** By the number of sessions. */
  readonly read: readonly Summary[]
  readonly write: readonly Summary[]
  /** The cost with the most sessions, as a multiple of that with the fewest in the same round. */
  readonly readGrowth: Summary
  readonly writeGrowth: Summary
}

/** Measures a store with each number of sessions, which take turns in every round. */
export async function grow(
  store: FilledStoreId,
  { counts, rounds, slice }: GrowthPlan,
  onStep: (step: string) => void,
): Promise<Growth> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  const server = await serverOf(store)
  const children = counts.map(
    (count) =>
      new Child<number, GrowthCost>(
        'growth/growth-process.ts',
        [store, folder, server?.url ?? '', String(count)],
        ['--max-old-space-size=6144'],
      ),
  )
  try {
    onStep('filled')
    // The code gets hot, once all are filled.
    await Promise.all(children.map((child) => child.ask(slice)))
    for (const child of children) child.pin(serverCore)
    const found: GrowthCost[][] = []
    for (let round = 1; round <= rounds; round++) {
      onStep(`round ${round}`)
      const costs: GrowthCost[] = []
      for (const child of children) costs.push(await child.ask(slice))
      found.push(costs)
    }
    return growthOf(store, counts, found)
  } finally {
    await Promise.all(children.map((child) => child.stop()))
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `found`: the costs by round and by number of sessions. */
function growthOf(
  store: FilledStoreId,
  counts: readonly number[],
  found: readonly (readonly GrowthCost[])[],
): Growth {
  const costs = (verb: keyof GrowthCost) =>
    counts.map((_, at) => summary(found.map((costs) => costs[at]?.[verb] ?? Number.NaN)))
  const growth = (verb: keyof GrowthCost) =>
    summary(
      found.map((costs) => (costs.at(-1)?.[verb] ?? Number.NaN) / (costs[0]?.[verb] ?? Number.NaN)),
    )
  return {
    store,
    counts,
    read: costs('read'),
    write: costs('write'),
    readGrowth: growth('read'),
    writeGrowth: growth('write'),
  }
}

async function serverOf(store: FilledStoreId): Promise<Server | undefined> {
  if (store === 'redis') return privateRedis()
  return store === 'postgres' ? privatePostgres() : undefined
}
