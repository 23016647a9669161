import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { dbBackend, postgres, sqlite } from '@sojourn/backend-db'
import { redisBackend } from '@sojourn/backend-redis'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { filledPostgres } from '../growth/fill-postgres.ts'
import { filledSqlite } from '../growth/fill-sqlite.ts'
import { measureMemory } from '../memory/measure-memory.ts'
import { privatePostgres } from '../stores/postgres.ts'
import { privateRedis } from '../stores/redis.ts'
import { type FanOut, fanOut } from './fan-out.ts'
import { postgresMeter } from './postgres-meter.ts'
import { purgeRate } from './purge.ts'
import { redisMeter } from './redis-meter.ts'
import { type SlotBalance, slotBalance } from './slots.ts'
import { type StoreInputs, storeInputs } from './store-inputs.ts'

/** Everything that the page about scale starts from. */
export interface ScaleInputs {
  /** Bytes of a session in the memory of a process. */
  readonly memory: number
  readonly redis: StoreInputs
  readonly postgres: StoreInputs
  /** Expired sessions that a purge removes in a second. */
  readonly purge: { readonly postgres: number; readonly sqlite: number }
  readonly fanOut: readonly FanOut[]
  readonly slots: readonly SlotBalance[]
}

/** The steps, for a display of progress. */
export const scaleSteps = ['memory', 'Redis', 'PostgreSQL', 'purge', 'fan-out', 'slots'] as const

const purged = 50_000

/** Measures, counts and simulates all of it. */
export async function measureInputs(
  onStep: (step: (typeof scaleSteps)[number]) => void,
): Promise<ScaleInputs> {
  const redisServer = await privateRedis()
  const postgresServer = await privatePostgres()
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  const client = new Redis(redisServer.url)
  const pool = new Pool({ connectionString: postgresServer.url, max: 32 })
  pool.on('error', () => {})
  try {
    onStep('memory')
    const { bytes: memory } = await measureMemory('memory-owned', 100_000)
    onStep('Redis')
    const redis = await storeInputs(redisBackend({ client }), redisMeter(redisServer.url))
    onStep('PostgreSQL')
    const backend = dbBackend(postgres({ pool }))
    const inPostgres = await storeInputs(backend, postgresMeter(postgresServer))
    onStep('purge')
    const purge = {
      postgres: await purgePostgres(postgresServer.url, pool),
      sqlite: await purgeSqlite(`${folder}/purge.db`),
    }
    onStep('fan-out')
    const told = await fanOut(redisServer.url)
    onStep('slots')
    const slots = await slotBalance(client)
    return { memory, redis, postgres: inPostgres, purge, fanOut: told, slots }
  } finally {
    client.disconnect()
    await pool.end()
    await redisServer.stop()
    await postgresServer.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The copies of one session, all of them expired but the one that they were made from. */
const expireCopies = `UPDATE sessions SET expires_at = 1 WHERE id <>`

async function purgePostgres(url: string, pool: Pool): Promise<number> {
  const filled = await filledPostgres(url, 'sessions')
  await filled.fill(0, purged)
  await filled.close()
  return purgeRate(dbBackend(postgres({ pool, table: 'sessions' })), async () => {
    const { rowCount } = await pool.query(`${expireCopies} $1`, [filled.record.id])
    return rowCount ?? 0
  })
}

async function purgeSqlite(path: string): Promise<number> {
  const filled = await filledSqlite(path)
  await filled.fill(0, purged)
  await filled.close()
  return purgeRate(dbBackend(sqlite({ path, table: 'sessions' })), async () => {
    const database = new DatabaseSync(path)
    const { changes } = database.prepare(`${expireCopies} ?`).run(filled.record.id)
    database.close()
    return Number(changes)
  })
}
