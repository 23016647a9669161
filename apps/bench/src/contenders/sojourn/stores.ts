import type { Store } from '../contender.ts'

/** A way to run Sojourn, the same on every framework. */
export interface SojournStore {
  /** Behind `koa-sojourn-` and the like. */
  readonly id: string
  readonly title: string
  readonly store: Store
  readonly packages: readonly string[]
  /** With the cache of the process, which is the default; without it every read is a call to the store. */
  readonly cached?: boolean
}

/** Every way. */
export const sojournStores = {
  memory: { id: 'memory', title: 'Sojourn, memory', store: 'memory', packages: [] },
  sqlite: { id: 'sqlite', title: 'Sojourn, SQLite', store: 'sqlite', packages: [] },
  redis: { id: 'redis', title: 'Sojourn, Redis', store: 'redis', packages: ['ioredis'] },
  redisCached: {
    id: 'redis-cached',
    title: 'Sojourn, Redis, cache',
    store: 'redis',
    packages: ['ioredis'],
    cached: true,
  },
  postgres: { id: 'postgres', title: 'Sojourn, PostgreSQL', store: 'postgres', packages: ['pg'] },
  cookie: { id: 'cookie', title: 'Sojourn, sealed cookie', store: 'cookie', packages: [] },
} as const satisfies Record<string, SojournStore>
