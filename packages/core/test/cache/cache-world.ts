import { createSessions, type SessionStore, type Sessions } from '@sojourn/core'
import { expect, vi } from 'vitest'
import { SharedStore, WatchedBackend } from '../support/watched-backend.ts'
import { Histories, trueTime, type Version } from './histories.ts'

interface Data {
  n: number
}

interface Side {
  readonly sessions: Sessions<Data>
  readonly backend: WatchedBackend
  /** For each session, the number of the newest version that this process has written itself. */
  readonly written: Map<number, number>
  /** Messages that were lost without a word since the watch was last found alive: how many. */
  muffled: boolean
}

type Loaded = SessionStore<Data>

/** A load that was asked for. */
interface Asked {
  readonly side: Side
  readonly session: number
  readonly token: string
  readonly startedAt: number
}

/** The slow read that a load got its answer from: its own, or one that was under way when it came. */
interface Joined {
  readonly at: number
  readonly isLater: boolean
}

interface SlowLoad extends Asked {
  /** When the read may have been sent that answers it: its own, or one that was under way. */
  readonly sentAt: number
  readonly answer: Promise<Loaded>
  readonly release: () => void
}

const maxStaleness = 5000

/**
 * Two processes on one store, and everything that was ever true of its sessions. Each read is judged
 * by that: it gives what was written, no older than the bound, and the present where nothing that
 * tells of it was lost or is still under way.
 */
export class CacheWorld {
  readonly histories = new Histories()
  readonly #store = new SharedStore()
  readonly #sides: readonly [Side, Side]
  readonly #slow: SlowLoad[] = []
  #count = 0

  constructor() {
    this.#sides = [this.#side(), this.#side()]
  }

  async create(at: 0 | 1): Promise<void> {
    const side = this.#sides[at]
    const session = await side.sessions.open().load()
    const n = ++this.#count
    session.set('n', n)
    await session.create()
    const token = session.sessionKey ?? ''
    this.#commit(this.histories.begin(), side, { n, user: null, token })
  }

  /** A load with the newest token, or with an earlier one. */
  async load(at: 0 | 1, session: number, age: number): Promise<void> {
    const side = this.#sides[at]
    const token = this.histories.tokenOf(session, age)
    const asked = { side, session, token, startedAt: trueTime() }
    const [loaded, joined] = await this.#finish(side.sessions.open(token).load())
    this.#judge(asked, loaded, joined)
  }

  async freshLoad(at: 0 | 1, session: number): Promise<void> {
    const token = this.histories.tokenOf(session, 0)
    const load = this.#sides[at].sessions.open(token).load({ fresh: true })
    const [loaded] = await this.#finish(load)
    const newest = this.histories.newest(session)
    expect(shown(loaded)).toEqual(
      this.histories.at(session).ended ? nobody : [newest.n, newest.user],
    )
  }

  /** A load whose answer the network keeps, until `release`. */
  async beginSlowLoad(at: 0 | 1, session: number): Promise<void> {
    const side = this.#sides[at]
    const token = this.histories.tokenOf(session, 0)
    const { isReached, release } = side.backend.hold('read', 'answer')
    const startedAt = trueTime()
    const underWay = this.#slow.find((slow) => slow.side === side && slow.session === session)
    const sentAt = underWay?.sentAt ?? startedAt
    const answer = side.sessions.open(token).load()
    // Nobody waits for it yet.
    answer.catch(() => {})
    await settled()
    // Answered from memory, or by a read that was under way: the next one is none of its.
    if (!isReached()) release()
    this.#slow.push({ side, session, token, startedAt, sentAt, answer, release })
  }

  async endSlowLoad(): Promise<void> {
    const slow = this.#slow.shift()
    if (!slow) return
    let isDone = false
    const done = (): void => {
      isDone = true
    }
    slow.answer.then(done, done)
    slow.release()
    // Refused by a read that it had joined, it may have joined a later one, which the network keeps as well.
    for (const later of this.#slow) {
      await settled()
      if (isDone) break
      later.release()
    }
    this.#judge(slow, await slow.answer, { at: slow.sentAt, isLater: false })
  }

  async write(at: 0 | 1, session: number): Promise<void> {
    const side = this.#sides[at]
    const token = this.histories.tokenOf(session, 0)
    const [loaded] = await this.#finish(side.sessions.open(token).load())
    if (loaded.isNew) return
    const n = ++this.#count
    loaded.set('n', n)
    const failed = await loaded.save().then(
      () => false,
      () => true,
    )
    // On what had ended, or been signed in anew: refused, as it must be.
    expect(failed).toBe(this.histories.at(session).ended)
    if (!failed) this.#commit(session, side, { ...this.histories.newest(session), n })
  }

