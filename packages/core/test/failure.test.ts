import { memoryBackend } from '@sojourn/backend-memory'
import {
  type Call,
  isSessionError,
  type SessionRecord,
  SessionUnavailableError,
} from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, setup } from './support/setup.ts'

describe('R109 unavailable is never absent', () => {
  it('a load throws 503 with Retry-After, with its cause, and mints nothing', async () => {
    const { stored, load, backend, events } = setup()
    const { sessionKey } = await stored()
    backend.down()
    const error = await load(sessionKey).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(SessionUnavailableError)
    expect(error).toMatchObject({
      status: 503,
      expose: false,
      headers: { 'Retry-After': '1' },
      cause: { message: 'connection refused' },
    })
    expect(events.at(-1)?.name).toBe('unavailable')
    backend.up()
    expect((await load(sessionKey)).get('a')).toBe(1)
  })

  it("load({ unavailable: 'anonymous' }) goes on as nobody, read-only", async () => {
    const { stored, sessions, backend } = setup()
    const { sessionKey } = await stored()
    backend.down()
    const session = await sessions.open(sessionKey ?? '').load({ unavailable: 'anonymous' })
    expect(session.userId).toBeNull()
    expect(session.toObject()).toEqual({})
    expect(() => session.set('a', 2)).toThrow(SessionUnavailableError)
    expect(await codeOf(session.authenticate('ada'))).toBe('SESSION_UNAVAILABLE')
    expect(await codeOf(session.signOut())).toBe('SESSION_UNAVAILABLE')
    expect(session.needsUpdate()).toBe(false)
  })

  it('a failed write is an error, and nothing is half-written', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    session.set('a', 2)
    backend.down()
    expect(await codeOf(session.save())).toBe('SESSION_UNAVAILABLE')
    backend.up()
    expect((await load(session.sessionKey)).get('a')).toBe(1)
  })
})

describe('R112 the retry rule of each verb', () => {
  it('a read, a touch and a delete are tried once more', async () => {
    const { stored, load, backend, pass } = setup()
    const { sessionKey } = await stored()
    backend.fail('read')
    const session = await load(sessionKey)
    expect(session.isNew).toBe(false)
    pass(7200)
    backend.fail('touch')
    await session.save()
    expect(backend.count('touch')).toBe(2)
    backend.fail('delete', { executes: true, answer: 'throws' })
    await session.signOut()
    expect(backend.records.size).toBe(0)
  })

  it('an update whose answer was lost after it was done: done, and done once', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    session.change('a', (n) => (n ?? 0) + 1)
    backend.fail('update', { executes: true, answer: 'throws' })
    await session.save()
    expect((await load(session.sessionKey)).get('a')).toBe(2)
    expect(backend.count('update')).toBe(1)
  })

  it('one that was not done is tried again', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    session.change('a', (n) => (n ?? 0) + 1)
    backend.fail('update')
    await session.save()
    expect((await load(session.sessionKey)).get('a')).toBe(2)
    expect(backend.count('update')).toBe(2)
  })

  it('with a third version in its place the outcome is unknown, and an error', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    const other = await load(session.sessionKey)
    session.set('a', 2)
    other.set('b', 'x')
    backend.fail('update', { executes: true, answer: 'throws' })
    const saved = codeOf(session.save())
    backend.before = async (verb) => {
      if (verb !== 'read') return
      backend.before = () => {}
      const [record] = backend.records.values()
      if (record) backend.records.set(record.id, { ...record, revision: 'third' })
    }
    expect(await saved).toBe('SESSION_UNAVAILABLE')
  })

  it('a create whose answer was lost: the same, in both cases', async () => {
    const { sessions, backend, load } = setup()
    for (const executes of [true, false]) {
      const session = await sessions.open().load()
      session.set('a', 1)
      backend.fail('create', { executes, answer: 'throws' })
      await session.save()
      expect((await load(session.sessionKey)).get('a')).toBe(1)
    }
    expect(backend.records.size).toBe(2)
  })

  it('when the read-back fails too, the outcome is unknown', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1 })
    session.set('a', 2)
    backend.fail('update', { executes: true, answer: 'throws' })
    backend.fail('read')
    await expect(session.save()).rejects.toThrow(/outcome of a write is unknown/)
  })
})

