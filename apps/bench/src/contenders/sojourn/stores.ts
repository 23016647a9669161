import type { Store } from '../contender.ts'

/** A way to run Sojourn, the same on every framework. */
export interface SojournStore {
  /** Behind `koa-sojourn-` and the like. */
  readonly id: string
  readonly title: string
  readonly store: Store
  readonly packages: readonly string[]
}

/** Every way. */
export const sojournStores = {
  memory: { id: 'memory', title: 'Sojourn, memory', store: 'memory', packages: [] },
  sqlite: { id: 'sqlite', title: 'Sojourn, SQLite', store: 'sqlite', packages: [] },
  redis: { id: 'redis', title: 'Sojourn, Redis', store: 'redis', packages: ['ioredis'] },
  postgres: { id: 'postgres', title: 'Sojourn, PostgreSQL', store: 'postgres', packages: ['pg'] },
} as const satisfies Record<string, SojournStore>
