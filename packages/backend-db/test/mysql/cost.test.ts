import { countMariadbCommands, type Server, startMariadb } from '@sojourn/test-servers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, newRecord, nextRecord } from '../records.ts'
import { ready } from './support.ts'

let server: Server

beforeAll(async () => {
  server = await startMariadb()
})
afterAll(() => server.stop())

it('asks the server once for each verb, and twice for a conflict', async () => {
  const backend = await ready(server.url, { connectionLimit: 1 })
  const counter = await countMariadbCommands(server.url)
  const first = newRecord({ owner: 'user-1' })
  const second = nextRecord(first)
  const [third, fourth] = [newRecord({ owner: 'user-3' }), newRecord({ owner: 'user-3' })]
  const place = { max: 1, policy: 'evict-oldest' } as const
  const costs: [string, number, () => Promise<unknown>][] = [
    ['create', 1, () => backend.create(first, call())],
    ['create, taken', 1, () => backend.create(first, call())],
    ['read', 1, () => backend.read(first.id, call())],
    ['read, unknown', 1, () => backend.read(newRecord().id, call())],
    ['touch', 1, () => backend.touch(first.id, first.expiresAt + 1, first.revision, call())],
    ['update', 1, () => backend.update(second, first.revision, call())],
    ['a conflict', 2, () => backend.update(nextRecord(first), first.revision, call())],
    ['deleteByOwner, of nobody', 1, () => backend.deleteByOwner('user-2', call())],
    ['deleteByOwner', 2, () => backend.deleteByOwner('user-1', call())],
    ['delete', 1, () => backend.delete(first.id, call())],
    ['gone', 2, () => backend.update(second, first.revision, call())],
    ['deleteExpired, of nothing', 1, () => backend.deleteExpired(call({ batch: 10 }))],
    // Lock, list, insert, unlock; and a transaction with a delete.
    ['admit', 4, () => backend.admit(third, call(place))],
    ['admit, evicting', 7, () => backend.admit(fourth, call(place))],
    ['clear', 2, () => backend.clear(call())],
  ]
  for (const [what, cost, verb] of costs) {
    await counter.take()
    await verb()
    expect((await counter.take())['Questions'], what).toBe(cost)
  }
  await counter.close()
})
