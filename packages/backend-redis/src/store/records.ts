import type { Call, SessionRecord } from '@sojourn/core'
import type { Keys } from '../keys/keys.ts'
import { tagOf } from '../keys/tags.ts'
import {
  GarbledRecordError,
  ownerLine,
  recordOf,
  timeText,
  valueTail,
} from '../record/record-text.ts'
import { createRecord } from '../scripts/create-record.ts'
import { deleteRecord } from '../scripts/delete-record.ts'
import { touchRecord } from '../scripts/touch-record.ts'
import { updateRecord } from '../scripts/update-record.ts'
import type { Commands } from './commands.ts'

/** The verbs on one record, each one command. Indexes are written with it only where a key is given. */
export class Records {
  readonly #commands: Commands
  readonly #keys: Keys
  readonly #clustered: boolean
  readonly #watches: ReadonlySet<unknown>

  /** `watches`: those that are open. Only who watches listens to its own channel. */
  constructor(commands: Commands, keys: Keys, clustered: boolean, watches: ReadonlySet<unknown>) {
    this.#commands = commands
    this.#keys = keys
    this.#watches = watches
    this.#clustered = clustered
  }

  /** Stores a record. `index`: the key of its owner's index, where one script can reach both. */
  async create(record: SessionRecord, index: string | null, call: Call): Promise<boolean> {
    const { id, revision, expiresAt, endsAt } = record
    if (!this.#keys.isId(id)) throw new TypeError('A session id is 22 characters of base64url')
    const reply = await this.#commands.run(
      createRecord,
      withIndex(this.#keys.record(id), index),
      [
        String(call.now),
        timeText(expiresAt),
        timeText(endsAt),
        revision,
        valueTail(record),
        this.#keys.member(id),
        this.#keys.start,
      ],
      call.signal,
    )
    return String(reply) === '1'
  }

  /** The record if it is live; `null` where there is none. */
  find(id: string, { now, signal }: Call): Promise<SessionRecord | null> {
    if (!this.#keys.isId(id)) return Promise.resolve(null)
    const key = this.#keys.record(id)
    return this.#commands.ask(key, ['GET', key], signal, (value) => {
      if (value === null) return null
      const record = recordIn(value)
      return record.expiresAt > now ? record : null
    })
  }

  /** Each record that is there and readable, by the index's members. One command, or on a cluster one each. */
  async findAll(
    members: readonly string[],
    { signal }: Call,
  ): Promise<Map<string, SessionRecord | null>> {
    const keys = members.map((member) => this.#keys.start + member)
    const values = await this.#values(keys, signal)
    return new Map(members.map((member, position) => [member, readable(values[position])]))
  }

  /** `update` of the seam; `index` as for `create`. */
  async update(
    record: SessionRecord,
    base: string,
    index: string | null,
    call: Call & { readonly shorten?: boolean },
  ): Promise<'updated' | 'gone' | SessionRecord> {
    const { id, revision, owner, expiresAt, endsAt } = record
    if (!this.#keys.isId(id)) return 'gone'
    const reply = await this.#commands.run(
      updateRecord,
      withIndex(this.#keys.record(id), index),
      [
        String(call.now),
        base,
        timeText(expiresAt),
        timeText(endsAt),
        call.shorten ? '1' : '0',
        revision,
        ownerLine(owner),
        valueTail(record),
        this.#keys.member(id),
        this.#keys.start,
        this.#indexes,
        ...this.#news(id),
      ],
      call.signal,
    )
    if (String(reply) === '1') return 'updated'
    return String(reply) === '0' ? 'gone' : recordIn(reply)
  }

  /** `touch` of the seam. */
  async touch(id: string, expiresAt: number, base: string, call: Call): Promise<boolean> {
    if (!this.#keys.isId(id)) return false
    const args = [String(call.now), base, timeText(expiresAt), this.#keys.member(id), this.#indexes]
    const reply = await this.#commands.run(touchRecord, [this.#keys.record(id)], args, call.signal)
    return String(reply) === '1'
  }

  /**
   * Removes a record, if it belongs to `owner` where one is given. The line of its owner, empty for
   * nobody; `null` where there was no such record.
   */
  async delete(id: string, owner: string | null, { signal }: Call): Promise<string | null> {
    if (!this.#keys.isId(id)) return null
    const args = [ownerLine(owner), this.#keys.member(id), this.#indexes, ...this.#news(id)]
    const reply = await this.#commands.run(deleteRecord, [this.#keys.record(id)], args, signal)
    return reply === null ? null : String(reply)
  }

  get #indexes(): string {
    return this.#clustered ? '' : this.#keys.ownerStart
  }

  #news(id: string): string[] {
    const tag = this.#clustered ? tagOf(id) : null
    const own = this.#watches.size === 0 ? '' : this.#keys.own(tag)
    return tag === null
      ? ['PUBLISH', own, this.#keys.changes, id]
      : ['SPUBLISH', own, this.#keys.shard(tag), id]
  }

  async #values(keys: readonly string[], signal: AbortSignal): Promise<unknown[]> {
    const [first] = keys
    if (first === undefined) return []
    if (this.#clustered) {
      return Promise.all(keys.map((key) => this.#commands.send(key, ['GET', key], signal)))
    }
    const values = await this.#commands.send(first, ['MGET', ...keys], signal)
    return Array.isArray(values) ? values : []
  }
}

function withIndex(key: string, index: string | null): [string, ...string[]] {
  return index === null ? [key] : [key, index]
}

function recordIn(value: unknown): SessionRecord {
  if (typeof value === 'string') return recordOf(value)
  throw new GarbledRecordError('Redis answered with something else than text')
}

// A listing leaves out what signs nobody in.
function readable(value: unknown): SessionRecord | null {
  if (typeof value !== 'string') return null
  try {
    return recordOf(value)
  } catch {
    return null
  }
}
