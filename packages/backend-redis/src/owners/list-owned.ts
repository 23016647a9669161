import type { Call, SessionRecord } from '@sojourn/core'
import type { Commands } from '../store/commands.ts'
import { Recent } from '../store/recent.ts'
import type { Records } from '../store/records.ts'

/** Where an owner's sessions are looked up. */
export interface OwnedQuery {
  readonly commands: Commands
  readonly records: Records
  /** The key of the owner's index. */
  readonly index: string
  readonly owner: string
  /** Told of the entries of a page whose records are not there. */
  readonly onMissing?: (members: readonly string[]) => Promise<unknown>
}

/** The live records of one owner, a page of its index at a time. */
export async function* listOwned(query: OwnedQuery, call: Call): AsyncGenerator<SessionRecord> {
  const { commands, records, index, owner, onMissing } = query
  const seen = new Recent()
  for await (const page of commands.scanIndex(index, call.signal)) {
    const found = await records.findAll(seen.fresh(page), call)
    const missing = [...found].filter(([, record]) => record === null).map(([member]) => member)
    if (missing.length > 0) await onMissing?.(missing)
    for (const record of found.values()) {
      // The index may name a session that belongs to somebody else by now: the record decides.
      if (record !== null && record.owner === owner && record.expiresAt > call.now) yield record
    }
  }
}
