import type { Call, SessionRecord } from '@sojourn/core'
import type { Keys } from '../keys/keys.ts'
import { ownerLine, timeText, valueTail } from '../record/record-text.ts'
import { admitRecord } from '../scripts/admit-record.ts'
import { deleteOwned } from '../scripts/delete-owned.ts'
import { forgetMissing } from '../scripts/forget-missing.ts'
import type { Commands } from '../store/commands.ts'
import type { Records } from '../store/records.ts'
import { listOwned } from './list-owned.ts'
import type { Owners } from './owners.ts'

/** How many sessions one script deletes: Redis does nothing else meanwhile. */
const deletedAtOnce = '500'

/** Where one server has every key: a record and its entry in the index change in one script. */
export class SingleOwners implements Owners {
  readonly #commands: Commands
  readonly #records: Records
  readonly #keys: Keys

  constructor(commands: Commands, records: Records, keys: Keys) {
    this.#commands = commands
    this.#records = records
    this.#keys = keys
  }

  create(record: SessionRecord, call: Call): Promise<boolean> {
    return this.#records.create(record, this.#indexOf(record), call)
  }

  read(id: string, call: Call): Promise<SessionRecord | null> {
    return this.#records.find(id, call)
  }

  update(
    record: SessionRecord,
    base: string,
    call: Call & { readonly shorten?: boolean },
  ): Promise<'updated' | 'gone' | SessionRecord> {
    return this.#records.update(record, base, this.#indexOf(record), call)
  }

  async delete(id: string, call: Call): Promise<boolean> {
    return (await this.#records.delete(id, null, call)) !== null
  }

  listByOwner(owner: string, call: Call): AsyncGenerator<SessionRecord> {
    const index = this.#keys.owner(owner)
    const onMissing = (members: readonly string[]): Promise<unknown> =>
      this.#commands.run(forgetMissing, [index], [this.#keys.start, ...members], call.signal)
    return listOwned(
      { commands: this.#commands, records: this.#records, index, owner, onMissing },
      call,
    )
  }

  async deleteByOwner(owner: string, call: Call & { readonly except?: string }): Promise<number> {
    const args = [
      ownerLine(owner),
      call.except === undefined ? '' : this.#keys.member(call.except),
      this.#keys.start,
      deletedAtOnce,
      this.#keys.changes,
    ]
    let total = 0
    for (;;) {
      const reply = await this.#commands.run(
        deleteOwned,
        [this.#keys.owner(owner)],
        args,
        call.signal,
      )
      const [deleted, left] = Array.isArray(reply) ? reply.map(Number) : []
      if (deleted === undefined || left === undefined) throw new TypeError('Redis answered oddly')
      total += deleted
      if (left === 0) return total
    }
  }

  async admit(
    record: SessionRecord,
    call: Call & { readonly max: number; readonly policy: 'evict-oldest' | 'reject-new' },
  ): Promise<string[] | false> {
    const { id, owner, revision, expiresAt, endsAt } = record
    if (owner === null) throw new TypeError('Only a session with an owner takes a place')
    if (!this.#keys.isId(id)) throw new TypeError('A session id is 22 characters of base64url')
    const reply = await this.#commands.run(
      admitRecord,
      [this.#keys.record(id), this.#keys.owner(owner)],
      [
        String(call.now),
        timeText(expiresAt),
        timeText(endsAt),
        revision,
        ownerLine(owner),
        valueTail(record),
        this.#keys.member(id),
        this.#keys.start,
        String(call.max),
        call.policy === 'evict-oldest' ? '1' : '0',
        this.#keys.changes,
      ],
      call.signal,
    )
    if (Array.isArray(reply)) return reply.map(String)
    if (String(reply) === '0') return false
    throw new Error('A session is stored under this id already')
  }

  #indexOf({ owner }: SessionRecord): string | null {
    return owner === null ? null : this.#keys.owner(owner)
  }
}
