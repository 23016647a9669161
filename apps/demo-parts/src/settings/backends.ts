import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cookieBackend } from '@sojourn/backend-cookie'
import { dbBackend, postgres, sqlite } from '@sojourn/backend-db'
import { memoryBackend } from '@sojourn/backend-memory'
import { redisBackend } from '@sojourn/backend-redis'
import type { LifetimeOptions, SessionBackend, TokenBackend } from '@sojourn/core'
import { Pool } from 'pg'
import { createClient } from 'redis'
import type { DemoSettings } from './settings.ts'

/** A place for sessions that the demos can run on. */
interface DemoBackend {
  /** As the page calls it. */
  readonly label: string
  /** Whether the demos see the same sessions, which `--check` is about. */
  readonly shared: boolean
  /** Whether a server knows which sessions there are: what one cookie holds, no other request sees. */
  readonly keepsRecords: boolean
  readonly lifetime: LifetimeOptions
  open(settings: DemoSettings): OpenStore
}

/** A backend, and what it works with. */
export interface OpenStore {
  readonly backend: SessionBackend | TokenBackend
  /** Lets go of the connections, which are the demo's own: the backend leaves them alone. */
  close?(): Promise<unknown>
}

const onServers = {
  keepsRecords: true,
  lifetime: { idle: '1d', absolute: '7d', renewal: '15m' },
} as const

/** The values of `--backend`. */
export const backends = {
  sqlite: {
    ...onServers,
    label: 'SQLite',
    shared: true,
    open: ({ folder }) => {
      mkdirSync(folder, { recursive: true })
      return { backend: dbBackend(sqlite({ path: join(folder, 'sessions.db') })) }
    },
  },
  redis: {
    ...onServers,
    label: 'Redis',
    shared: true,
    open: ({ storeUrl }) => {
      const client = createClient({ url: storeUrl })
      client.on('error', (error: Error) => console.error(`Redis: ${error.message}`))
      // What is asked before it is connected waits for that.
      client.connect().catch(() => {})
      return {
        backend: redisBackend({ client, prefix: 'sojourn-demo' }),
        close: () => client.close(),
      }
    },
  },
  postgres: {
    ...onServers,
    label: 'PostgreSQL',
    shared: true,
    open: ({ storeUrl }) => {
      const pool = new Pool({ connectionString: storeUrl })
      pool.on('error', (error) => console.error(`PostgreSQL: ${error.message}`))
      return { backend: dbBackend(postgres({ pool })), close: () => pool.end() }
    },
  },
  cookie: {
    label: 'cookies',
    shared: true,
    keepsRecords: false,
    // Nothing can be revoked, so that a copy of a cookie is good until these ends: they are short.
    lifetime: { idle: '1h', absolute: '12h' },
    open: ({ secret }) => ({ backend: cookieBackend({ secrets: secret }) }),
  },
  memory: {
    ...onServers,
    label: 'memory',
    shared: false,
    // `next start` and the like are production, where sessions that end with the process are refused.
    open: () => ({ backend: memoryBackend({ allowInProduction: true }) }),
  },
} satisfies Record<string, DemoBackend>

export type BackendName = keyof typeof backends

export function isBackendName(name: string): name is BackendName {
  return Object.hasOwn(backends, name)
}
