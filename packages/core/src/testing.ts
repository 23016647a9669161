import type { KeyOf } from './session/types.ts'
import type { Sessions } from './sessions.ts'

/**
 * For an application's own tests: stores a session with this `data` (default: none), signed in as `userId` if given,
 * and gives the `Cookie` header of its client.
 */
export async function testSession<T extends object>(
  sessions: Sessions<T>,
  { userId, data = {} }: { readonly userId?: string; readonly data?: Partial<T> } = {},
): Promise<string> {
  const session = await sessions.open().load()
  session.update(data)
  const keep = Object.keys(data) as KeyOf<T>[]
  if (userId === undefined) await session.create()
  else await session.authenticate(userId, { keep })
  return sessions.cookie.tokens.header(session.sessionKey ?? '')
}
