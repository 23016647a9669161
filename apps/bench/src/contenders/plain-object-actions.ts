import type { SampleData } from '../sample-data.ts'
import type { SessionActions } from './contender.ts'

/** A session that is an object: what is set on it is stored. */
export type PlainSession = Partial<Record<string, unknown>>

/** The session that a session layer has put on a request. */
export function plainSession(found: unknown): PlainSession {
  if (isObject(found)) return found
  throw new TypeError('There is no session.')
}

function isObject(value: unknown): value is PlainSession {
  return typeof value === 'object' && value !== null
}

/** How a session layer does what is not setting a property. */
export interface PlainSessionWords<Context> {
  /** The session of a request. */
  sessionOf(ctx: Context): PlainSession | Promise<PlainSession>
  /** The session of a visitor who has just proven who he is. Left out: the one that there is. */
  fresh?(ctx: Context): Promise<PlainSession>
  /** Stores it, where that is not done when the handler has ended. */
  save?(ctx: Context, session: PlainSession): Promise<void>
  /** The session's keys, where they are not those of the object. */
  keysOf?(session: PlainSession): readonly string[]
  signOut(ctx: Context): Promise<void>
}

/** The actions of the session layers whose session is an object. */
export function plainObjectActions<Context>(
  words: PlainSessionWords<Context>,
): SessionActions<Context> {
  const open = async (ctx: Context): Promise<PlainSession> => words.sessionOf(ctx)
  const signInWith = async (ctx: Context, data: Partial<SampleData>): Promise<void> => {
    const session = await (words.fresh ?? open)(ctx)
    for (const [key, value] of Object.entries(data)) session[key] = value
    await words.save?.(ctx, session)
  }
  return {
    fill: signInWith,
    read: async (ctx) => {
      const { name } = await open(ctx)
      return typeof name === 'string' ? name : ''
    },
    count: async (ctx) => {
      const session = await open(ctx)
      const count = Number(session['count'] ?? 0) + 1
      session['count'] = count
      await words.save?.(ctx, session)
      return count
    },
    put: async (ctx, key, wait) => {
      const session = await open(ctx)
      // Some read the session when it is first looked at.
      void session[key]
      await wait()
      session[key] = 1
      await words.save?.(ctx, session)
    },
    keys: async (ctx) => (words.keysOf ?? Object.keys)(await open(ctx)),
    signIn: (ctx) => signInWith(ctx, { name: 'ada' }),
    signOut: (ctx) => words.signOut(ctx),
  }
}
