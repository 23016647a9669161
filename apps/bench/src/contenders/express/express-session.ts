import type { Store } from 'express-session'
import { type App, type Contender, storeUrlOf } from '../contender.ts'
import { plainObjectActions, plainSession } from '../plain-object-actions.ts'
import type { ExpressContext } from './app.ts'

const common = { framework: 'express', layer: 'peer' } as const
const settings =
  '`resave: false`, `saveUninitialized: false`; a sign-in regenerates, as its guide shows'

/** express-session with connect-redis. */
export const expressSessionRedis: Contender = {
  ...common,
  id: 'express-session-redis',
  title: 'express-session + connect-redis',
  store: 'redis',
  packages: ['express', 'express-session', 'connect-redis', 'redis'],
  settings,
  start: async (site) => {
    const { RedisStore } = await import('connect-redis')
    const { createClient } = await import('redis')
    const client = createClient({ url: storeUrlOf(site) })
    client.on('error', () => {})
    await client.connect()
    return start(new RedisStore({ client }), async () => void (await client.close()))
  },
}

/** express-session with connect-pg-simple. */
export const expressSessionPostgres: Contender = {
  ...common,
  id: 'express-session-postgres',
  title: 'express-session + connect-pg-simple',
  store: 'postgres',
  packages: ['express', 'express-session', 'connect-pg-simple', 'pg'],
  settings,
  start: async (site) => {
    const { default: session } = await import('express-session')
    const { default: connect } = await import('connect-pg-simple')
    const { Pool } = await import('pg')
    const pool = new Pool({ connectionString: storeUrlOf(site) })
    pool.on('error', () => {})
    const store = new (connect(session))({ pool, createTableIfMissing: true })
    return start(store, async () => {
      store.close()
      await pool.end()
    })
  },
}

async function start(store: Store, close: () => Promise<void>): Promise<App> {
  const { default: session } = await import('express-session')
  const { expressApp } = await import('./app.ts')
  const middleware = session({
    store,
    secret: 'a secret that signs the cookies of this benchmark',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 86_400_000, sameSite: 'lax' },
  })
  const actions = plainObjectActions<ExpressContext>({
    sessionOf: ({ req }) => plainSession(req.session),
    fresh: async ({ req }) => {
      await called((done) => req.session.regenerate(done))
      return plainSession(req.session)
    },
    signOut: async ({ req, res }) => {
      await called((done) => req.session.destroy(done))
      res.clearCookie('connect.sid')
    },
  })
  return { listener: expressApp(actions, middleware), close }
}

function called(run: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => run((error) => (error ? reject(error) : resolve())))
}
