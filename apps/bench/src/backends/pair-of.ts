import type { Pair } from './verbs.ts'

/** The stores, by the names that a report has for them. */
export const storeTitles = {
  memory: 'memory, beside a `Map`',
  sqlite: 'SQLite, beside prepared statements of `node:sqlite`',
  'node-redis': 'Redis by node-redis',
  ioredis: 'Redis by ioredis',
  postgres: 'PostgreSQL by `pg`, prepared statements in a pool of 10',
} as const
export type StoreId = keyof typeof storeTitles

/** Opens a store both ways. `place`: the URL of a server, or a folder. */
export async function pairOf(store: string, place: string): Promise<Pair> {
  switch (store) {
    case 'memory':
      return (await import('./memory-pair.ts')).memoryPair()
    case 'sqlite':
      return (await import('./sqlite-pair.ts')).sqlitePair(place)
    case 'node-redis':
      return (await import('./redis-pairs.ts')).nodeRedisPair(place)
    case 'ioredis':
      return (await import('./redis-pairs.ts')).ioRedisPair(place)
    case 'postgres':
      return (await import('./postgres-pair.ts')).postgresPair(place)
  }
  throw new Error(`There is no store '${store}' to measure.`)
}
