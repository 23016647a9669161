import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import type { Data } from '../src/app.ts'
import { openBackend } from '../src/backends.ts'
import { storeOf, targets } from './targets.ts'

const saves = 500

describe.each(targets)('saves that meet in one process on $kind', ({ make }) => {
  const address = storeOf(make)

  it('R33 five hundred to one session go to the store in a handful of writes, and every one is there', async () => {
    const { backend, close } = await openBackend(await address())
    const sessions = createSessions<Data>({
      backend,
      name: false,
      maxBytes: 65_536,
      deadline: 5000,
    })
    await sessions.migrate()
    const first = await sessions.open().load()
    await first.authenticate('ada')
    const token = first.sessionKey ?? ''
    const all = await Promise.all(Array.from({ length: saves }, () => sessions.open(token).load()))
    let writes = 0
    const update = backend.update.bind(backend)
    backend.update = (...parameters) => {
      writes++
      return update(...parameters)
    }
    await Promise.all(
      all.map((session, i) => {
        session.set(`k${i}`, i)
        return session.save()
      }),
    )
    expect(writes).toBeLessThanOrEqual(5)
    expect((await sessions.open(token).load()).size).toBe(saves)
    await sessions.close()
    await close()
  }, 60_000)
})
