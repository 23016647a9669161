import { koaSession } from '@sojourn/adapter-koa'
import { createSessions, type SessionBackend } from '@sojourn/core'
import type { Context } from 'koa'
import type { SampleData } from '../../sample-data.ts'
import type { App } from '../contender.ts'
import { type BenchSession, sojournActions } from '../sojourn-actions.ts'
import { koaApp } from './app.ts'

declare module 'koa' {
  interface DefaultContext {
    benchSession: BenchSession
  }
}

/** Sojourn with its default settings. `close` ends what was opened for the backend. */
export async function startSojourn(
  backend: SessionBackend,
  close: () => Promise<unknown> = async () => {},
): Promise<App> {
  const sessions = createSessions<SampleData>({ backend, name: false })
  await sessions.migrate()
  const actions = sojournActions<Context>((ctx) => ctx.benchSession)
  return {
    listener: koaApp(actions, koaSession(sessions, { property: 'benchSession' })).callback(),
    close: async () => {
      await sessions.close()
      await close()
    },
  }
}
