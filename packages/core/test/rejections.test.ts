import { describe, expect, it } from 'vitest'
import { request } from './support/request.ts'
import { day, minute, type Setup, setup } from './support/setup.ts'

const unknown = `${'A'.repeat(22)}.${'A'.repeat(43)}`

describe('R13 tokens that are not accepted are told apart', () => {
  /** What the next load of a token is told as. */
  const toldOf = async (env: Setup, ...tokens: (string | null)[]): Promise<string[]> => {
    env.events.length = 0
    await request(env, tokens, (session) => session.load())
    return env.events.map(({ name, event }) =>
      'reason' in event ? `${name}: ${event.reason}` : name,
    )
  }

  it('each kind has its own event', async () => {
    const env = setup({ lifetime: { renewal: '15m' } })
    expect(await toldOf(env, 'x')).toEqual(['rejected: malformed'])
    expect(await toldOf(env, unknown)).toEqual(['rejected: unknown'])

    const session = await env.stored()
    await session.authenticate('ada')
    const replaced = session.sessionKey
    await session.cycleKey()
    expect(await toldOf(env, replaced)).toEqual(['rejected: superseded'])

    const other = await env.stored()
    expect(await toldOf(env, session.sessionKey, other.sessionKey)).toEqual([
      'loaded',
      'loaded',
      'duplicate',
    ])

    const renewed = session.sessionKey
    env.pass(15 * minute)
    const successor = await env.load(renewed)
    await successor.save()
    await (await env.load(successor.sessionKey)).save()
    env.pass(31)
    expect(await toldOf(env, renewed)).toEqual(['suspected-theft', 'destroyed'])
    expect(await toldOf(env, renewed)).toEqual(['rejected: unknown'])

    const broken = await env.stored()
    const record = env.backend.records.get(broken.id ?? '')
    env.backend.records.set(broken.id ?? '', { ...record, payload: '9' } as never)
    expect(await toldOf(env, broken.sessionKey)).toEqual(['rejected: corrupt'])

    const idle = await env.stored()
    const kept = env.backend.records.get(idle.id ?? '')
    env.pass(2 * day)
    env.backend.read = async () => kept ?? null
    expect(await toldOf(env, idle.sessionKey)).toEqual(['expired'])
  })

  it('each attempt is told once, so that guessing can be counted', async () => {
    const env = setup()
    const { id } = await env.stored()
    env.events.length = 0
    const counts = new Map<string, number>()
    env.sessions.on('rejected', ({ id: of, reason }) => {
      const key = `${of === id} ${reason}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    })
    for (let i = 0; i < 25; i++) {
      const secret = env.sessions.connector.generateSessionId().slice(23)
      await request(env, [`${id}.${secret}`], async (session) => (await session.load()).get('a'))
    }
    await request(env, ['junk'], (session) => session.load())
    expect([...counts]).toEqual([
      ['true unknown', 25],
      ['false malformed', 1],
    ])
  })
})

describe('R107 what a client can tell from an answer', () => {
  it('is the same for every token that is not accepted', async () => {
    const env = setup()
    const session = await env.stored()
    await session.authenticate('ada')
    const replaced = session.sessionKey
    await session.cycleKey()
    env.pass(2 * minute)
    const deleted = await env.stored()
    env.backend.records.delete(deleted.id ?? '')
    const expired = await env.stored()
    expired.setExpiry(60)
    await expired.save()
    const corrupt = await env.stored()
    const record = env.backend.records.get(corrupt.id ?? '')
    if (record) env.backend.records.set(record.id, { ...record, payload: '?' })
    env.pass(minute)
    const visitor = await request(env, [], async (one) => one.set('a', 1))
    // A store whose expiry lags behind: core judges, and tells by events alone.
    env.backend.read = async (id) => env.backend.records.get(id) ?? null
    const fresh = visitor.setCookie.map((line) => line.replace(/=[^;]{66};/, '=;'))
    expect(fresh).toEqual([expect.stringMatching(/^__Host-sid=;/)])
    const forged = `${session.id}.${'A'.repeat(43)}`
    for (const token of [
      unknown,
      forged,
      replaced,
      deleted.sessionKey,
      expired.sessionKey,
      corrupt.sessionKey,
      'x',
    ]) {
      const outcome = await request(env, [token], async (one) => (await one.load()).userId)
      expect(outcome).toEqual({ code: null, setCookie: [] })
      const written = await request(env, [token], async (one) => one.set('a', 1))
      const cookies = written.setCookie.map((line) => line.replace(/=[^;]{66};/, '=;'))
      expect([written.code, cookies]).toEqual([null, fresh])
    }
  })
})
