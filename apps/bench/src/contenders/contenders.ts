import type { Contender } from './contender.ts'

/** Everyone who is measured. Each loads its code when it starts: a process holds only its own. */
export const contenders: readonly Contender[] = [
  {
    id: 'koa-bare',
    title: 'Koa without sessions',
    framework: 'koa',
    layer: 'bare',
    store: 'none',
    start: async () => (await import('./koa/bare.ts')).startBare(),
  },
  {
    id: 'koa-floor-memory',
    title: 'floor, memory',
    framework: 'koa',
    layer: 'floor',
    store: 'memory',
    start: async (site) => {
      const { memoryStore } = await import('./floor/memory-store.ts')
      return (await import('./koa/floor.ts')).startFloor(memoryStore(), site)
    },
  },
  {
    id: 'koa-sojourn-memory',
    title: 'Sojourn, memory',
    framework: 'koa',
    layer: 'sojourn',
    store: 'memory',
    start: async (site) => {
      const { memoryBackend } = await import('@sojourn/backend-memory')
      const backend = memoryBackend({ allowInProduction: true })
      return (await import('./koa/sojourn.ts')).startSojourn(backend, site)
    },
  },
  {
    id: 'koa-floor-sqlite',
    title: 'floor, SQLite',
    framework: 'koa',
    layer: 'floor',
    store: 'sqlite',
    start: async (site) => {
      const { sqliteStore } = await import('./floor/sqlite-store.ts')
      const store = sqliteStore(`${site.folder}/floor.db`)
      return (await import('./koa/floor.ts')).startFloor(store, site)
    },
  },
  {
    id: 'koa-sojourn-sqlite',
    title: 'Sojourn, SQLite',
    framework: 'koa',
    layer: 'sojourn',
    store: 'sqlite',
    start: async (site) => {
      const { dbBackend, sqlite } = await import('@sojourn/backend-db')
      const backend = dbBackend(sqlite({ path: `${site.folder}/sojourn.db` }))
      return (await import('./koa/sojourn.ts')).startSojourn(backend, site)
    },
  },
]

/** The contender with this id. */
export function contenderOf(id: string): Contender {
  const found = contenders.find((contender) => contender.id === id)
  if (found) return found
  throw new Error(`There is no contender '${id}'. There are: ${contenders.map((c) => c.id)}.`)
}
