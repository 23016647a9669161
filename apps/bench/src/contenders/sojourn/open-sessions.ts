import { randomBytes } from 'node:crypto'
import {
  createSessions,
  type SessionBackend,
  type Sessions,
  type TokenBackend,
} from '@sojourn/core'
import type { SampleData } from '../../sample-data.ts'
import { type Site, type Store, storeUrlOf } from '../contender.ts'
import type { SojournStore } from './stores.ts'

/** Sojourn on one store, and what is to be closed with it. */
export interface OpenSessions {
  readonly sessions: Sessions<SampleData>
  close(): Promise<void>
}

/** Opens Sojourn on a store, with its default settings but for the cache. */
export async function openSessions(
  { store, cached = false }: SojournStore,
  site: Site,
): Promise<OpenSessions> {
  const { backend, close } = await openBackend(store, site)
  const cache = cached ? {} : false
  const sessions = createSessions<SampleData>({ backend, name: false, cache })
  await sessions.migrate()
  return {
    sessions,
    close: async () => {
      await sessions.close()
      await close?.()
    },
  }
}

interface OpenBackend {
  readonly backend: SessionBackend | TokenBackend
  close?(): Promise<unknown>
}

async function openBackend(store: Store, site: Site): Promise<OpenBackend> {
  switch (store) {
    case 'memory': {
      const { memoryBackend } = await import('@sojourn/backend-memory')
      return { backend: memoryBackend({ allowInProduction: true }) }
    }
    case 'sqlite': {
      const { dbBackend, sqlite } = await import('@sojourn/backend-db')
      return { backend: dbBackend(sqlite({ path: `${site.folder}/sojourn.db` })) }
    }
    case 'redis': {
      const { redisBackend } = await import('@sojourn/backend-redis')
      const { Redis } = await import('ioredis')
      const client = new Redis(storeUrlOf(site))
      return { backend: redisBackend({ client }), close: () => client.quit() }
    }
    case 'postgres': {
      const { dbBackend, postgres } = await import('@sojourn/backend-db')
      const { Pool } = await import('pg')
      const pool = new Pool({ connectionString: storeUrlOf(site) })
      pool.on('error', () => {})
      return { backend: dbBackend(postgres({ pool })), close: () => pool.end() }
    }
    case 'cookie': {
      const { cookieBackend } = await import('@sojourn/backend-cookie')
      return { backend: cookieBackend({ secrets: [randomBytes(32).toString('base64url')] }) }
    }
  }
  throw new Error(`Sojourn is not measured on '${store}'.`)
}
