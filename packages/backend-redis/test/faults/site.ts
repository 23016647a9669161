import { createSessions, type Sessions, SessionUnavailableError } from '@sojourn/core'
import { expect, onTestFinished, vi } from 'vitest'
import { type RedisBackend, redisBackend } from '../../src/index.ts'
import type { Connected } from '../connect.ts'
import { newName } from '../sessions.ts'

/** Milliseconds that a call may take in these tests. */
const deadline = 800
/** How long a test waits for a store to come back. */
export const patience = { timeout: 20_000, interval: 50 }

/** What an application has: its sessions over a client of its own. Closed with the test. */
export interface Site {
  readonly sessions: Sessions<Record<string, unknown>>
  readonly backend: RedisBackend
  readonly prefix: string
  /** Makes a session signed in as `userId`; gives its token. */
  signIn(userId: string): Promise<string>
  /** The user whom a token signs in. */
  userOf(token: string): Promise<string | null>
}

/** Sessions over a connected client. */
export function site(connected: Connected): Site {
  const prefix = newName()
  const backend = redisBackend({ client: connected.client, prefix })
  // Every read asks Redis, which is what is tested here.
  const options = { backend, name: false, deadline, cache: false } as const
  const sessions = createSessions<Record<string, unknown>>(options)
  onTestFinished(async () => {
    await sessions.close()
    await connected.close()
  })
  return {
    sessions,
    backend,
    prefix,
    signIn: async (userId) => {
      const session = await sessions.open().load()
      await session.authenticate(userId)
      return session.sessionKey ?? ''
    },
    userOf: async (token) => (await sessions.open(token).load()).userId,
  }
}

/** It fails as "unavailable", and within the deadline: no other error, and no empty session. */
export async function expectUnavailable(work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  const outcome = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  expect(outcome).toEqual({ error: expect.any(SessionUnavailableError) })
  // The deadline of one call and of its one repetition, and what a busy machine adds.
  expect(performance.now() - began).toBeLessThan(2 * deadline + 400)
}

/** Waits until something succeeds again. */
export async function recovered<T>(work: () => Promise<T>): Promise<T> {
  return vi.waitFor(work, patience)
}
