import { sampleData } from '../sample-data.ts'
import type { SessionActions } from './contender.ts'
import { Gate } from './gate.ts'

/** Answers a request for one path. `query` is what stands behind the question mark. */
export type Route<Context> = (ctx: Context, query: string) => Promise<string>

/** The routes of every contender, by path. */
export function routesOf<Context>(
  actions: SessionActions<Context>,
): ReadonlyMap<string, Route<Context>> {
  const gate = new Gate()
  return new Map<string, Route<Context>>([
    ['/untouched', async () => 'untouched'],
    ['/read', (ctx) => actions.read(ctx)],
    ['/count', async (ctx) => String(await actions.count(ctx))],
    [
      '/sign-in',
      async (ctx) => {
        await actions.signIn(ctx)
        return 'signed in'
      },
    ],
    [
      '/sign-out',
      async (ctx) => {
        await actions.signOut(ctx)
        return 'signed out'
      },
    ],
    [
      '/fill',
      async (ctx, query) => {
        const [name, bytes] = query.split('&')
        await actions.fill(ctx, sampleData(Number(bytes), name))
        return 'filled'
      },
    ],
    [
      '/put',
      async (ctx, query) => {
        await actions.put(ctx, query, () => gate.wait())
        return 'put'
      },
    ],
    ['/keys', async (ctx) => (await actions.keys(ctx)).join()],
    ['/waiting', async () => String(gate.waiting)],
    ['/open', async () => String(gate.open())],
  ])
}
