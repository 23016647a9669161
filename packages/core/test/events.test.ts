import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { format, inspect } from 'node:util'
import { readonlySession } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { setup } from './support/setup.ts'

describe('R106 events', () => {
  it('tell a session’s life in order, each by its id', async () => {
    const { sessions, stored, events } = setup()
    const session = await stored()
    session.set('a', 2)
    await session.save()
    await session.cycleKey()
    await session.authenticate('ada')
    await session.signOut()
    expect(events.map(({ name }) => name)).toEqual([
      'created',
      'loaded',
      'saved',
      'saved',
      'renewed',
      'saved',
      'renewed',
      'authenticated',
      'destroyed',
    ])
    expect(new Set(events.map(({ event }) => 'id' in event && event.id)).size).toBe(1)
    await sessions.close()
  })

  it('a listener that throws, or rejects, changes nothing; one can be taken off', async () => {
    const { sessions, stored } = setup()
    let calls = 0
    sessions.on('saved', () => {
      throw new Error('listener')
    })
    sessions.on('saved', async () => {
      throw new Error('listener')
    })
    const off = sessions.on('saved', () => calls++)
    const session = await stored()
    session.set('a', 2)
    await session.save()
    off()
    session.set('a', 3)
    await session.save()
    expect(calls).toBe(1)
  })

  it('are mirrored on node:diagnostics_channel', async () => {
    const seen: unknown[] = []
    const listener = (message: unknown): void => void seen.push(message)
    subscribe('sojourn:created', listener)
    const { id } = await setup().stored()
    unsubscribe('sojourn:created', listener)
    expect(seen).toEqual([{ id }])
  })

  it('warnings: false keeps one session quiet', async () => {
    const { sessions, stored, events } = setup()
    const session = await stored()
    const other = await sessions.open(session.sessionKey ?? '', { warnings: false }).load()
    session.set('a', 2)
    await session.save()
    other.set('a', 3)
    await other.save()
    await sessions.open(`${'A'.repeat(22)}.${'A'.repeat(43)}`, { warnings: false }).load()
    expect(events.filter(({ name }) => name === 'conflict' || name === 'rejected')).toEqual([])
  })
})

describe('R104 neither token nor data is printed', () => {
  it('in inspect, text, JSON, errors and events', async () => {
    const { sessions, stored, backend, events, load } = setup()
    const canary = 'canary-in-the-data'
    const session = await stored({ b: canary })
    await session.authenticate('ada', { keep: ['b'] })
    const token = session.sessionKey ?? ''
    const secret = token.slice(23)
    const errors: unknown[] = []
    backend.down()
    session.set('b', `${canary}2`)
    await session.save().catch((error: unknown) => errors.push(error))
    await load(token).catch((error: unknown) => errors.push(error))
    backend.up()
    try {
      session.set('b', Symbol(canary) as never)
    } catch (error) {
      errors.push(error)
    }
    await session.destroy()
    try {
      session.set('a', 1)
    } catch (error) {
      errors.push(error)
    }
    expect(errors).toHaveLength(4)
    const everything = [
      inspect(session, { depth: 10, showHidden: true }),
      inspect(sessions, { depth: 2 }),
      format('%s %o %j %O', session, session, session, session),
      `${session}`,
      JSON.stringify(session),
      errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join(),
      inspect(events, { depth: 10, showHidden: true }),
    ].join('\n')
    expect(everything).not.toContain(secret)
    expect(everything).not.toContain(canary)
    expect(everything).toContain('SessionStore(')
  })

  it('of a live session, loaded or not, read-only or not', async () => {
    const { sessions, stored } = setup()
    const canary = 'canary-in-the-data'
    const session = await stored({ b: canary })
    const token = session.sessionKey ?? ''
    const lazy = sessions.open(token)
    lazy.set('b', canary)
    const everything = [session, lazy, readonlySession(session)]
      .flatMap((one) => [
        inspect(one, { depth: 10, showHidden: true, getters: false }),
        format('%s %o %j %O', one, one, one, one),
        `${one}`,
        JSON.stringify(one),
      ])
      .join('\n')
    expect(everything).toContain('SessionStore(')
    expect(everything).not.toContain(token.slice(23))
    expect(everything).not.toContain(canary)
  })

  it('R107 a client learns nothing from a status: wrong, unknown, expired and malformed are one', async () => {
    const { stored, load, pass } = setup()
    const { id, sessionKey } = await stored()
    pass(100_000)
    const tokens = [
      'x',
      `${id}.${'A'.repeat(43)}`,
      `${'A'.repeat(22)}.${'A'.repeat(43)}`,
      sessionKey,
    ]
    for (const token of tokens) {
      const session = await load(token)
      expect([session.isNew, session.id, session.userId, session.size]).toEqual([
        true,
        null,
        null,
        0,
      ])
    }
  })
})
