import type { SessionBackend, SessionRecord } from '../backend.ts'
import type { SessionCache } from './session-cache.ts'
import type { Errand } from './under-way.ts'

/**
 * The backend, with a cache that hears of every write made through it: before it is sent, and when it
 * was answered. The backend is always first; what it did not confirm is in the cache no more.
 */
export function writeThrough(backend: SessionBackend, cache: SessionCache): SessionBackend {
  const { target, inProcess, deleteExpired, list, listByOwner, deleteByOwner, admit } = backend
  const { readsCopies, watch, migrate, check, onFault } = backend
  return {
    name: backend.name,
    ...(target !== undefined && { target }),
    ...(inProcess !== undefined && { inProcess }),
    ...(readsCopies !== undefined && { readsCopies }),
    read: (id, call) => backend.read(id, call),
    create: (record, call) =>
      through(
        cache.beginWrite(record.id, null),
        cache,
        () => backend.create(record, call),
        (isDone) => (isDone ? record : null),
      ),
    update: (record, base, call) =>
      through(
        cache.beginWrite(record.id, base),
        cache,
        () => backend.update(record, base, call),
        (answer) => (answer === 'updated' ? record : null),
      ),
    async touch(id, expiresAt, base, call) {
      const isDone = await backend.touch(id, expiresAt, base, call)
      cache.touched(id, base, expiresAt, isDone)
      return isDone
    },
    delete: (id, call) =>
      through(cache.beginWrite(id, null), cache, () => backend.delete(id, call), gone),
    async clear(call) {
      cache.drop()
      await backend.clear(call).finally(() => cache.drop())
    },
    close: () => backend.close(),
    ...(deleteExpired && { deleteExpired: deleteExpired.bind(backend) }),
    ...(list && { list: list.bind(backend) }),
    ...(listByOwner && { listByOwner: listByOwner.bind(backend) }),
    ...(deleteByOwner && {
      async deleteByOwner(owner, call) {
        cache.forgetOwned(owner)
        return deleteByOwner.call(backend, owner, call).finally(() => cache.forgetOwned(owner))
      },
    }),
    ...(admit && {
      admit: (record, call) =>
        through(
          cache.beginWrite(record.id, null),
          cache,
          async () => {
            try {
              const evicted = await admit.call(backend, record, call)
              for (const id of evicted || []) cache.forget(id)
              return evicted
            } catch (error) {
              // Nobody knows whom it has evicted.
              if (record.owner !== null) cache.forgetOwned(record.owner)
              throw error
            }
          },
          (evicted) => (evicted ? record : null),
        ),
    }),
    ...(watch && { watch: watch.bind(backend) }),
    ...(migrate && { migrate: migrate.bind(backend) }),
    ...(check && { check: check.bind(backend) }),
    ...(onFault && { onFault: onFault.bind(backend) }),
  } satisfies SessionBackend
}

const gone = (): null => null

async function through<R>(
  errand: Errand,
  cache: SessionCache,
  write: () => Promise<R>,
  written: (answer: R) => SessionRecord | null,
): Promise<R> {
  let record: SessionRecord | null = null
  try {
    const answer = await write()
    record = written(answer)
    return answer
  } finally {
    cache.endWrite(errand, record)
  }
}
