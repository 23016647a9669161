import { createSessions, type Sessions } from '@sojourn/core'
import { Pair } from './support.ts'

/** An application over a database and a cache. */
export interface Site {
  readonly pair: Pair
  readonly sessions: Sessions<{ a: number }>
  /** The operations of the `unavailable` events so far. */
  readonly told: string[]
}

/** One with the time of the pair. */
export function site(pair = new Pair(), deadline = 500): Site {
  const told: string[] = []
  const sessions = createSessions<{ a: number }>({
    backend: pair.open(),
    name: false,
    clock: () => pair.now,
    deadline,
  })
  sessions.on('unavailable', ({ operation }) => told.push(operation))
  return { pair, sessions, told }
}

/** The token of a new session that is signed in. */
export async function signedIn({ sessions }: Site): Promise<string> {
  const session = await sessions.open().load()
  session.set('a', 1)
  await session.authenticate('ada', { keep: ['a'] })
  return session.sessionKey ?? ''
}
