import type { Call, SessionRecord } from '@sojourn/core'
import type { Keys } from '../keys/keys.ts'
import type { Commands } from './commands.ts'
import { Recent } from './recent.ts'
import type { Records } from './records.ts'

/**
 * Every live record of the prefix, a page of the keyspace at a time. Redis walks over all keys of the
 * database for it, so it is for maintenance, not for requests.
 */
export async function* listRecords(
  commands: Commands,
  records: Records,
  keys: Keys,
  call: Call,
): AsyncGenerator<SessionRecord> {
  const seen = new Recent()
  for await (const page of commands.scan(keys.pattern, call.signal)) {
    const members = page
      .filter((key) => keys.kindOf(key) === 'record')
      .map((key) => key.slice(keys.start.length))
    for (const [member, record] of await records.findAll(seen.fresh(members), call)) {
      if (record !== null && record.id === keys.idOf(member) && record.expiresAt > call.now) {
        yield record
      }
    }
  }
}
