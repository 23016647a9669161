import { setTimeout } from 'node:timers/promises'
import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'
import type { Cursor, Dialect } from './dialect.ts'

/** What {@link dbBackend} returns. Of PostgreSQL, which can tell of changes, it has `watch` too. */
export type DbBackend = SessionBackend &
  Required<
    Pick<
      SessionBackend,
      'deleteExpired' | 'list' | 'listByOwner' | 'deleteByOwner' | 'admit' | 'migrate' | 'check'
    >
  >

const pageSize = 200

/**
 * Sessions in one table of an SQL database: `dbBackend(sqlite({ path: 'sessions.db' }))`, or with
 * `postgres({ pool })` or `mysql({ pool })`, which throw for wrong options. Expired rows stay until
 * `sessions.clearExpired()` removes them in batches; nobody is given one.
 */
export function dbBackend(dialect: Dialect): DbBackend {
  return {
    name: dialect.name,
    ...(dialect.target === undefined ? {} : { target: dialect.target }),
    create: (record, call) => dialect.create(record, call),
    read: (id, call) => dialect.read(id, call),
    update: (record, base, call) => dialect.update(record, base, call),
    touch: (id, expiresAt, base, call) => dialect.touch(id, expiresAt, base, call),
    delete: (id, call) => dialect.delete(id, call),
    clear: (call) => dialect.clear(call),
    close: () => dialect.close(),
    deleteExpired: (call) => deleteExpired(dialect, call),
    list: (call) => records(dialect, undefined, call),
    listByOwner: (owner, call) => records(dialect, owner, call),
    deleteByOwner: (owner, call) => dialect.deleteByOwner(owner, call),
    admit: (record, call) => dialect.admit(record, call),
    migrate: () => dialect.migrate(),
    check: () => dialect.check(),
    ...(dialect.watch === undefined ? {} : { watch: dialect.watch.bind(dialect) }),
  }
}

async function* records(
  dialect: Dialect,
  owner: string | undefined,
  call: Call,
): AsyncGenerator<SessionRecord> {
  let after: Cursor | null = null
  do {
    const page = await dialect.page({ after, limit: pageSize, owner }, call)
    yield* page.records
    after = page.next
  } while (after !== null)
}

async function deleteExpired(
  dialect: Dialect,
  call: Call & { readonly batch: number; readonly onProgress?: (deleted: number) => void },
): Promise<number> {
  let total = 0
  while (!call.signal.aborted) {
    const startedAt = performance.now()
    const deleted = await dialect.purge(call.batch, call).catch((error: unknown) => {
      if (call.signal.aborted) return 0
      throw error
    })
    total += deleted
    if (deleted > 0) call.onProgress?.(total)
    if (deleted < call.batch) break
    await rest(performance.now() - startedAt, call.signal)
  }
  return total
}

/**
 * As long as the batch took: whoever waits for the lock that it held, for this thread or for the
 * database's disk goes first, and no purge takes more than half of any of them.
 */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  // An abort ends the rest. What was deleted is told all the same.
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
}
