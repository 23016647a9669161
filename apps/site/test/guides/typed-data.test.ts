import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type StandardSchema } from '@sojourn/core'
import { expect, it } from 'vitest'
import { z } from 'zod'

const { sessions } = await import('#examples/docs/guides/typed-data/sessions.ts')
const { add, visit } = await import('#examples/docs/guides/typed-data/cart.ts')
const { notice, saved } = await import('#examples/docs/guides/typed-data/flash.ts')
const zod = await import('#examples/docs/guides/typed-data/shop-sessions.ts')
const valibot = await import('#examples/docs/guides/typed-data/shop-sessions-valibot.ts')
const renamed = await import('#examples/docs/guides/typed-data/renamed.ts')
const { refused } = await import('#examples/docs/guides/typed-data/watch-schema.ts')

async function stored(): Promise<string> {
  const session = await sessions.open().load()
  await session.create()
  return session.sessionKey ?? ''
}

it('a nested change is saved', async () => {
  const token = await stored()
  for (const item of ['tea', 'milk']) {
    const session = sessions.open(token)
    await add(session, item)
    await session.save()
  }
  const { cart } = (await sessions.open(token).load()).toObject()
  expect(cart?.map(({ item }) => item)).toEqual(['tea', 'milk'])
})

it('twenty visits at once are twenty', async () => {
  const token = await stored()
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const session = sessions.open(token)
      visit(session)
      await session.save()
    }),
  )
  expect((await sessions.open(token).load()).get('visits')).toBe(20)
})

it('a notice has one reader', async () => {
  const token = await stored()
  const writer = sessions.open(token)
  saved(writer)
  await writer.save()
  const readers = Array.from({ length: 5 }, () => notice(sessions.open(token)))
  expect((await Promise.all(readers)).sort()).toEqual(['', '', '', '', 'Your address was saved.'])
})

it('what is no JSON is refused, with its path', async () => {
  const session = await sessions.open().load()
  expect(() => session.set('cart', [{ item: 'tea', count: Number.NaN }])).toThrow(
    expect.objectContaining({ code: 'SESSION_DATA', path: 'cart[0].count' }),
  )
})

it('both schemas give defaults, and refuse at the save what does not fit', async () => {
  for (const each of [zod.sessions, valibot.sessions]) {
    const session = await each.open().load()
    expect(session.toObject()).toEqual({ cart: [], visits: 0 })
    session.set('theme', 'pink' as 'dark')
    await expect(session.save()).rejects.toMatchObject({ code: 'SESSION_DATA', path: 'theme' })
  }
})

it('a key gets a new name, and each version reads what its neighbours write', async () => {
  const { first, second } = renamed
  type Version = typeof first
  const before: Version = {
    read: (session) => session.get('theme', 'light'),
    write: (session, colours) => session.set('theme', colours),
  }
  const after: Version = {
    read: (session) => session.get('colours', 'light'),
    write: (session, colours) => session.set('colours', colours),
  }
  const empty = await renamed.sessions.open().load()
  await empty.create()
  const token = empty.sessionKey ?? ''
  const deploys = [
    [before, first],
    [first, second],
    [second, after],
  ]
  for (const [number, both] of deploys.entries()) {
    // In either order, one after the other, by either of the two.
    for (const [step, writer] of [...both, ...both, ...both.toReversed()].entries()) {
      const session = await renamed.sessions.open(token).load()
      writer.write(session, `${number}-${step}`)
      await session.save()
      for (const reader of both) {
        const seen = reader.read(await renamed.sessions.open(token).load())
        expect(seen).toBe(`${number}-${step}`)
      }
    }
  }
})

it('refused keys are counted by name', async () => {
  const session = await renamed.sessions.open().load()
  session.set('colours', 'dark')
  await session.save()
  const token = session.sessionKey ?? ''
  // As a version with another schema would.
  await renamed.sessions.connector.updateSession(token, { theme: 5 })
  expect((await renamed.sessions.open(token).load()).toObject()).toEqual({ colours: 'dark' })
  expect([...refused]).toEqual([['theme', 1]])
})

it('a version with fewer keys leaves the others stored; a strict one reads nothing, and leaves all', async () => {
  const backend = memoryBackend()
  const newer = z.object({ theme: z.string().optional(), currency: z.string().optional() })
  const older = z.object({ theme: z.string().optional() })
  const version = (schema: StandardSchema<z.infer<typeof newer>>) =>
    createSessions({ backend, name: false, schema })
  const after = version(newer)
  const session = await after.open().load()
  session.update({ theme: 'dark', currency: 'EUR' })
  await session.save()
  const token = session.sessionKey ?? ''

  const old = await version(older).open(token).load()
  old.set('theme', 'light')
  await old.save()
  expect(old.toObject()).toEqual({ theme: 'light' })
  expect((await version(older.strict()).open(token).load()).toObject()).toEqual({})
  const again = await after.open(token).load()
  expect(again.toObject()).toEqual({ theme: 'light', currency: 'EUR' })
})
