import type { Problem, SessionBackend } from '../backend.ts'
import { CacheCalls } from './cache-calls.ts'
import { CacheKeys } from './cache-keys.ts'
import { Copies } from './copies.ts'
import { Ending } from './ending.ts'
import { type CachedBackendOptions, resolveCachedOptions } from './options.ts'
import { Records } from './records.ts'
import { watchBoth } from './watch-both.ts'

/** What {@link cachedBackend} returns. */
export interface CachedBackend extends SessionBackend {
  /** As given. */
  readonly prefix: string
  /**
   * The id under which the cache has the copy of a session: its own, where there is no prefix; else
   * another of the same form. `RangeError` for what is no session id.
   */
  cacheKey(id: string): string
}

/**
 * A database with a shared cache before it, as one backend: Django's cached database sessions. A read
 * asks the cache, and the database where the cache has nothing or fails; a write goes to the database,
 * then to the cache. While the cache fails, reads and writes of data go on, and `unavailable` events
 * tell of it (`cache.read` and so on). What must not be readable any more is an error instead: the end
 * of a session, and a change of its secret or owner, which is then not made. `docs/consistency.md`
 * says what a reader may rely on. `ConfigurationError` for what cannot be joined.
 *
 * Its powers are those of the source; `watch` is there where the cache has it. `close` closes both, and
 * each ends what it opened itself.
 */
export function cachedBackend(options: CachedBackendOptions): CachedBackend {
  const { prefix, maxStaleness, cacheDeadline } = resolveCachedOptions(options)
  const { source, cache } = options
  const keys = new CacheKeys(prefix)
  const calls = new CacheCalls(cacheDeadline)
  const copies = new Copies(cache, calls, keys, maxStaleness)
  const parts = { source, copies, calls, keys }
  const records = new Records(parts)
  const ending = new Ending(parts)
  const { list, listByOwner, admit, deleteExpired, migrate, check } = source
  const watchCache = cache.watch?.bind(cache)
  const hasTargets = source.target !== undefined && cache.target !== undefined

  return {
    name: `cached-${source.name}`,
    ...(hasTargets && { target: `cached:${source.target}+${cache.target}#${prefix}` }),
    ...(source.inProcess && { inProcess: true }),
    readsCopies: true,
    prefix,
    cacheKey(id) {
      if (!keys.isId(id)) throw new RangeError('A session id is 22 characters of base64url.')
      return keys.swap(id)
    },
    create: (record, call) => records.create(record, call),
    read: (id, call) => records.read(id, call),
    update: (record, base, call) => records.update(record, base, call),
    touch: (id, expiresAt, base, call) => records.touch(id, expiresAt, base, call),
    delete: (id, call) => ending.delete(id, call),
    clear: (call) => ending.clear(call),
    async close() {
      const closings = await Promise.allSettled([source.close(), cache.close()])
      for (const closing of closings) if (closing.status === 'rejected') throw closing.reason
    },
    onFault: (listener) => calls.onFault(listener),
    // A power that the source lacks stays absent.
    ...(list && { list: list.bind(source) }),
    ...(listByOwner && {
      listByOwner: listByOwner.bind(source),
      deleteByOwner: (owner, call) => ending.deleteByOwner(owner, call, listByOwner),
    }),
    ...(admit && { admit: (record, call) => ending.admit(record, call, admit) }),
    ...(deleteExpired && {
      async deleteExpired(call) {
        const deleted = await deleteExpired.call(source, call)
        const { now, signal, batch } = call
        await calls.survive('deleteExpired', async () => {
          await cache.deleteExpired?.({ now, signal, batch })
        })
        return deleted
      },
    }),
    ...(watchCache && { watch: (listener) => watchBoth(source, watchCache, keys, listener) }),
    ...((migrate || cache.migrate) && {
      async migrate() {
        await source.migrate?.()
        await cache.migrate?.()
      },
    }),
    ...((check || cache.check) && {
      check: async () => [...((await source.check?.()) ?? []), ...(await problemsOf(cache))],
    }),
  } satisfies CachedBackend
}

/** A cache that is down is a problem among others: what is wrong with the database is said as well. */
async function problemsOf(cache: SessionBackend): Promise<Problem[]> {
  try {
    return (await cache.check?.()) ?? []
  } catch (error) {
    return [
      {
        what: `The ${cache.name} cache cannot be asked: ${String(error)}`,
        fix: 'See that it runs and can be reached. Until then reads go to the database, and no session can be ended without an error.',
      },
    ]
  }
}
