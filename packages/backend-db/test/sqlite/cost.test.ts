import { DatabaseSync } from 'node:sqlite'
import { createSessions, type Sessions } from '@sojourn/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dbBackend, sqlite } from '../../src/index.ts'
import { counted } from './counted.ts'
import { tempFile } from './support.ts'

interface Data {
  count: number
  cart: string[]
}

interface Setup {
  readonly sessions: Sessions<Data>
  readonly token: string
  readonly pass: (seconds: number) => void
  /** How many statements ran at the driver while `work` did, background work included. */
  readonly costOf: (work: () => Promise<unknown>) => Promise<number>
}

async function setup(renewal: '15m' | false = false): Promise<Setup> {
  let time = 1_800_000_000_000
  const file = new DatabaseSync(tempFile())
  onTestFinished(() => file.close())
  const { database, statements } = counted(file)
  const backend = dbBackend(sqlite({ database }))
  const lifetime = { renewal }
  const sessions = createSessions<Data>({ backend, name: false, clock: () => time, lifetime })
  const first = await sessions.open().load()
  first.update({ count: 1, cart: ['tea'] })
  await first.save()
  return {
    sessions,
    token: first.sessionKey ?? '',
    pass: (seconds) => {
      time += seconds * 1000
    },
    async costOf(work) {
      statements.length = 0
      await work()
      await sessions.connector.save()
      return statements.length
    },
  }
}

const malformed = 'x'
const unknown = `${'A'.repeat(22)}.${'A'.repeat(43)}`

describe('what a request costs, counted at the driver', () => {
  it('untouched and malformed: 0; unknown: 1; a read: 1', async () => {
    const { sessions, token, costOf } = await setup()
    expect(await costOf(async () => sessions.open(token))).toBe(0)
    expect(await costOf(() => sessions.open(malformed).load())).toBe(0)
    expect(await costOf(() => sessions.open(unknown).load())).toBe(1)
    expect(await costOf(async () => (await sessions.open(token).load()).get('cart'))).toBe(1)
  })

  it('a read with a touch due: 2, once per touch interval', async () => {
    const { sessions, token, pass, costOf } = await setup()
    const read = async (): Promise<void> => (await sessions.open(token).load()).save()
    pass(7200)
    expect(await costOf(read)).toBe(2)
    expect(await costOf(read)).toBe(1)
  })

  it('a read with a renewal due: + 1; its promotion later: + 1', async () => {
    const { sessions, token, pass, costOf } = await setup('15m')
    pass(900)
    let successor = ''
    const read = async (key: string): Promise<void> => {
      const session = await sessions.open(key).load()
      await session.save()
      successor = session.sessionKey ?? ''
    }
    expect(await costOf(() => read(token))).toBe(2)
    expect(await costOf(() => read(successor))).toBe(2)
    expect(await costOf(() => read(successor))).toBe(1)
  })

  it('a write of a loaded session: its read + 1; of one not loaded: 2', async () => {
    const { sessions, token, costOf } = await setup()
    const loaded = async (): Promise<void> => {
      const session = await sessions.open(token).load()
      session.get('cart', []).push('milk')
      await session.save()
    }
    expect(await costOf(loaded)).toBe(2)
    const lazy = sessions.open(token)
    lazy.set('count', 2)
    expect(await costOf(() => lazy.save())).toBe(2)
  })

  it('nested changes are saved; equal writes and mere looks are not', async () => {
    const { sessions, token, costOf } = await setup()
    const session = await sessions.open(token).load()
    session.set('count', 1)
    session.set('cart', ['tea'])
    session.get('cart')
    session.change('count', (n) => n ?? 0)
    expect(await costOf(() => session.save())).toBe(0)
    session.get('cart', []).push('milk')
    expect(await costOf(() => session.save())).toBe(1)
    const again = await sessions.open(token).load()
    expect(again.get('cart')).toEqual(['tea', 'milk'])
  })

  it('a sign-in, a sign-out and takeFlash: their read + 1', async () => {
    const { sessions, token, costOf } = await setup()
    const session = sessions.open(token)
    expect(await costOf(() => session.authenticate('ada'))).toBe(2)
    const { sessionKey } = await session.load()
    session.flash('notice', 'hello')
    await session.save()
    const reader = sessions.open(sessionKey ?? '')
    expect(await costOf(() => reader.takeFlash('notice'))).toBe(2)
    expect(await costOf(() => sessions.open(sessionKey ?? '').signOut())).toBe(2)
  })

  it('each conflict: + 2', async () => {
    const { sessions, token, costOf } = await setup()
    const one = await sessions.open(token).load()
    const two = await sessions.open(token).load()
    one.set('count', 2)
    await one.save()
    two.set('cart', [])
    expect(await costOf(() => two.save())).toBe(3)
  })
})
