import { postgresStatements, type Server, startPostgres } from '@sojourn/test-servers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, newRecord, nextRecord } from '../records.ts'
import { ready } from './support.ts'

let server: Server

beforeAll(async () => {
  server = await startPostgres({ logStatements: true })
})
afterAll(() => server.stop())

it.each([
  { prepare: false, notify: true },
  { prepare: true, notify: false },
])('asks the server once for each verb, and twice for a conflict, with %o', async (options) => {
  const backend = await ready(server.url, options)
  const log = postgresStatements(server)
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
    ['deleteByOwner', 1, () => backend.deleteByOwner('user-2', call())],
    ['delete', 1, () => backend.delete(first.id, call())],
    ['gone', 2, () => backend.update(second, first.revision, call())],
    ['deleteExpired', 1, () => backend.deleteExpired(call({ batch: 10 }))],
    // BEGIN, lock, list, insert, COMMIT.
    ['admit', 5, () => backend.admit(third, call(place))],
    ['admit, evicting', 6, () => backend.admit(fourth, call(place))],
    ['clear', 1, () => backend.clear(call())],
  ]
  for (const [what, cost, verb] of costs) {
    log.take()
    await verb()
    expect(log.take(), what).toHaveLength(cost)
  }
})
