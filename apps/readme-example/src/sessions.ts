// sessions.ts, shared by every app
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { createSessions } from '@sojourn/core'

interface AppSession {
  cart: string[]
  visits: number
}

export const sessions = createSessions<AppSession>({
  backend: dbBackend(sqlite({ path: process.env.SESSIONS_DB ?? 'sessions.db' })),
  lifetime: { idle: '1d', absolute: '7d', renewal: '15m' },
})