  async signIn(at: 0 | 1, session: number): Promise<void> {
    if (this.histories.at(session).ended) return
    const side = this.#sides[at]
    const token = this.histories.tokenOf(session, 0)
    const [loaded] = await this.#finish(side.sessions.open(token).load())
    if (loaded.isNew) return
    const user = `user-${++this.#count}`
    await loaded.authenticate(user)
    if (loaded.id !== token.slice(0, 22)) return
    this.#commit(session, side, { n: null, user, token: loaded.sessionKey ?? '' })
  }

  async destroy(at: 0 | 1, session: number): Promise<void> {
    await this.#finish(this.#sides[at].sessions.open(this.histories.tokenOf(session, 0)).destroy())
    this.histories.end(session)
  }

  async revokeAll(at: 0 | 1): Promise<void> {
    await this.#sides[at].sessions.revokeAll()
    for (let session = 0; session < this.histories.size; session++) this.histories.end(session)
  }

  /** From here on messages arrive only by `arrive`. */
  hold(at: 0 | 1): void {
    this.#sides[at].backend.holding = true
  }

  /** Some messages arrive: the first `count`, and perhaps once more, or turned round. */
  arrive(at: 0 | 1, count: number, how: 'once' | 'twice' | 'reversed'): void {
    const { backend } = this.#sides[at]
    const some = backend.arriving.splice(0, count)
    if (how === 'reversed') some.reverse()
    backend.arriving.unshift(...some, ...(how === 'twice' ? some : []))
    backend.arrive(how === 'twice' ? some.length * 2 : some.length)
    if (backend.arriving.length === 0) backend.holding = false
  }

  /** Half-open: from here on messages are lost, and nobody knows. */
  muffle(at: 0 | 1): void {
    const side = this.#sides[at]
    side.backend.deaf = true
    side.muffled = true
  }

  lose(at: 0 | 1): void {
    this.#sides[at].backend.lose()
  }

  recover(at: 0 | 1): void {
    const side = this.#sides[at]
    side.backend.holding = false
    side.backend.arriving.length = 0
    side.backend.recover()
    side.muffled = false
  }

  pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds)
  }

  /** The machine's clock is set; no time passes by it. */
  setClock(milliseconds: number): void {
    vi.setSystemTime(Date.now() + milliseconds)
  }

  async close(): Promise<void> {
    while (this.#slow.length > 0) await this.endSlowLoad()
    for (const { sessions } of this.#sides) await sessions.close()
  }

  #side(): Side {
    const backend = new WatchedBackend(this.#store)
    const sessions = createSessions<Data>({
      backend,
      name: false,
      lifetime: { renewal: false, idle: '30d', absolute: '60d' },
      cache: { maxStaleness: maxStaleness / 1000 },
      deadline: 60_000,
    })
    return { sessions, backend, written: new Map(), muffled: false }
  }

  /** Lets slow loads go where something waits for one of them: it has joined that read. */
  async #finish<R>(work: Promise<R>): Promise<[R, Joined | null]> {
    let isDone = false
    const done = (): void => {
      isDone = true
    }
    work.then(done, done)
    let joined: Joined | null = null
    for (;;) {
      await settled()
      const [slow] = this.#slow
      if (isDone || !slow) return [await work, joined]
      joined ??= { at: slow.sentAt, isLater: true }
      await this.endSlowLoad()
    }
  }

  #judge({ side, session, token, startedAt }: Asked, loaded: Loaded, joined: Joined | null): void {
    const { versions, ended } = this.histories.at(session)
    const newest = this.histories.newest(session)
    const saw = shown(loaded)
    if (loaded.isNew) {
      // Only what is true of the store now refuses anybody.
      if (joined?.isLater !== false)
        expect([ended, newest.token === token]).not.toEqual([false, true])
      return
    }
    const number = versions.findLastIndex(
      (one) => one.token === token && one.n === saw[0] && one.user === saw[1],
    )
    const version = versions[number]
    if (!version) throw new Error(`A read gave what was never written: ${String(saw)}`)
    // As old as the bound at most, counted from when it was asked.
    expect(version.until).toBeGreaterThan((joined?.at ?? startedAt) - maxStaleness)
    if (joined?.isLater === false) return
    // What this process has written itself, it sees.
    expect(number).toBeGreaterThanOrEqual(side.written.get(session) ?? 0)
    const { backend } = side
    const knowsAll = !side.muffled && backend.arriving.length === 0
    if (!joined && (knowsAll || !backend.alive))
      expect([number, ended]).toEqual([versions.length - 1, false])
  }

  #commit(session: number, side: Side, written: Omit<Version, 'until'>): void {
    side.written.set(session, this.histories.commit(session, written))
  }
}

const nobody = [null, null]

function shown(session: SessionStore<Data>): [number | null, string | null] {
  return [session.get('n') ?? null, session.userId]
}

/** When everything that needs no answer from outside has been done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
