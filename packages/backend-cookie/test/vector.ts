import { createSessions } from '@sojourn/core'
import { type CookieMode, cookieBackend } from '../src/index.ts'

/** A session, and what it was sealed with. */
export interface Vector {
  readonly name: string
  readonly mode: CookieMode
  readonly secret: string
  readonly namespace: string
  readonly cookieName: string
  /** When it was sealed, in milliseconds. */
  readonly now: number
  readonly session: VectorSession
  readonly token: string
}

interface VectorSession {
  readonly userId: string | null
  readonly level: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Runs anywhere: in Node, and bundled in an edge runtime. */
function sessionsOf(vector: Omit<Vector, 'token'>, age: number) {
  const { secret, mode, namespace, cookieName, now } = vector
  return createSessions<Record<string, unknown>>({
    backend: cookieBackend({ secrets: secret, mode }),
    namespace,
    cookie: { name: cookieName },
    clock: () => now + age,
    name: false,
  })
}

export async function sealVector(vector: Omit<Vector, 'token'>): Promise<string> {
  const session = await sessionsOf(vector, 0).open().load()
  const { userId, level, data } = vector.session
  session.update(data)
  if (userId === null) await session.create()
  else {
    await session.authenticate(userId, {
      keep: Object.keys(data),
      ...(level !== null && { level }),
    })
  }
  return String(session.sessionKey)
}

/** What the token of a vector holds `age` milliseconds after its sealing, or `null` where it opens nothing. */
export async function openVector(vector: Vector, age: number): Promise<VectorSession | null> {
  const session = await sessionsOf(vector, age).open(vector.token).load()
  if (session.isNew) return null
  return { userId: session.userId, level: session.authLevel, data: session.toObject() }
}
