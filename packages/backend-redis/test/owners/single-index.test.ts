import { expect, it } from 'vitest'
import { nodeRedis } from '../connect.ts'
import { onSharedServer } from '../on-shared-server.ts'
import { all, call, newName, newRecord, nextRecord } from '../sessions.ts'

const day = 86_400_000

const { backend, keys, redis } = await onSharedServer(nodeRedis)

it('R41: a session leaves the index with its sign-out, and with its change of owner', async () => {
  const [ann, bob] = [newName(), newName()]
  const first = newRecord({ owner: ann })
  await backend.create(first, call())
  expect(await entries(ann)).toBe(1)
  const second = nextRecord(first, { owner: bob })
  await backend.update(second, first.revision, call())
  expect([await entries(ann), await entries(bob)]).toEqual([0, 1])
  await backend.delete(second.id, call())
  expect(await entries(bob)).toBe(0)
})

it('R41: a listing forgets the entries of records that Redis has expired', async () => {
  const ann = newName()
  const [kept, expired] = [newRecord({ owner: ann }), newRecord({ owner: ann })]
  await backend.create(kept, call())
  await backend.create(expired, call())
  await redis.command('DEL', keys.record(expired.id))
  expect(await entries(ann)).toBe(2)
  expect(await all(backend.listByOwner(ann, call()))).toEqual([kept])
  expect(await entries(ann)).toBe(1)
})

it('R41: a sign-in forgets entries past their absolute end, but never a session that is there', async () => {
  const ann = newName()
  const ended = newRecord({ owner: ann })
  const there = newRecord({ owner: ann })
  await backend.create(ended, call())
  await backend.create(there, call())
  await redis.command('DEL', keys.record(ended.id))
  // A process whose clock is ten days ahead: it would believe both to be over.
  const ahead = Date.now() + 10 * day
  const own = newRecord({ owner: ann, expiresAt: ahead + day, endsAt: ahead + day })
  await backend.create(own, { ...call(), now: ahead })
  expect(await entries(ann)).toBe(2)
  expect(await backend.deleteByOwner(ann, call())).toBe(2)
  expect(await backend.read(there.id, call())).toBeNull()
})

it('R41: an index that Redis has dropped is written again, by the next save or touch of a session', async () => {
  const ann = newName()
  const [saved, touched] = [newRecord({ owner: ann }), newRecord({ owner: ann })]
  for (const record of [saved, touched]) await backend.create(record, call())
  await redis.command('DEL', keys.owner(ann))
  const after = nextRecord(saved)
  await backend.update(after, saved.revision, call())
  expect(await all(backend.listByOwner(ann, call()))).toEqual([after])
  await backend.touch(touched.id, touched.expiresAt + day, touched.revision, call())
  expect(await entries(ann)).toBe(2)
  expect(await redis.command('PTTL', keys.owner(ann))).toBeGreaterThan(7 * day)
  expect(await backend.deleteByOwner(ann, call())).toBe(2)
})

async function entries(owner: string): Promise<number> {
  return Number(await redis.command('ZCARD', keys.owner(owner)))
}
