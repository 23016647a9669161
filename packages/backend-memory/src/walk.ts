import type { Call, SessionRecord } from '@sojourn/core'
import type { SessionTable } from './session-table.ts'

/** How many slots a walk looks at before it lets other work in. */
const stride = 10_000

/** Every live record, one at a time; other requests run in between. */
export async function* liveRecords(table: SessionTable, call: Call): AsyncGenerator<SessionRecord> {
  for (let slot = 0; slot < table.length; slot++) {
    if (slot % stride === 0) await pause(call.signal)
    if (table.expiresAt(slot) > call.now) yield table.record(slot)
  }
}

/** Removes expired records, pausing after each `batch` of them and in any case now and then. */
export async function removeExpired(
  table: SessionTable,
  call: Call & { readonly batch: number; readonly onProgress?: (deleted: number) => void },
): Promise<number> {
  let deleted = 0
  for (let slot = 0; slot < table.length && !call.signal.aborted; slot++) {
    const expired = table.isExpired(slot, call.now)
    if (expired) {
      table.remove(slot)
      deleted++
    }
    const full = expired && deleted % call.batch === 0
    if (full) call.onProgress?.(deleted)
    if (full || slot % stride === stride - 1) await breathe()
  }
  if (deleted % call.batch !== 0) call.onProgress?.(deleted)
  return deleted
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await breathe()
  signal.throwIfAborted()
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
