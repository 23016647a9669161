import { createSessions, type StandardSchema } from '@sojourn/core'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MapBackend } from './support/map-backend.ts'
import { codeOf } from './support/setup.ts'

const zod = z.object({ theme: z.enum(['light', 'dark']).optional(), visits: z.number().default(0) })
const valibot = v.object({
  theme: v.optional(v.picklist(['light', 'dark'])),
  visits: v.optional(v.number(), 0),
})
type Shape = { theme?: 'light' | 'dark' | undefined; visits: number }
const schemas: [string, StandardSchema<Shape>][] = [
  ['zod', zod],
  ['valibot', valibot],
]

describe.each(schemas)('a schema of %s', (_, schema) => {
  const backend = new MapBackend()
  const sessions = createSessions({ backend, name: false, schema })

  it('types the data, and gives a new session its defaults, storing nothing', async () => {
    const session = await sessions.open().load()
    const visits: number | undefined = session.get('visits')
    expect(visits).toBe(0)
    expect(session.modified).toBe(false)
    await session.save()
    expect(backend.records.size).toBe(0)
  })

  it('refuses at the save what does not fit, naming the key, and stores nothing', async () => {
    const session = await sessions.open().load()
    session.set('theme', 'pink' as never)
    await expect(session.save()).rejects.toMatchObject({ code: 'SESSION_DATA', path: 'theme' })
    expect(backend.records.size).toBe(0)
  })

  it('drops stored keys that no longer fit, keeps the others, and tells', async () => {
    const before = createSessions<Record<string, unknown>>({ backend, name: false })
    const old = await before.open().load()
    old.update({ theme: 'pink', visits: 3 })
    await old.save()
    const told: unknown[] = []
    sessions.on('rejected', (event) => told.push(event))
    const session = await sessions.open(old.sessionKey ?? '').load()
    expect(session.toObject()).toEqual({ visits: 3 })
    expect(told).toEqual([{ id: session.id, reason: 'schema', keys: ['theme'] }])
    session.set('theme', 'dark')
    await session.save()
    expect((await sessions.open(session.sessionKey ?? '').load()).get('theme')).toBe('dark')
  })
})

/** Two versions of an application, as during a rolling deploy: each has keys that the other does not know. */
describe('two schemas at once', () => {
  const older = z.object({
    theme: z.enum(['light', 'dark']).optional(),
    visits: z.number().default(0),
  })
  const newer = z.object({
    theme: z.enum(['light', 'dark', 'sepia']).optional(),
    currency: z.string().optional(),
    visits: z.number().default(0),
  })

  const both = () => {
    const backend = new MapBackend()
    return {
      before: createSessions({ backend, name: false, schema: older }),
      after: createSessions({ backend, name: false, schema: newer }),
    }
  }
  const begun = async (sessions: ReturnType<typeof both>['after']) => {
    const session = await sessions.open().load()
    session.update({ theme: 'sepia', currency: 'EUR' })
    await session.save()
    return session
  }

  it('what a version does not know stays stored when it saves, unseen by it', async () => {
    const { before, after } = both()
    const { sessionKey } = await begun(after)
    const old = await before.open(sessionKey ?? '').load()
    expect(old.toObject()).toEqual({ visits: 0 })
    old.set('visits', 7)
    await old.save()
    const seen = await after.open(old.sessionKey ?? '').load()
    expect(seen.toObject()).toEqual({ theme: 'sepia', currency: 'EUR', visits: 7 })
  })

  it('a new token changes no data', async () => {
    const { before, after } = both()
    const { sessionKey } = await begun(after)
    const old = await before.open(sessionKey ?? '').load()
    await old.cycleKey()
    const seen = await after.open(old.sessionKey ?? '').load()
    expect(seen.toObject()).toEqual({ theme: 'sepia', currency: 'EUR', visits: 0 })
  })

  it('a value that it cannot read gives way to one that it sets, or deletes', async () => {
    const { before, after } = both()
    const { sessionKey } = await begun(after)
    const old = await before.open(sessionKey ?? '').load()
    old.set('theme', 'dark')
    await old.save()
    const seen = await after.open(old.sessionKey ?? '').load()
    expect(seen.toObject()).toEqual({ theme: 'dark', currency: 'EUR', visits: 0 })
    seen.set('theme', 'sepia')
    await seen.save()
    const again = await before.open(seen.sessionKey ?? '').load()
    again.delete('theme')
    again.set('visits', 1)
    await again.save()
    const last = await after.open(again.sessionKey ?? '').load()
    expect(last.toObject()).toEqual({ currency: 'EUR', visits: 1 })
  })

  it('emptying and signing in empties what is unseen too, save what is kept', async () => {
    const { before, after } = both()
    const { sessionKey } = await begun(after)
    const old = await before.open(sessionKey ?? '').load()
    old.clear()
    old.set('visits', 1)
    await old.save()
    const seen = await after.open(old.sessionKey ?? '').load()
    expect(seen.toObject()).toEqual({ visits: 1 })

    const visitor = await begun(after)
    const user = await before.open(visitor.sessionKey ?? '').load()
    await user.authenticate('ada', { keep: ['visits'] })
    const signedIn = await after.open(user.sessionKey ?? '').load()
    expect(signedIn.toObject()).toEqual({ visits: 0 })
  })

  it('a default stands in for a value that does not fit, and is stored by nobody', async () => {
    const backend = new MapBackend()
    const strings = z.object({ at: z.string().default('now'), visits: z.number().default(0) })
    const numbers = z.object({ at: z.number().default(1), visits: z.number().default(0) })
    const before = createSessions({ backend, name: false, schema: strings })
    const after = createSessions({ backend, name: false, schema: numbers })
    const session = await after.open().load()
    session.set('at', 5)
    await session.save()
    const old = await before.open(session.sessionKey ?? '').load()
    expect(old.get('at')).toBe('now')
    old.change('visits', (visits = 0) => visits + 1)
    await old.save()
    const seen = await after.open(session.sessionKey ?? '').load()
    expect(seen.toObject()).toEqual({ at: 5, visits: 1 })
  })

  it('the event names the keys that do not fit, and not those that are unknown', async () => {
    const backend = new MapBackend()
    const after = createSessions({ backend, name: false, schema: newer })
    const before = createSessions({ backend, name: false, schema: older })
    const session = await after.open().load()
    session.update({ theme: 'sepia', currency: 'EUR' })
    await session.save()
    const told: unknown[] = []
    before.on('rejected', (event) => told.push(event))
    await before.open(session.sessionKey ?? '').load()
    expect(told).toEqual([{ id: session.id, reason: 'schema', keys: ['theme'] }])
  })
})

describe('a schema that cannot work is refused while building', () => {
  const bad: [string, StandardSchema<object>, RegExp][] = [
    ['{} is not accepted', z.object({ theme: z.string() }), /does not accept \{\}/],
    [
      'asynchronous',
      z.object({
        a: z
          .string()
          .optional()
          .refine(async () => true),
      }),
      /asynchronous/,
    ],
    ['not JSON', z.object({ at: z.date().default(new Date()) }), /JSON/],
    ['not an object', z.unknown().transform(() => 5) as never, /JSON object/],
  ]
  it.each(bad)('%s', async (_, schema, message) => {
    const build = async (): Promise<unknown> =>
      createSessions({ backend: new MapBackend(), name: false, schema })
    await expect(build()).rejects.toThrow(message)
    expect(await codeOf(build())).toBe('CONFIGURATION')
  })
})
