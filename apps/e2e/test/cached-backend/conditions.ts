import { type Call, type SessionBackend, SessionUnavailableError } from '@sojourn/core'
import { expect } from 'vitest'

/** What becomes of every call to a cache. */
export type Condition = 'healthy' | 'empty' | 'failing' | 'slow'

export const conditions: readonly Condition[] = ['healthy', 'empty', 'failing', 'slow']

/** Milliseconds that a call to a cache may take in these tests. */
export const cacheDeadline: Readonly<Record<Condition, number>> = {
  healthy: 5000,
  empty: 5000,
  failing: 5000,
  slow: 2,
}
/** Milliseconds that a slow cache takes before it does as it was told. */
const slowness = 30

/** A cache in that condition, over one that works. */
export function inCondition(cache: SessionBackend, condition: Condition): SessionBackend {
  if (condition === 'healthy') return cache
  return new Proxy(cache, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const method = value.bind(target)
      if (name === 'close' || name === 'watch') return method
      return async (...args: unknown[]) => {
        if (condition === 'failing') throw new Error('The cache is down')
        if (condition === 'slow') await new Promise((resolve) => setTimeout(resolve, slowness))
        // Evicted between any two reads.
        if (condition === 'empty' && name === 'read') {
          await target.clear({ now: 0, signal: AbortSignal.timeout(5000) })
        }
        return method(...args)
      }
    },
  })
}

/** The tests that cannot be held to while the cache fails: who cannot be evicted from it, keeps out whom he should make room for. */
export const loudTests: Readonly<Record<string, string>> = {
  'R43: evict-oldest names what it evicted, the earliest end first': 'an eviction is an error',
  'R43: is exact under parallel sign-ins': 'an eviction is an error',
}

type Verdicts = WeakMap<object, { deleted: boolean; count: number }>

/**
 * What a suite sees of a cached backend whose cache fails: the ends of sessions, which must each be a
 * loud error, with the verdict that the database came to nonetheless.
 */
export function loudly(
  open: (source: SessionBackend) => SessionBackend,
  source: SessionBackend,
): SessionBackend {
  const verdicts: Verdicts = new WeakMap()
  const noting: SessionBackend = replaced(source, {
    delete: async (id: string, call: Call) => {
      const deleted = await source.delete(id, call)
      const { count } = verdicts.get(call) ?? { count: 0 }
      verdicts.set(call, { deleted, count: count + (deleted ? 1 : 0) })
      return deleted
    },
  })
  const backend = open(noting)
  const { deleteByOwner } = backend
  return replaced(backend, {
    delete: (id: string, call: Call) =>
      verdictOf(
        call,
        (own) => backend.delete(id, own),
        () => verdicts.get(call)?.deleted ?? false,
      ),
    clear: (call: Call) =>
      verdictOf(
        call,
        (own) => backend.clear(own),
        () => undefined,
      ),
    ...(deleteByOwner && {
      deleteByOwner: (owner: string, call: Call) =>
        verdictOf(
          call,
          (own) => deleteByOwner.call(backend, owner, own),
          () => verdicts.get(call)?.count ?? 0,
        ),
    }),
  })
}

async function verdictOf<R>(
  call: Call,
  verb: (call: Call) => Promise<R>,
  verdict: () => R,
): Promise<R> {
  try {
    return await verb(call)
  } catch (error) {
    if (call.signal.aborted) throw error
    expect(error).toBeInstanceOf(SessionUnavailableError)
    expect(String(error)).toMatch(/copy could not be removed/)
    return verdict()
  }
}

function replaced(backend: SessionBackend, methods: Partial<SessionBackend>): SessionBackend {
  return new Proxy(backend, {
    get(target, name) {
      const own: unknown = Reflect.get(methods, name)
      if (own !== undefined) return own
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
