import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Process, processes } from '../support/processes.ts'
import { codeOf } from '../support/setup.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Work that was begun, and whether it has ended. */
interface Begun {
  readonly done: Promise<void>
  ended: boolean
}

function begin(work: Promise<unknown>): Begun {
  const begun: Begun = {
    ended: false,
    done: work
      .then(() => undefined)
      .finally(() => {
        begun.ended = true
      }),
  }
  // Whoever is interested awaits it later.
  begun.done.catch(() => {})
  return begun
}

/** When everything that waits for no timer and no message has been done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function save({ load }: Process, token: string, a: number): Promise<void> {
  const session = await load(token)
  session.set('a', a)
  await session.save()
}

const echoing = () => processes({}, true)

describe('a write is confirmed when this process has been told of it, as the others are', () => {
  it('a save', async () => {
    const { a, b, shared } = await echoing()
    const token = await shared()
    a.backend.holding = true
    const saving = begin(save(a, token, 2))
    await settled()
    expect(a.backend.arriving).toHaveLength(1)
    expect(saving.ended).toBe(false)
    expect((await a.load(token)).get('a'), 'the process itself sees it already').toBe(2)
    a.backend.arrive()
    await settled()
    expect(saving.ended).toBe(true)
    expect((await b.load(token)).get('a')).toBe(2)
  })

  it('a sign-in on a session, a sign-out, the end of one session of a user', async () => {
    const { a, shared } = await echoing()
    const session = await a.load(await shared())
    const { sessions } = a
    const changes = [
      () => session.authenticate('ada'),
      async () => expect(await sessions.revoke(session.id ?? '', { userId: 'ada' })).toBe(true),
      async () => sessions.open(await shared()).signOut(),
    ]
    for (const change of changes) {
      a.backend.holding = true
      const changing = begin(change())
      while (a.backend.arriving.length === 0 && !changing.ended) await settled()
      await settled()
      expect(changing.ended).toBe(false)
      a.backend.arrive()
      await changing.done
    }
  })

  it('saves that are gathered into one', async () => {
    const { a, shared } = await echoing()
    const token = await shared()
    a.backend.holding = true
    const sessions = await Promise.all(Array.from({ length: 5 }, () => a.load(token)))
    const savings = sessions.map((session, position) => {
      session.set(`k${position}`, position)
      return begin(session.save())
    })
    const ended = (): number => savings.filter((each) => each.ended).length
    await settled()
    expect([ended(), a.backend.count('update')]).toEqual([0, 1])
    a.backend.arrive()
    await settled()
    expect([ended(), a.backend.count('update')]).toEqual([1, 2])
    a.backend.arrive()
    await settled()
    expect(ended()).toBe(5)
  })

  it('also where the message is here before the answer', async () => {
    const { a, shared } = await echoing()
    const token = await shared()
    let answer = (): void => {}
    a.backend.after = (verb) =>
      verb === 'update' ? new Promise((resolve) => (answer = resolve)) : undefined
    const saving = begin(save(a, token, 2))
    await settled()
    expect(saving.ended).toBe(false)
    answer()
    await settled()
    expect(saving.ended).toBe(true)
  })

  it('by its own message, and by no other', async () => {
    const { a, store, shared } = await echoing()
    const token = await shared()
    const id = token.slice(0, 22)
    a.backend.holding = true
    const saving = begin(save(a, token, 2))
    await settled()
    const held = a.backend.arriving.splice(0)
    store.publish({ id, revision: 'of-another-process' })
    store.publish({ id: 'A'.repeat(22), revision: held[0]?.revision ?? '' })
    store.publish({ id: 'A'.repeat(22) })
    a.backend.arrive()
    await settled()
    expect(saving.ended).toBe(false)
    a.backend.arriving.push(...held)
    a.backend.arrive()
    await settled()
    expect(saving.ended).toBe(true)
  })

  it('a sign-out not by the message about a save before it', async () => {
    const { a, store, shared } = await echoing()
    const token = await shared()
    a.backend.holding = true
    const ending = begin(a.sessions.open(token).signOut())
    await settled()
    const held = a.backend.arriving.splice(0)
    store.publish({ id: token.slice(0, 22), revision: 'before' })
    a.backend.arrive()
    await settled()
    expect(ending.ended).toBe(false)
    a.backend.arriving.push(...held)
    a.backend.arrive()
    await settled()
    expect(ending.ended).toBe(true)
  })
})

describe('no write is lost, nor long, because of a watch', () => {
  it('one is held back for a quarter of a second at most, those of the next second not at all', async () => {
    const { a, shared } = await echoing()
    const token = await shared()
    a.backend.deaf = true
    const saving = begin(save(a, token, 2))
    await settled()
    vi.advanceTimersByTime(249)
    await settled()
    expect(saving.ended).toBe(false)
    vi.advanceTimersByTime(1)
    await settled()
    expect(saving.ended).toBe(true)
    await save(a, token, 3)
    vi.advanceTimersByTime(999)
    await save(a, token, 4)
    vi.advanceTimersByTime(1)
    const later = begin(save(a, token, 5))
    await settled()
    expect(later.ended, 'tried again').toBe(false)
    vi.advanceTimersByTime(250)
    await later.done
  })

  it('when the one that was late is here, the next is waited for again', async () => {
    const { a, shared } = await echoing()
    const token = await shared()
    a.backend.holding = true
    const late = begin(save(a, token, 2))
    await settled()
    vi.advanceTimersByTime(250)
    await late.done
    await save(a, token, 3)
    a.backend.arrive(1)
    const next = begin(save(a, token, 4))
    await settled()
    expect(next.ended).toBe(false)
    a.backend.arrive()
    await next.done
  })

  it('nor does it count for the deadline of the call', async () => {
    const { a, shared } = await processes({ deadline: 100 }, true)
    const token = await shared()
    a.backend.deaf = true
    const saving = begin(save(a, token, 2))
    await settled()
    vi.advanceTimersByTime(200)
    await settled()
    expect(saving.ended).toBe(false)
    vi.advanceTimersByTime(50)
    await saving.done
    expect((await a.load(token)).get('a')).toBe(2)
  })

  it('a watch that is lost holds nothing back', async () => {
    const { a, shared } = await echoing()
    const token = await shared()
    a.backend.holding = true
    const saving = begin(save(a, token, 2))
    await settled()
    expect(saving.ended).toBe(false)
    a.backend.lose()
    await settled()
    expect(saving.ended).toBe(true)
    await save(a, token, 3)
  })

  it('nor does one that does not promise to tell of what was done here', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    a.backend.holding = true
    await save(a, token, 2)
    await a.sessions.open(token).signOut()
  })

  it('what was refused is refused at once, and so is what failed', async () => {
    const { a, b, shared } = await echoing()
    const token = await shared()
    const session = await a.load(token)
    a.backend.holding = true
    await b.sessions.open(token).signOut()
    session.set('a', 2)
    expect(await codeOf(session.save())).toBe('SESSION_INTERRUPTED')
    await a.sessions.open(token).signOut()
    const other = await a.load(await shared())
    other.set('a', 2)
    a.backend.fail('update', { executes: false, answer: 'hangs' })
    const failing = codeOf(other.save())
    await settled()
    vi.advanceTimersByTime(60_000)
    expect(await failing).toBe('SESSION_UNAVAILABLE')
  })
})
