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
    expect(told).toEqual([{ id: session.id, reason: 'schema' }])
    session.set('theme', 'dark')
    await session.save()
    expect((await sessions.open(session.sessionKey ?? '').load()).get('theme')).toBe('dark')
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
