import { describe, expect, it } from 'vitest'
import { request } from './support/request.ts'
import { codeOf, minute, type Setup, setup } from './support/setup.ts'

/** The rules of tokens (section T of `docs/requirements.txt`), one test a rule. `renewal.test.ts` and `sign-in.test.ts` go into the detail. */

const lifetime = { idle: '1d', absolute: '7d', renewal: '15m' } as const

interface Ada extends Setup {
  readonly token: string
}

async function signedIn(): Promise<Ada> {
  const env = setup({ lifetime })
  const session = await env.stored()
  await session.authenticate('ada')
  return { ...env, token: session.sessionKey ?? '' }
}

/** A request that only reads: the token that its client has afterwards. */
async function visit({ load }: Setup, token: string): Promise<string> {
  const session = await load(token)
  await session.save()
  return session.sessionKey ?? 'nobody'
}

const userOf = async ({ load }: Setup, token: string): Promise<string | null> =>
  (await load(token)).userId

/** Renewed, its successor presented, and `seconds` since then. */
async function renewed(seconds: number): Promise<Ada & { readonly old: string }> {
  const env = await signedIn()
  env.pass(15 * minute)
  const successor = await visit(env, env.token)
  await visit(env, successor)
  env.pass(seconds)
  return { ...env, old: env.token, token: successor }
}

describe('replacement without grace', () => {
  it.each(['authenticate', 'cycleKey'] as const)(
    'T1 %s refuses every earlier secret from that commit on',
    async (act) => {
      const env = await renewed(0)
      env.pass(15 * minute)
      const pending = await visit(env, env.token)
      env.pass(-15 * minute + 1)
      const session = await env.load(env.token)
      if (act === 'authenticate') await session.authenticate('ada')
      else await session.cycleKey()
      for (const token of [env.old, env.token, pending]) expect(await userOf(env, token)).toBeNull()
      expect(await userOf(env, session.sessionKey ?? '')).toBe('ada')
    },
  )

  it('T11 the old secret reads empty; a write under it is an error for 60 seconds, then as under an unknown one', async () => {
    const env = await signedIn()
    await (await env.load(env.token)).cycleKey()
    const write = (): ReturnType<typeof request> =>
      request(env, [env.token], async (session) => session.set('a', 1))
    env.pass(59)
    expect(await write()).toEqual({ code: 'SESSION_INTERRUPTED', setCookie: [] })
    expect((await env.load(env.token)).toObject()).toEqual({})
    env.pass(1)
    const { code, setCookie } = await write()
    expect([code, setCookie.length]).toEqual([null, 1])
    expect(setCookie[0]).not.toContain(env.token.slice(0, 22))
  })

  it('T12 signing in works under every token', async () => {
    const env = await renewed(31)
    const current = await env.load(env.token)
    await current.cycleKey()
    const tokens = [env.old, env.token, current.sessionKey ?? '', `${'A'.repeat(22)}.x`, '']
    for (const token of tokens) {
      const session = env.sessions.open(token)
      await session.authenticate('grace')
      expect((await session.load()).userId).toBe('grace')
    }
  })
})

describe('renewal', () => {
  it('T2 stores a pending successor in the same record and sends it', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const { setCookie } = await request(env, [env.token], (session) => session.load())
    const [, id, secret] = /^__Host-sid=([\w-]{22})\.([\w-]{43});/.exec(setCookie[0] ?? '') ?? []
    expect(id).toBe(env.token.slice(0, 22))
    expect(secret).not.toBe(env.token.slice(23))
    expect(env.backend.records.size).toBe(1)
    expect(await userOf(env, `${id}.${secret}`)).toBe('ada')
  })

  it('T3 the predecessor is accepted until the successor is presented, however long that takes', async () => {
    const env = await signedIn()
    for (let i = 0; i < 40; i++) {
      env.pass(16 * minute)
      expect(await userOf(env, env.token)).toBe('ada')
      await visit(env, env.token)
    }
  })

  it('T4 presenting it brings it into force in one update; then the predecessor has 30 seconds', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    env.backend.calls.length = 0
    await visit(env, successor)
    expect(env.backend.calls).toEqual(['read', 'update'])
    env.pass(29.999)
    expect(await userOf(env, env.token)).toBe('ada')
    env.pass(0.001)
    expect(await userOf(env, env.token)).toBeNull()
  })

  it('T5 a successor that nobody presented is replaced after 30 seconds, and accepted 30 more', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const first = await visit(env, env.token)
    env.pass(29.999)
    expect(await visit(env, env.token)).toBe(env.token)
    env.pass(0.001)
    const second = await visit(env, env.token)
    expect(new Set([env.token, first, second]).size).toBe(3)
    env.pass(29.999)
    expect(await userOf(env, first)).toBe('ada')
    env.pass(0.001)
    expect(await userOf(env, first)).toBeNull()
    expect(await userOf(env, second)).toBe('ada')
  })

  it('T6 fifty requests at the renewal time make one successor and one cookie', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => request(env, [env.token], (session) => session.load())),
    )
    expect(outcomes.filter(({ setCookie }) => setCookie.length > 0)).toHaveLength(1)
    expect(env.backend.count('update')).toBe(2)
  })
})

