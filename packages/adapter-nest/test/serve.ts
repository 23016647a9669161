import type { INestApplication, Type } from '@nestjs/common'
import { memoryBackend } from '@sojourn/backend-memory'
import {
  type CookieOptions,
  createSessions,
  type SessionBackend,
  type Sessions,
} from '@sojourn/core'
import { type Visit, visitor } from '@sojourn/test-servers/visitor'
import { afterEach } from 'vitest'
import { createApp, listen, type Platform } from './platforms.ts'

/** What the sessions of these tests hold. */
export interface Data {
  cart?: string[]
  at?: string
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Closes something when the test is over, before what was there earlier. */
export function closeLater(close: () => Promise<void>): void {
  closers.push(close)
}

/** Sessions on a memory backend of their own. */
export function newSessions(
  cookie: CookieOptions = {},
  backend: SessionBackend = memoryBackend(),
): Sessions<Data> {
  const sessions = createSessions<Data>({ backend, cookie, name: false })
  closeLater(() => sessions.close())
  return sessions
}

/** Serves a module for one test, and gives what fetches from it as one visitor. */
export async function serve(
  platform: Platform,
  module: Type<unknown>,
  prepare: (app: INestApplication) => void = () => {},
): Promise<Visit> {
  const app = await createApp(platform, module)
  closeLater(() => app.close())
  prepare(app)
  return visitor((await listen(app)).origin)
}
