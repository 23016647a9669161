import { createSessions } from '@sojourn/core'
import type { Server } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../children/start.ts'
import { databases, ready } from './databases.ts'

const programs = {
  migrate: new URL('children/migrate.ts', import.meta.url),
  writers: new URL('children/writers.ts', import.meta.url),
}

describe.each(databases)('$name: several processes', (database) => {
  let server: Server

  beforeAll(async () => {
    server = await database.start()
  })
  afterAll(() => server.stop())

  it('ten migrate at once, and each then finds nothing wrong', async () => {
    const ends = await Promise.all(
      Array.from({ length: 10 }, () => run(programs.migrate, database.name, server.url)),
    )
    expect(ends).toEqual(ends.map(() => '[]'))
  }, 60_000)

  it('R33, R34: fifty writers each in four of them lose none of 1,000 writes to one session', async () => {
    const backend = await ready(database, server.url)
    const sessions = createSessions<Record<string, number>>({ backend, name: false })
    const session = await sessions.open().load()
    await session.create()
    const token = session.sessionKey ?? ''
    const parts = ['a', 'b', 'c', 'd']
    const sent = await Promise.all(
      parts.map((part) => run(programs.writers, database.name, server.url, token, part, '50', '5')),
    )
    const all = await sessions.open(token).load({ fresh: true })
    const expected = parts.flatMap((part) =>
      Array.from({ length: 250 }, (_, n) => `${part}-${Math.floor(n / 5)}-${n % 5}`),
    )
    expect([...all.keys()].sort()).toEqual(expected.sort())
    // Saves that wait for one another go together.
    const updates = sent.map(Number).reduce((one, other) => one + other)
    expect(updates).toBeLessThan(300)
  }, 60_000)
})
