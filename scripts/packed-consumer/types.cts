// The same from a CommonJS file, which requires the ES modules.
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'

const sessions = createSessions<{ visits: number }>({ backend: memoryBackend(), name: false })
export async function visits(token: string): Promise<number> {
  const session = await sessions.open(token).load()
  return session.get('visits') ?? 0
}
