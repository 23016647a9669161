import type { RedisBackend } from '../../src/index.ts'
import { call, newName, newRecord, nextRecord } from '../sessions.ts'

/** Runs every script once: the first time that a server meets one costs a second call. */
export async function everyVerb(backend: RedisBackend): Promise<void> {
  const [first, second] = [newRecord(), newRecord({ owner: newName() })]
  await backend.create(first, call())
  await backend.update(nextRecord(first, { owner: newName() }), first.revision, call())
  await backend.touch(first.id, first.expiresAt, first.revision, call())
  await backend.delete(first.id, call())
  await backend.admit(second, { ...call(), max: 1, policy: 'evict-oldest' })
  await backend.deleteByOwner(second.owner ?? '', call())
}
