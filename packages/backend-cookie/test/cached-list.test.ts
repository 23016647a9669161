import { memoryBackend } from '@sojourn/backend-memory'
import {
  createSessions,
  generateSecret,
  type SessionBackend,
  type Sessions,
  type WatchEvent,
} from '@sojourn/core'
import { expect, it } from 'vitest'
import { cookieBackend } from '../src/index.ts'

/** A list that several processes share and that tells of what it ends, in this process's memory. */
function sharedList() {
  const inner = memoryBackend()
  const listeners = new Set<(event: WatchEvent) => void>()
  let reads = 0
  const list: SessionBackend = {
    ...inner,
    inProcess: false,
    read: (id, call) => {
      reads++
      return inner.read(id, call)
    },
    delete: async (id, call) => {
      const was = await inner.delete(id, call)
      for (const tell of listeners) tell({ id })
      return was
    },
    watch: async (listener) => {
      listeners.add(listener)
      listener({ id: null })
      return { alive: true, close: async () => void listeners.delete(listener) }
    },
  }
  return { list, reads: () => reads }
}

it('R93 the cache before a live list: a hit costs no call, and what is ended elsewhere is refused', async () => {
  const { list, reads } = sharedList()
  const secrets = generateSecret()
  const make = (): Sessions<{ a: number }> =>
    createSessions<{ a: number }>({
      backend: cookieBackend({ secrets, revocation: list }),
      name: false,
      cache: { maxStaleness: 60 },
    })
  const [a, b] = [make(), make()]
  const session = await a.open().load()
  await session.authenticate('ada')
  const token = session.sessionKey ?? ''
  const userOf = async (sessions: Sessions<{ a: number }>): Promise<string | null> =>
    (await sessions.open(token).load()).userId
  for (let i = 0; i < 3; i++) {
    for (const one of [a, b]) expect(await userOf(one)).toBe('ada')
  }
  const before = reads()
  for (const one of [a, b]) expect(await userOf(one)).toBe('ada')
  expect(reads()).toBe(before)
  await a.open(token).signOut()
  for (const one of [a, b]) expect(await userOf(one)).toBeNull()
})
