import { koaSession } from '@sojourn/adapter-koa'
import type { SessionOf, Sessions } from '@sojourn/core'
import Koa from 'koa'

/** What the test's sessions hold. */
export interface Data {
  count: number
  [key: `k${number}`]: number
}

declare module 'koa' {
  interface DefaultContext {
    session: SessionOf<Sessions<Data>>
  }
}

/** A server with one route for each thing that a test does to a session. */
export function createApp(sessions: Sessions<Data>): Koa {
  const app = new Koa()
  // Failures are part of the tests, which look at the answers.
  app.silent = true
  const gate = new Gate()
  app.use(koaSession(sessions))
  app.use(async (ctx) => {
    const [, route = '', argument = ''] = ctx.path.split('/')
    if (route === 'release') gate.open()
    else if (route === 'arrived') await gate.arrival
    else if (route === 'cache') ctx.body = { ...sessions.connector.cache }
    else ctx.body = (await handle(route, argument, ctx.session, gate)) ?? {}
    ctx.body ??= {}
  })
  return app
}

async function handle(
  route: string,
  argument: string,
  session: SessionOf<Sessions<Data>>,
  gate: Gate,
): Promise<object | undefined> {
  switch (route) {
    case 'sign-in':
      return void (await session.authenticate(argument))
    case 'sign-out':
      return void (await session.signOut())
    case 'set':
      return void session.set(`k${Number(argument)}`, Number(argument))
    case 'add':
      return void session.change('count', (n = 0) => n + 1)
    case 'slow': {
      const loaded = await session.load()
      await gate.pass()
      loaded.set('count', 1000)
      return undefined
    }
    default: {
      const loaded = await session.load({ fresh: route === 'fresh' })
      return { userId: loaded.userId, data: loaded.toObject() }
    }
  }
}

/** Holds a request until another one lets it go. */
class Gate {
  open: () => void = () => {}
  #arrived: () => void = () => {}
  readonly arrival = new Promise<void>((resolve) => {
    this.#arrived = resolve
  })

  pass(): Promise<void> {
    const passed = new Promise<void>((resolve) => {
      this.open = resolve
    })
    this.#arrived()
    return passed
  }
}
