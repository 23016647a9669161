import { type Contender, storeUrlOf } from '../contender.ts'

const common = { framework: 'koa', layer: 'sojourn' } as const

/** Sojourn on Koa, with each store. */
export const koaSojourn: readonly Contender[] = [
  {
    ...common,
    id: 'koa-sojourn-memory',
    title: 'Sojourn, memory',
    store: 'memory',
    packages: ['koa', '@sojourn/core'],
    start: async () => {
      const { memoryBackend } = await import('@sojourn/backend-memory')
      const backend = memoryBackend({ allowInProduction: true })
      return (await import('./sojourn-app.ts')).startSojourn(backend)
    },
  },
  {
    ...common,
    id: 'koa-sojourn-sqlite',
    title: 'Sojourn, SQLite',
    store: 'sqlite',
    packages: ['koa', '@sojourn/core'],
    start: async (site) => {
      const { dbBackend, sqlite } = await import('@sojourn/backend-db')
      const backend = dbBackend(sqlite({ path: `${site.folder}/sojourn.db` }))
      return (await import('./sojourn-app.ts')).startSojourn(backend)
    },
  },
  {
    ...common,
    id: 'koa-sojourn-redis',
    title: 'Sojourn, Redis',
    store: 'redis',
    packages: ['koa', '@sojourn/core', 'ioredis'],
    start: async (site) => {
      const { redisBackend } = await import('@sojourn/backend-redis')
      const { Redis } = await import('ioredis')
      const client = new Redis(storeUrlOf(site))
      const { startSojourn } = await import('./sojourn-app.ts')
      return startSojourn(redisBackend({ client }), () => client.quit())
    },
  },
  {
    ...common,
    id: 'koa-sojourn-postgres',
    title: 'Sojourn, PostgreSQL',
    store: 'postgres',
    packages: ['koa', '@sojourn/core', 'pg'],
    start: async (site) => {
      const { dbBackend, postgres } = await import('@sojourn/backend-db')
      const { Pool } = await import('pg')
      const pool = new Pool({ connectionString: storeUrlOf(site) })
      pool.on('error', () => {})
      const { startSojourn } = await import('./sojourn-app.ts')
      return startSojourn(dbBackend(postgres({ pool })), () => pool.end())
    },
  },
]
