import type { Watch, WatchEvent } from '@sojourn/core'
import { tcpProxy } from '@sojourn/test-servers'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type DbBackend, dbBackend, postgres } from '../../src/index.ts'
import { channelOf } from '../../src/postgres/channel.ts'
import { call, newRecord, nextRecord } from '../records.ts'
import { backendOn, execute, ownDatabase, poolOf, ready } from './support.ts'

const patience = { timeout: 10_000, interval: 10 }
const channel = channelOf('"sojourn_sessions"')

let url: string
let writer: DbBackend

beforeEach(async () => {
  url = await ownDatabase()
  writer = await ready(url)
})
afterEach(() => vi.restoreAllMocks())

async function watched(backend: DbBackend): Promise<{ watch: Watch; events: WatchEvent[] }> {
  const events: WatchEvent[] = []
  const watch = await backend.watch?.((event) => void events.push(event))
  if (watch === undefined) throw new Error('no watch')
  onTestFinished(() => watch.close())
  return { watch, events }
}

/** What was told of single sessions. "Anything may have changed" comes with each new connection, too. */
function single(events: readonly WatchEvent[]): WatchEvent[] {
  return events.filter(({ id }) => id !== null)
}

/** Through a network that can be disturbed. */
async function throughProxy() {
  const { hostname, port } = new URL(url)
  const proxy = await tcpProxy({ host: hostname, port: Number(port) })
  onTestFinished(() => proxy.close())
  return { proxy, backend: backendOn(poolOf(proxy.url(url))) }
}

it('is alive at once, and hears of exactly what changes a session that others may remember', async () => {
  const { watch, events } = await watched(backendOn(poolOf(url)))
  expect(watch.alive).toBe(true)
  // Anything may have changed before.
  expect(events.splice(0)).toEqual([{ id: null }])
  const record = newRecord()
  await writer.create(record, call())
  await writer.touch(record.id, record.expiresAt + 1, record.revision, call())
  const next = nextRecord(record)
  await writer.update(next, record.revision, call())
  await writer.update(nextRecord(record), record.revision, call())
  await writer.delete(next.id, call())
  await writer.delete(next.id, call())
  await writer.clear(call())
  const both = [{ id: record.id, revision: next.revision }, { id: record.id }]
  await expect.poll(() => single(events), patience).toEqual(both)
})

it('R57: hears of every session that was evicted or revoked, as one message where they are many', async () => {
  const { events } = await watched(backendOn(poolOf(url)))
  events.length = 0
  const [first, second] = [newRecord({ owner: 'a' }), newRecord({ owner: 'a' })]
  await writer.create(first, call())
  await writer.admit(second, call({ max: 1, policy: 'evict-oldest' }))
  await expect.poll(() => single(events), patience).toEqual([{ id: first.id }])
  await writer.deleteByOwner('a', call())
  await expect.poll(() => single(events), patience).toEqual([{ id: first.id }, { id: second.id }])
  const many = Array.from({ length: 101 }, () => newRecord({ owner: 'b' }))
  await Promise.all(many.map((record) => writer.create(record, call())))
  events.length = 0
  await writer.deleteByOwner('b', call())
  await expect.poll(() => events, patience).toContainEqual({ id: null })
  expect(single(events)).toEqual([])
})

it('hears nothing of what was rolled back, nor what is garbage', async () => {
  const { watch, events } = await watched(backendOn(poolOf(url)))
  events.length = 0
  const record = newRecord()
  await writer.create(record, call())
  await execute(
    url,
    `BEGIN; NOTIFY ${channel}, '${record.id}'; ROLLBACK;
     NOTIFY ${channel}; NOTIFY ${channel}, 'garbage'; NOTIFY ${channel}, '${'x'.repeat(7000)}';
     NOTIFY ${channel}, '${record.id}; DROP TABLE sojourn_sessions'; NOTIFY other, '*';
     NOTIFY ${channel}, '${record.id}:'; NOTIFY ${channel}, '${record.id}:a:b'`,
  )
  await writer.delete(record.id, call())
  await expect.poll(() => single(events), patience).toEqual([{ id: record.id }])
  expect(watch.alive).toBe(true)
})

