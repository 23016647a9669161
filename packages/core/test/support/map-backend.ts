import type { Call, SessionBackend, SessionRecord, UpdateCall, WatchEvent } from '@sojourn/core'

export type Verb = 'create' | 'read' | 'update' | 'touch' | 'delete' | 'clear'

/** What happens to the next call of a verb. */
export interface Fault {
  /** Whether the store does its work before the answer is lost. */
  readonly executes: boolean
  /** What the caller sees: an error, or no answer at all until the signal aborts. */
  readonly answer: 'throws' | 'hangs'
}

/** A call that a store keeps waiting. */
export interface HeldCall {
  /** Resolves when it waits. */
  readonly reached: Promise<void>
  isReached(): boolean
  /** Lets it go; or whatever would have been held, if nothing waits yet. */
  release(): void
}

interface Hold {
  readonly verb: Verb
  readonly part: 'call' | 'answer'
  readonly tell: () => void
  readonly released: Promise<void>
}

/** A plain store with a log of its calls, faults on demand, and calls that wait on demand. */
export class MapBackend implements SessionBackend {
  readonly name = 'map'
  readonly records: Map<string, SessionRecord>
  readonly calls: Verb[] = []
  closed = 0
  /** Runs before every verb; a test can wait in it, or look. */
  before: (verb: Verb) => Promise<void> | void = () => {}
  /** Runs after every verb's work, before its answer; a test can hold the answer in it. */
  after: (verb: Verb) => Promise<void> | void = () => {}
  readonly #faults = new Map<Verb, Fault[]>()
  readonly #holds = new Set<Hold>()
  #down = false

  constructor(records = new Map<string, SessionRecord>()) {
    this.records = records
  }

  fail(verb: Verb, fault: Fault = { executes: false, answer: 'throws' }, times = 1): void {
    const faults = this.#faults.get(verb) ?? []
    for (let i = 0; i < times; i++) faults.push(fault)
    this.#faults.set(verb, faults)
  }

  /** Holds the next call of a verb before the store does it, or its answer. */
  hold(verb: Verb, part: Hold['part'] = 'call'): HeldCall {
    let isReached = false
    let resolve = (): void => {}
    let go = (): void => {}
    const reached = new Promise<void>((done) => {
      resolve = done
    })
    const released = new Promise<void>((done) => {
      go = done
    })
    const tell = (): void => {
      isReached = true
      resolve()
    }
    const hold: Hold = { verb, part, tell, released }
    this.#holds.add(hold)
    const release = (): void => {
      this.#holds.delete(hold)
      go()
    }
    return { reached, isReached: () => isReached, release }
  }

  /** From now on every call throws, until `up`. */
  down(): void {
    this.#down = true
  }

  up(): void {
    this.#down = false
  }

  count(verb: Verb): number {
    return this.calls.filter((call) => call === verb).length
  }

  create(record: SessionRecord, call: Call): Promise<boolean> {
    return this.#run('create', call, () => {
      if (this.records.has(record.id)) return false
      this.records.set(record.id, record)
      return true
    })
  }

  read(id: string, call: Call): Promise<SessionRecord | null> {
    return this.#run('read', call, () => this.#live(id, call.now))
  }

  update(
    record: SessionRecord,
    base: string,
    call: UpdateCall,
  ): Promise<'updated' | 'gone' | SessionRecord> {
    return this.#run('update', call, () => {
      const current = this.#live(record.id, call.now)
      if (!current) return 'gone'
      if (current.revision !== base) return current
      const later = Math.max(record.expiresAt, call.shorten ? 0 : current.expiresAt)
      this.records.set(record.id, { ...record, expiresAt: Math.min(later, record.endsAt) })
      this.changed({ id: record.id, revision: record.revision })
      return 'updated'
    })
  }

  touch(id: string, expiresAt: number, base: string, call: Call): Promise<boolean> {
    return this.#run('touch', call, () => {
      const current = this.#live(id, call.now)
      if (current?.revision !== base) return false
      this.records.set(id, { ...current, expiresAt: Math.max(expiresAt, current.expiresAt) })
      return true
    })
  }

  delete(id: string, call: Call): Promise<boolean> {
    return this.#run('delete', call, () => {
      const was = this.records.delete(id)
      this.changed({ id })
      return was
    })
  }

  clear(call: Call): Promise<void> {
    return this.#run('clear', call, () => {
      this.records.clear()
      this.changed({ id: null })
    })
  }

  async close(): Promise<void> {
    this.closed++
  }

  /** Where a store tells of its changes, it does so here, in the step that makes them. */
  protected changed(_event: WatchEvent): void {}

  #live(id: string, now: number): SessionRecord | null {
    const record = this.records.get(id)
    return record && record.expiresAt > now ? record : null
  }

  async #run<R>(verb: Verb, call: Call, work: () => R): Promise<R> {
    this.calls.push(verb)
    await this.before(verb)
    const waits = this.#held(verb, 'call')
    if (waits) await waits
    if (this.#down) throw new Error('connection refused')
    const fault = this.#faults.get(verb)?.shift()
    if (!fault) {
      const answer = work()
      const held = this.after(verb) ?? this.#held(verb, 'answer')
      if (held) await held
      return answer
    }
    if (fault.executes) work()
    if (fault.answer === 'throws') throw new Error('connection lost')
    return new Promise((_, reject) => {
      call.signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
  }

  #held(verb: Verb, part: Hold['part']): Promise<void> | undefined {
    const hold = [...this.#holds].find((one) => one.verb === verb && one.part === part)
    if (!hold) return undefined
    this.#holds.delete(hold)
    hold.tell()
    return hold.released
  }
}
