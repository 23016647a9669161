import type { SessionOf, Sessions } from '@sojourn/core'
import type { SampleData } from '../../sample-data.ts'
import type { SessionActions } from '../contender.ts'

/** What a handler is given. */
export type BenchSession = SessionOf<Sessions<SampleData>>

/** The actions of Sojourn, on every framework. */
export function sojournActions<Context>(
  sessionOf: (ctx: Context) => BenchSession,
): SessionActions<Context> {
  return {
    fill: async (ctx, data) => {
      const session = sessionOf(ctx)
      await session.authenticate(data.name)
      session.update(data)
    },
    read: async (ctx) => (await sessionOf(ctx).load()).get('name', ''),
    count: async (ctx) => {
      const session = await sessionOf(ctx).load()
      const count = session.get('count', 0) + 1
      session.set('count', count)
      return count
    },
    put: async (ctx, key, wait) => {
      const session = await sessionOf(ctx).load()
      await wait()
      session.update({ [key]: 1 })
    },
    keys: async (ctx) => [...(await sessionOf(ctx).load()).keys()],
    signIn: (ctx) => sessionOf(ctx).authenticate('ada'),
    signOut: (ctx) => sessionOf(ctx).signOut(),
  }
}
