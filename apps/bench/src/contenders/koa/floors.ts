import type { Contender, Site, Store } from '../contender.ts'
import { storeUrlOf } from '../contender.ts'
import type { FloorSessions } from '../floor/floor-sessions.ts'

/** The least that anyone could write by hand, on each store. */
export const koaFloors: readonly Contender[] = [
  floor('memory', 'floor, memory', [], async () =>
    (await import('../floor/memory.ts')).memoryFloor(),
  ),
  floor('sqlite', 'floor, SQLite', [], async ({ folder }) =>
    (await import('../floor/sqlite.ts')).sqliteFloor(`${folder}/floor.db`),
  ),
  floor('redis', 'floor, Redis', ['ioredis'], async (site) =>
    (await import('../floor/redis.ts')).redisFloor(storeUrlOf(site)),
  ),
  floor('postgres', 'floor, PostgreSQL', ['pg'], async (site) =>
    (await import('../floor/postgres.ts')).postgresFloor(storeUrlOf(site)),
  ),
  floor('cookie', 'floor, AES-GCM cookie', [], async () =>
    (await import('../floor/cookie.ts')).cookieFloor(),
  ),
]

function floor(
  store: Store,
  title: string,
  packages: readonly string[],
  open: (site: Site) => Promise<FloorSessions>,
): Contender {
  return {
    id: `koa-floor-${store}`,
    title,
    framework: 'koa',
    layer: 'floor',
    store,
    packages: ['koa', ...packages],
    start: async (site) => {
      const { startFloor } = await import('./floor-app.ts')
      return startFloor(await open(site))
    },
  }
}
