import { describe, expect, it } from 'vitest'
import { hour, type Setup, setup } from './support/setup.ts'

/** The backend calls that one request makes, on a session that is there already. */
async function callsOf(
  request: (env: Setup, token: string) => Promise<unknown>,
  prepare: (env: Setup) => void = () => {},
): Promise<string[]> {
  const env = setup()
  const { sessionKey } = await env.stored({ a: 1 })
  prepare(env)
  env.backend.calls.length = 0
  await request(env, sessionKey ?? '')
  await env.sessions.connector.save()
  return env.backend.calls
}

const unknown = `${'A'.repeat(22)}.${'A'.repeat(43)}`

describe('what a request costs in backend calls', () => {
  it('any request that does not touch its session: 0', async () => {
    expect(await callsOf(async ({ sessions }, token) => sessions.open(token))).toEqual([])
  })

  it('a malformed token: 0; an unknown one: 1', async () => {
    expect(await callsOf(({ load }) => load('x'))).toEqual([])
    expect(await callsOf(({ load }) => load(unknown))).toEqual(['read'])
  })

  it('a read: 1; with a touch due: 2, once per touch interval', async () => {
    const read = async ({ load }: Setup, token: string): Promise<void> => {
      const session = await load(token)
      session.get('a')
      await session.save()
    }
    expect(await callsOf(read)).toEqual(['read'])
    expect(await callsOf(read, ({ pass }) => pass(2 * hour))).toEqual(['read', 'touch'])
    const twice = async (env: Setup, token: string): Promise<void> => {
      await read(env, token)
      await read(env, token)
    }
    expect(await callsOf(twice, ({ pass }) => pass(2 * hour))).toEqual(['read', 'touch', 'read'])
  })

  it('a write of a loaded session: its read + 1; of one not loaded: 2', async () => {
    expect(
      await callsOf(async ({ load }, token) => {
        const session = await load(token)
        session.set('a', 2)
        await session.save()
      }),
    ).toEqual(['read', 'update'])
    expect(
      await callsOf(async ({ sessions }, token) => {
        const session = sessions.open(token)
        session.set('a', 2)
        await session.save()
      }),
    ).toEqual(['read', 'update'])
  })

  it('a sign-in and a sign-out: their read + 1; a first visit: 1', async () => {
    const signIn = ({ sessions }: Setup, token: string): Promise<void> =>
      sessions.open(token).authenticate('ada')
    expect(await callsOf(signIn)).toEqual(['read', 'update'])
    expect(await callsOf(({ sessions }, token) => sessions.open(token).signOut())).toEqual([
      'read',
      'delete',
    ])
    expect(await callsOf(({ sessions }) => sessions.open().authenticate('ada'))).toEqual(['create'])
  })

  it('each conflict: + 1', async () => {
    expect(
      await callsOf(async ({ load, backend }, token) => {
        const session = await load(token)
        const [record] = backend.records.values()
        if (record) backend.records.set(record.id, { ...record, revision: 'newer' })
        session.set('a', 2)
        await session.save()
      }),
    ).toEqual(['read', 'update', 'update'])
  })
})
