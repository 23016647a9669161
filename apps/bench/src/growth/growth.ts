import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import { privatePostgres } from '../stores/postgres.ts'
import { privateRedis } from '../stores/redis.ts'
import type { FilledStoreId } from './filled-store.ts'

/** Asks for the cost with so many sessions in the store. */
export interface Grown {
  readonly sessions: number
  /** Milliseconds that reads, and writes, are measured. */
  readonly slice: number
}

/** Microseconds for a load and a read of one session among so many; for a change and a save. */
export interface GrowthFigure {
  readonly sessions: number
  readonly read: number
  readonly write: number
}

/** Fills a store step by step, and measures at each. */
export async function grow(
  store: FilledStoreId,
  counts: readonly number[],
  slice: number,
  onStep: (sessions: number) => void,
): Promise<readonly GrowthFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  const server =
    store === 'redis'
      ? await privateRedis()
      : store === 'postgres'
        ? await privatePostgres()
        : undefined
  const child = new Child<Grown & object, GrowthFigure>(
    'growth/growth-process.ts',
    [store, folder, server?.url ?? ''],
    ['--max-old-space-size=6144'],
  ).pin(serverCore)
  try {
    const figures: GrowthFigure[] = []
    for (const sessions of counts) {
      onStep(sessions)
      figures.push(await child.ask({ sessions, slice }))
    }
    return figures
  } finally {
    await child.stop()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
