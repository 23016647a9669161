import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'

export const sessions = createSessions({
  // The same store for every server: Redis or SQL where they are several processes.
  backend: memoryBackend(),
  cookie: { name: '__Secure-sid', domain: 'shop.example' },
})
