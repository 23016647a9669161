import type { SessionRecord } from '@sojourn/core'
import { toColumn } from './column-bytes.ts'

/** How many bytes fit each column that is compared. An owner of 256 characters has at most 768. */
export const columnBytes = { id: 64, revision: 64, owner: 768 } as const

type Values = [Buffer, Buffer, Buffer | null, number, number, Buffer]

/** The values of a record, in the order of `recordColumns`. */
export function valuesOf(record: SessionRecord): Values {
  const { id, revision, owner, expiresAt, endsAt, payload } = record
  return [
    toColumn(id),
    fitting('revision', revision),
    owner === null ? null : fitting('owner', owner),
    expiresAt,
    endsAt,
    toColumn(payload),
  ]
}

/** The same for a record that is not there yet. */
export function newValuesOf(record: SessionRecord): Values {
  fitting('id', record.id)
  return valuesOf(record)
}

/** A server without strict mode would cut it off, and make two owners one. */
function fitting(column: keyof typeof columnBytes, text: string): Buffer {
  const bytes = toColumn(text)
  if (bytes.length <= columnBytes[column]) return bytes
  throw new RangeError(
    `${column} has ${bytes.length} bytes; at most ${columnBytes[column]} are kept`,
  )
}
