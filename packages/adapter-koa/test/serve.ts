import { memoryBackend } from '@sojourn/backend-memory'
import {
  type CookieOptions,
  createSessions,
  type SessionBackend,
  type Sessions,
} from '@sojourn/core'
import { type Visit, visitor } from '@sojourn/test-servers/visitor'
import type { TestData } from '@sojourn/testkit'
import type Koa from 'koa'
import { afterEach } from 'vitest'
import { listen } from './listen.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Sessions on a memory backend of their own. */
export function newSessions(
  cookie: CookieOptions = {},
  backend: SessionBackend = memoryBackend(),
): Sessions<TestData> {
  const sessions = createSessions<TestData>({ backend, cookie, name: false })
  closers.push(() => sessions.close())
  return sessions
}

/** Serves an app for one test, and gives what fetches from it as one visitor. */
export async function serve(app: Koa): Promise<Visit> {
  app.silent = true
  const { origin, close } = await listen(app)
  closers.push(close)
  return visitor(origin)
}

/** The errors that the app was told of. */
export function errorsOf(app: Koa): unknown[] {
  const errors: unknown[] = []
  app.on('error', (error: unknown) => errors.push(error))
  return errors
}
