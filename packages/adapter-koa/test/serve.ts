import { memoryBackend } from '@sojourn/backend-memory'
import {
  type CookieOptions,
  createSessions,
  type SessionBackend,
  type Sessions,
} from '@sojourn/core'
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
  const jar = new Map<string, string>()
  return async (path = '/', init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(origin + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      if (line.includes('Max-Age=0')) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
}

/** One request, with the cookies that earlier responses have set. */
export type Visit = (
  path?: string,
  init?: { readonly method?: string; readonly headers?: Record<string, string> },
) => Promise<Response>

/** The errors that the app was told of. */
export function errorsOf(app: Koa): unknown[] {
  const errors: unknown[] = []
  app.on('error', (error: unknown) => errors.push(error))
  return errors
}
