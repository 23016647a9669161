import type { Call, SessionRecord } from '@sojourn/core'
import type { Keys } from '../keys/keys.ts'
import { timeText } from '../record/record-text.ts'
import { enlistSession } from '../scripts/enlist-session.ts'
import type { Commands } from '../store/commands.ts'
import type { Records } from '../store/records.ts'
import { Enlisted } from './enlisted.ts'
import { listOwned } from './list-owned.ts'
import { OwnerLock } from './owner-lock.ts'
import type { Owners } from './owners.ts'

/**
 * Where an owner's index lies in another slot than the records. It is written before the record, and
 * loses an entry only after this very call has deleted its record: "not there" may mean "about to come".
 */
export class ClusterOwners implements Owners {
  readonly #commands: Commands
  readonly #records: Records
  readonly #keys: Keys
  readonly #enlisted = new Enlisted()

  constructor(commands: Commands, records: Records, keys: Keys) {
    this.#commands = commands
    this.#records = records
    this.#keys = keys
  }

  async create(record: SessionRecord, call: Call): Promise<boolean> {
    if (record.owner !== null) await this.#enlist(record, record.owner, call)
    return this.#create(record, call)
  }

  async read(id: string, call: Call): Promise<SessionRecord | null> {
    const record = await this.#records.find(id, call)
    if (record !== null) this.#enlisted.learn(record)
    return record
  }

  async update(
    record: SessionRecord,
    base: string,
    call: Call & { readonly shorten?: boolean },
  ): Promise<'updated' | 'gone' | SessionRecord> {
    if (record.owner !== null && !this.#enlisted.covers(base, record)) {
      await this.#enlist(record, record.owner, call)
    }
    const answer = await this.#records.update(record, base, null, call)
    if (answer === 'updated') this.#enlisted.learn(record)
    else if (answer !== 'gone') this.#enlisted.learn(answer)
    return answer
  }

  async delete(id: string, call: Call): Promise<boolean> {
    const line = await this.#records.delete(id, null, call)
    if (line === null) return false
    if (line === '') return true
    const index = this.#keys.ownerOfLine(line)
    // The session has ended whether or not this succeeds; an entry that stays leads to nothing, and expires.
    await this.#commands
      .send(index, ['ZREM', index, this.#keys.member(id)], call.signal)
      .catch(() => undefined)
    return true
  }

  listByOwner(owner: string, call: Call): AsyncGenerator<SessionRecord> {
    const index = this.#keys.owner(owner)
    return listOwned({ commands: this.#commands, records: this.#records, index, owner }, call)
  }

  async deleteByOwner(owner: string, call: Call & { readonly except?: string }): Promise<number> {
    const index = this.#keys.owner(owner)
    let total = 0
    for await (const page of this.#commands.scanIndex(index, call.signal)) {
      const ids = page
        .map((member) => this.#keys.idOf(member))
        .filter((id) => id !== undefined && id !== call.except)
      const deleted = await this.#deleteAll(ids, owner, call)
      if (deleted.length > 0) {
        await this.#commands.send(index, ['ZREM', index, ...deleted], call.signal)
      }
      total += deleted.length
    }
    return total
  }

  async admit(
    record: SessionRecord,
    call: Call & { readonly max: number; readonly policy: 'evict-oldest' | 'reject-new' },
  ): Promise<string[] | false> {
    const { owner } = record
    if (owner === null) throw new TypeError('Only a session with an owner takes a place')
    const lock = new OwnerLock(this.#commands, this.#keys.lock(owner))
    return lock.hold(call.signal, async (holder) => {
      const living: SessionRecord[] = []
      for await (const each of this.listByOwner(owner, call)) living.push(each)
      living.sort((a, b) => a.endsAt - b.endsAt)
      if (living.length >= call.max && call.policy === 'reject-new') return false
      const doomed = living.slice(0, Math.max(0, living.length - call.max + 1))
      const held = await this.#enlist(record, owner, call, lock.key, holder)
      if (!held) return undefined
      const evicted = doomed.map(({ id }) => id)
      const deleted = await this.#deleteAll(evicted, owner, call)
      const index = this.#keys.owner(owner)
      if (deleted.length > 0) {
        await this.#commands.send(index, ['ZREM', index, ...deleted], call.signal)
      }
      if (await this.#create(record, call)) return evicted
      throw new Error('A session is stored under this id already')
    })
  }

  async #create(record: SessionRecord, call: Call): Promise<boolean> {
    const created = await this.#records.create(record, null, call)
    if (created) this.#enlisted.learn(record)
    return created
  }

  async #enlist(
    { id, endsAt }: SessionRecord,
    owner: string,
    { now, signal }: Call,
    lock?: string,
    holder = '',
  ): Promise<boolean> {
    const args = [String(now), timeText(endsAt), this.#keys.member(id), holder]
    const index = this.#keys.owner(owner)
    const keys: [string, ...string[]] = lock === undefined ? [index] : [index, lock]
    return String(await this.#commands.run(enlistSession, keys, args, signal)) === '1'
  }

  // The members of those that were deleted here.
  async #deleteAll(
    ids: readonly (string | undefined)[],
    owner: string,
    call: Call,
  ): Promise<string[]> {
    const deleted = await Promise.all(
      ids.map(async (id) =>
        id !== undefined && (await this.#records.delete(id, owner, call)) !== null ? id : undefined,
      ),
    )
    return deleted.filter((id) => id !== undefined).map((id) => this.#keys.member(id))
  }
}
