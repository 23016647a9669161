import type { Call, SessionRecord } from '@sojourn/core'
import type { SessionTable } from './session-table.ts'

/**
 * Creates a record within its owner's limit. The oldest is the one with the earliest absolute end;
 * among equals the lowest id, so that every backend evicts the same one.
 */
export function admit(
  table: SessionTable,
  record: SessionRecord,
  call: Call & { readonly max: number; readonly policy: 'evict-oldest' | 'reject-new' },
): string[] | false {
  const live = table
    .slotsOf(record.owner ?? '')
    .filter((slot) => table.expiresAt(slot) > call.now)
    .map((slot) => ({ slot, ...table.record(slot) }))
    .sort((a, b) => a.endsAt - b.endsAt || (a.id < b.id ? -1 : 1))
  const surplus = live.length + 1 - call.max
  if (surplus > 0 && call.policy === 'reject-new') return false
  table.checkFits(record)
  const evicted = live.slice(0, Math.max(0, surplus))
  for (const { slot } of evicted) table.remove(slot)
  table.add(record)
  return evicted.map(({ id }) => id)
}
