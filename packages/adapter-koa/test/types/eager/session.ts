import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type LoadedSessionOf } from '@sojourn/core'

export interface Shop {
  cart: string[]
}

export const sessions = createSessions<Shop>({ backend: memoryBackend() })

declare module 'koa' {
  interface DefaultContext {
    session: LoadedSessionOf<typeof sessions>
  }
}
