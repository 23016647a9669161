import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'

type Verb = 'create' | 'read' | 'update' | 'touch' | 'delete' | 'clear'

/** What happens to the next call of a verb. */
export interface Fault {
  /** Whether the store does its work before the answer is lost. */
  readonly executes: boolean
  /** What the caller sees: an error, or no answer at all until the signal aborts. */
  readonly answer: 'throws' | 'hangs'
}

/** A plain store with a log of its calls, faults on demand, and gates to hold calls at. */
export class MapBackend implements SessionBackend {
  readonly name = 'map'
  readonly records = new Map<string, SessionRecord>()
  readonly calls: Verb[] = []
  closed = 0
  /** Runs before every verb; a test can wait in it, or look. */
  before: (verb: Verb) => Promise<void> | void = () => {}
  readonly #faults = new Map<Verb, Fault[]>()
  #down = false

  fail(verb: Verb, fault: Fault = { executes: false, answer: 'throws' }, times = 1): void {
    const faults = this.#faults.get(verb) ?? []
    for (let i = 0; i < times; i++) faults.push(fault)
    this.#faults.set(verb, faults)
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
    call: Call & { readonly shorten?: boolean },
  ): Promise<'updated' | 'gone' | SessionRecord> {
    return this.#run('update', call, () => {
      const current = this.#live(record.id, call.now)
      if (!current) return 'gone'
      if (current.revision !== base) return current
      const later = Math.max(record.expiresAt, call.shorten ? 0 : current.expiresAt)
      this.records.set(record.id, { ...record, expiresAt: Math.min(later, record.endsAt) })
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
    return this.#run('delete', call, () => this.records.delete(id))
  }

  clear(call: Call): Promise<void> {
    return this.#run('clear', call, () => this.records.clear())
  }

  async close(): Promise<void> {
    this.closed++
  }

  #live(id: string, now: number): SessionRecord | null {
    const record = this.records.get(id)
    return record && record.expiresAt > now ? record : null
  }

  async #run<R>(verb: Verb, call: Call, work: () => R): Promise<R> {
    this.calls.push(verb)
    await this.before(verb)
    if (this.#down) throw new Error('connection refused')
    const fault = this.#faults.get(verb)?.shift()
    if (!fault) return work()
    if (fault.executes) work()
    if (fault.answer === 'throws') throw new Error('connection lost')
    return new Promise((_, reject) => {
      call.signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
  }
}