describe('R111 the deadline', () => {
  it('ends a call that hangs, aborts its signal, and does not try again', async () => {
    const { stored, load, backend } = setup({ deadline: 30 })
    const { sessionKey } = await stored()
    backend.fail('read', { executes: false, answer: 'hangs' })
    backend.calls.length = 0
    expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect(backend.calls).toEqual(['read'])
  })

  it('is not for clearing a whole store, which may take longer', async () => {
    const { stored, sessions, backend } = setup({ deadline: 10 })
    await stored()
    let release = (): void => {}
    backend.before = () =>
      new Promise<void>((resolve) => {
        release = resolve
      })
    const cleared = sessions.revokeAll()
    // Longer than the deadline of any other call.
    await new Promise((passed) => setTimeout(passed, 40))
    release()
    await cleared
    expect(backend.records.size).toBe(0)
  })

  it('a list of sessions ends when the store goes silent, and not while somebody reads it slowly', async () => {
    const memory = memoryBackend()
    let silent = false
    let signal: AbortSignal | undefined
    async function* listByOwner(owner: string, call: Call): AsyncGenerator<SessionRecord> {
      signal = call.signal
      for await (const record of memory.listByOwner(owner, call)) {
        yield record
        if (silent) await new Promise(() => {})
      }
    }
    const backend = new Proxy(memory, {
      get: (target, name) => {
        if (name === 'listByOwner') return listByOwner
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const { sessions } = setup({ backend, deadline: 30 })
    for (let n = 0; n < 3; n++) await sessions.open().authenticate('ada')
    let listed = 0
    for await (const _ of sessions.listForUser('ada')) {
      listed++
      // Longer than the deadline.
      await new Promise((passed) => setTimeout(passed, 50))
    }
    expect(listed).toBe(3)

    silent = true
    const list = sessions.listForUser('ada')[Symbol.asyncIterator]()
    expect((await list.next()).value).toMatchObject({ userId: 'ada' })
    expect(await codeOf(list.next())).toBe('SESSION_UNAVAILABLE')
    expect(signal?.aborted).toBe(true)
  })

  it('a late answer is not used', async () => {
    const { stored, load, backend } = setup({ deadline: 30 })
    const { sessionKey } = await stored()
    const { release } = backend.hold('read')
    expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    release()
    expect((await load(sessionKey)).isNew).toBe(false)
  })
})

describe('R114 the breaker', () => {
  it('fails fast after five failures, probes after a second, and closes again', async () => {
    const { stored, load, backend, pass } = setup()
    const { sessionKey } = await stored()
    backend.down()
    // Within one moment it is a blip, however many calls it drops.
    for (let i = 0; i < 10; i++) expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect(backend.count('read')).toBeGreaterThan(19)
    pass(1)
    expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    backend.calls.length = 0
    for (let i = 0; i < 20; i++) expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect(backend.calls).toEqual([])
    pass(1)
    expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect(backend.calls).toEqual(['read'])
    backend.up()
    pass(1)
    expect((await load(sessionKey)).isNew).toBe(false)
  })

  it('a clock set back does not keep it open', async () => {
    const { stored, load, backend, pass } = setup()
    const { sessionKey } = await stored()
    backend.down()
    for (let i = 0; i < 5; i++) {
      await codeOf(load(sessionKey))
      pass(1)
    }
    backend.up()
    pass(-3600)
    expect((await load(sessionKey)).isNew).toBe(false)
  })
})

it('isSessionError knows errors of another copy of the package', () => {
  const foreign = new Error('x')
  Object.defineProperty(foreign, Symbol.for('@sojourn/core/error'), { value: true })
  expect(isSessionError(foreign)).toBe(true)
  expect(isSessionError(new Error('x'))).toBe(false)
  expect(isSessionError(null)).toBe(false)
})
