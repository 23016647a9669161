import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dbBackend, postgres, sqlite } from '@sojourn/backend-db'
import { type RedisBackend, redisBackend } from '@sojourn/backend-redis'
import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'
import { postgresDatabase } from '@sojourn/test-servers'
import pg from 'pg'
import { createClient } from 'redis'
import { onTestFinished } from 'vitest'

/** A database of a test's own, opened as often as there are processes. */
export type OpenSource = () => SessionBackend

export const sources: readonly (readonly [name: string, make: () => Promise<OpenSource>])[] = [
  ['sqlite', sqliteSource],
  ['postgres', postgresSource],
]

async function sqliteSource(): Promise<OpenSource> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-cached-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return () => {
    const backend = dbBackend(sqlite({ path: join(folder, 'sessions.db') }))
    onTestFinished(() => backend.close())
    return backend
  }
}

async function postgresSource(): Promise<OpenSource> {
  const database = await postgresDatabase()
  onTestFinished(() => database.remove())
  const pool = new pg.Pool({ connectionString: database.url, max: 8 })
  pool.on('error', () => {})
  onTestFinished(() => pool.end())
  await dbBackend(postgres({ pool })).migrate()
  return () => dbBackend(postgres({ pool }))
}

/** Redis, through a client of its own. */
export async function redisCache(url: string, prefix: string): Promise<RedisBackend> {
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.destroy())
  return redisBackend({ client, prefix })
}

/** A store whose `verb` waits at a gate before it is sent. */
export function gated<Store extends SessionBackend>(
  store: Store,
  verb: 'create' | 'read' | 'update' | 'delete',
): { readonly store: Store; readonly reached: Promise<void>; open(): void } {
  let open = (): void => {}
  let tell = (): void => {}
  const reached = new Promise<void>((resolve) => {
    tell = resolve
  })
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const held = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name !== verb || typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        tell()
        await opened
        return value.apply(target, args)
      }
    },
  })
  return { store: held, reached, open: () => open() }
}

export function call<Options extends object>(options?: Options): Call & Options
export function call(options: object = {}): Call {
  return { ...options, now: Date.now(), signal: new AbortController().signal }
}

/** A new session of an hour. */
export function newRecord(): SessionRecord {
  const now = Date.now()
  return {
    id: randomBytes(16).toString('base64url'),
    revision: newText(),
    owner: 'ada',
    expiresAt: now + 3_600_000,
    endsAt: now + 86_400_000,
    payload: newText(),
  }
}

/** The version after another. */
export function nextOf(record: SessionRecord): SessionRecord {
  return { ...record, revision: newText(), payload: newText() }
}

export function newText(): string {
  return randomBytes(9).toString('base64url')
}
