import { koaSession } from '@sojourn/adapter-koa'
import {
  createSessions,
  type SessionBackend,
  type SessionOf,
  type Sessions,
  testSession,
} from '@sojourn/core'
import type { Context } from 'koa'
import type { SampleData } from '../../sample-data.ts'
import type { App, SessionActions, Site } from '../contender.ts'
import { watched } from '../watched.ts'
import { koaApp } from './app.ts'

declare module 'koa' {
  interface DefaultContext {
    session: SessionOf<Sessions<SampleData>>
  }
}

const actions: SessionActions<Context> = {
  read: async ({ session }) => (await session.load()).get('name', ''),
  count: async ({ session }) => {
    const loaded = await session.load()
    const count = loaded.get('count', 0) + 1
    loaded.set('count', count)
    return count
  },
  signIn: ({ session }) => session.authenticate('ada'),
  signOut: ({ session }) => session.signOut(),
}

/** Sojourn with its default settings. */
export async function startSojourn(wanted: SessionBackend, site: Site): Promise<App> {
  const backend = watched(wanted, site.onStoreCall)
  const sessions = createSessions<SampleData>({ backend, name: false })
  await sessions.migrate()
  return {
    listener: koaApp(actions, koaSession(sessions)).callback(),
    prime: (data) => testSession(sessions, { userId: data.name, data }),
    close: () => sessions.close(),
  }
}
