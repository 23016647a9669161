import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionOf } from '@sojourn/core'

export interface Shop {
  cart: string[]
  visits: number
}

export const sessions = createSessions<Shop>({ backend: memoryBackend() })
export const admins = createSessions<{ level: string }>({
  backend: memoryBackend(),
  name: 'admins',
  cookie: { name: '__Host-admin' },
})

declare module 'koa' {
  interface DefaultContext {
    session: SessionOf<typeof sessions>
    adminSession: SessionOf<typeof admins>
  }
}

declare module 'koa2' {
  interface DefaultContext {
    session: SessionOf<typeof sessions>
  }
}
