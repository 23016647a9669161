import { nextSessions } from '@sojourn/adapter-next'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
export const sessions = createSessions<Record<string, string>>({
  backend: memoryBackend({ allowInProduction: true }),
})
export const { getSession, withSession, sessionAction, sessionProxy, requireUser } =
  nextSessions(sessions)