it('R113: survives a listener that throws', async () => {
  const heard: WatchEvent[] = []
  const watch = await backendOn(poolOf(url)).watch?.((event) => {
    heard.push(event)
    throw new Error('from the listener')
  })
  onTestFinished(() => watch?.close())
  const record = newRecord()
  await writer.create(record, call())
  await writer.delete(record.id, call())
  await expect.poll(() => heard, patience).toContainEqual({ id: record.id })
  expect(watch?.alive).toBe(true)
})

it('R54: is not alive while its connection is ended, and comes back by itself', async () => {
  const pool = poolOf(url)
  const { watch, events } = await watched(backendOn(pool))
  events.length = 0
  await execute(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await expect.poll(() => watch.alive, { timeout: 1000, interval: 1 }).toBe(false)
  await expect.poll(() => watch.alive, patience).toBe(true)
  expect(events).toContainEqual({ id: null })
  const record = newRecord()
  await writer.create(record, call())
  await writer.delete(record.id, call())
  await expect.poll(() => events, patience).toContainEqual({ id: record.id })
})

it('R54: notices a connection that is half open, and comes back by itself', async () => {
  const { proxy, backend } = await throughProxy()
  const { watch, events } = await watched(backend)
  events.length = 0
  proxy.freeze()
  const frozenAt = performance.now()
  await expect.poll(() => watch.alive, { ...patience, interval: 5 }).toBe(false)
  expect(performance.now() - frozenAt).toBeLessThan(4000)
  const record = newRecord()
  await writer.create(record, call())
  await writer.delete(record.id, call())
  expect(watch.alive).toBe(false)
  proxy.thaw()
  await expect.poll(() => watch.alive, patience).toBe(true)
  // What was missed is covered by this.
  expect(events).toContainEqual({ id: null })
}, 30_000)

it('R54: is not alive while the server cannot be reached, from the start', async () => {
  const { proxy, backend } = await throughProxy()
  await proxy.refuse()
  const { watch, events } = await watched(backend)
  expect([watch.alive, events]).toEqual([false, []])
  await proxy.accept()
  await expect.poll(() => watch.alive, patience).toBe(true)
  expect(events).toEqual([{ id: null }])
})

it('notices a pooler that takes LISTEN, and passes on only what arrives during a statement', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
  // PgBouncer in transaction mode does: the connection is somebody else's in between.
  const listen = (): pg.Client => {
    const client = new pg.Client({ connectionString: url })
    const [query, on] = [client.query.bind(client), client.on.bind(client)]
    let running = 0
    Reflect.set(client, 'query', async (statement: { text: string }) => {
      running++
      return query(statement).finally(() => running--)
    })
    Reflect.set(
      client,
      'on',
      (event: 'notification', listener: (message: pg.Notification) => void) =>
        on(event, (message) => {
          if (event !== 'notification' || running > 0) listener(message)
        }),
    )
    return client
  }
  const { watch, events } = await watched(backendOn(poolOf(url), { listen }))
  expect([watch.alive, events]).toEqual([false, []])
  expect(warned.mock.calls[0]?.[0]).toContain('PgBouncer')
})

it('listens on a client of its own where one is given', async () => {
  const pool = poolOf(url, { max: 1 })
  const backend = backendOn(pool, { listen: () => new pg.Client({ connectionString: url }) })
  const { watch, events } = await watched(backend)
  expect(watch.alive).toBe(true)
  const record = newRecord()
  await backend.create(record, call())
  await backend.delete(record.id, call())
  await expect.poll(() => events, patience).toContainEqual({ id: record.id })
})

describe('needs', () => {
  it('a second connection in the pool', async () => {
    const backend = backendOn(poolOf(url, { max: 1 }))
    await expect(backend.watch?.(() => undefined)).rejects.toThrow('a max of at least 2')
  })

  it('writers that tell', () => {
    expect(dbBackend(postgres({ pool: poolOf(url), notify: false })).watch).toBeUndefined()
  })
})

it('ends with its backend, and gives its connection up', async () => {
  const pool = poolOf(url)
  const backend = dbBackend(postgres({ pool }))
  const { watch } = await watched(backend)
  expect(pool.totalCount).toBe(2)
  await backend.close()
  expect(watch.alive).toBe(false)
  await expect.poll(() => pool.totalCount, patience).toBe(1)
})