describe('replaced secrets', () => {
  it('T7 four are remembered; an older one is unknown, and no theft', async () => {
    const env = await signedIn()
    const tokens = [env.token]
    for (let i = 0; i < 5; i++) {
      env.pass(15 * minute)
      const successor = await visit(env, tokens.at(-1) ?? '')
      await visit(env, successor)
      tokens.push(successor)
    }
    env.pass(31)
    const [forgotten = '', remembered = ''] = tokens
    expect(await userOf(env, forgotten)).toBeNull()
    expect(await userOf(env, tokens.at(-1) ?? '')).toBe('ada')
    const [record] = env.backend.records.values()
    expect(record?.payload.match(/\t[\w-]{16}\t/g)).toHaveLength(4)
    expect(await userOf(env, remembered)).toBeNull()
    expect(env.backend.records.size).toBe(0)
  })

  it('T8 a renewed one past its grace ends a signed-in session for every holder, and is told', async () => {
    const env = await renewed(30)
    expect(await userOf(env, env.old)).toBeNull()
    expect(await userOf(env, env.token)).toBeNull()
    const theft = env.events.find(({ name }) => name === 'suspected-theft')
    expect(theft?.event).toEqual({ id: env.token.slice(0, 22), userId: 'ada' })
  })

  it('T9 only secrets since the last replacement without grace can be a theft', async () => {
    const env = await renewed(31)
    const session = await env.load(env.token)
    await session.authenticate('ada')
    expect(await userOf(env, env.old)).toBeNull()
    expect(await userOf(env, session.sessionKey ?? '')).toBe('ada')
    expect(env.events.map(({ name }) => name)).not.toContain('suspected-theft')
  })

  it('T10 it is no theft beside another live cookie', async () => {
    const env = await renewed(31)
    let userId: string | null = null
    await request(env, [env.old, env.token], async (session) => {
      userId = (await session.load()).userId
    })
    expect(userId).toBe('ada')
    expect(env.backend.records.size).toBe(1)
  })

  it('T10 nor beside two, of which nobody can tell which is meant: nothing is ended', async () => {
    const env = await renewed(31)
    const other = await env.stored()
    await request(env, [env.old, env.token, other.sessionKey], async (session) => {
      expect((await session.load()).userId).toBeNull()
    })
    expect(env.backend.records.size).toBe(2)
  })

  it('T14 an id or a wrong secret changes nothing, evicts nothing, ends nothing', async () => {
    const env = await renewed(0)
    const id = env.token.slice(0, 22)
    const before = structuredClone(env.backend.records.get(id))
    for (let i = 0; i < 50; i++) {
      const forged = `${id}.${env.sessions.connector.generateSessionId().slice(23)}`
      await request(env, [forged], async (session) => session.set('a', 666))
      await request(env, [forged], (session) => session.signOut())
      await env.sessions.connector.deleteSession(forged)
      expect(await env.sessions.open().exists(forged)).toBe(false)
    }
    expect(env.backend.records.get(id)).toEqual(before)
  })
})

describe('a request that takes its time', () => {
  it('T13 is judged as of its arrival, and goes on by id and generation', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    await visit(env, successor)
    const slow = env.sessions.open(env.token)
    env.pass(10 * minute)
    const session = await slow.load()
    expect(session.userId).toBe('ada')
    env.pass(10 * minute)
    session.set('a', 5)
    await session.save()
    expect((await session.load({ fresh: true })).get('a')).toBe(5)
    await (await env.load(successor)).cycleKey()
    session.set('a', 6)
    expect(await codeOf(session.save())).toBe('SESSION_INTERRUPTED')
  })
})

describe('a limit that the documentation states', () => {
  it('a late write under an ended token, after a new sign-in, mints an anonymous session and its cookie', async () => {
    const env = await signedIn()
    await (await env.load(env.token)).signOut()
    const { code, setCookie } = await request(env, [env.token], async (session) =>
      session.set('a', 1),
    )
    expect([code, setCookie.length]).toEqual([null, 1])
    const [minted] = env.backend.records.values()
    expect(minted?.owner).toBeNull()
  })
})
