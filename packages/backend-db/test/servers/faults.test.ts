import { setTimeout } from 'node:timers/promises'
import { type Server, tcpProxy } from '@sojourn/test-servers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { DbBackend } from '../../src/index.ts'
import { call, newRecord, nextRecord } from '../records.ts'
import { databases, poolSize, ready } from './databases.ts'

const patience = { timeout: 10_000, interval: 20 }

/** A call with a deadline, as core makes it. */
function within(milliseconds: number) {
  return call({ signal: AbortSignal.timeout(milliseconds) })
}

describe.each(databases)('$name', (database) => {
  let server: Server

  beforeAll(async () => {
    server = await database.start()
  })
  afterAll(() => server.stop())

  async function recovered(backend: DbBackend): Promise<void> {
    const record = newRecord()
    await expect
      .poll(() => backend.create(record, within(500)).catch(() => null), patience)
      .not.toBe(null)
    expect(await backend.read(record.id, within(500))).toEqual(record)
  }

  it('keeps every acknowledged write when the server is killed, and recovers', async () => {
    const backend = await ready(database, server.url)
    // The revisions that each session may have.
    const acknowledged = new Map<string, string[]>()
    let failures = 0
    let isOver = false
    const write = async (): Promise<void> => {
      while (!isOver) {
        const record = newRecord({ payload: 'x'.repeat(2000) })
        const next = nextRecord(record)
        try {
          // The update after the last acknowledgement may have happened or not.
          await backend.create(record, within(500))
          acknowledged.set(record.id, [record.revision, next.revision])
          await backend.update(next, record.revision, within(500))
          acknowledged.set(record.id, [next.revision])
        } catch {
          failures++
          await setTimeout(5)
        }
      }
    }
    const writers = Array.from({ length: 8 }, write)
    await expect.poll(() => acknowledged.size, patience).toBeGreaterThan(100)
    await server.kill('SIGKILL')
    await expect.poll(() => failures, patience).toBeGreaterThan(8)
    const before = new Map(acknowledged)
    await server.restart()
    await expect.poll(() => acknowledged.size, patience).toBeGreaterThan(before.size)
    isOver = true
    await Promise.all(writers)
    for (const [id, revisions] of before) {
      const found = await backend.read(id, within(5000))
      expect(revisions).toContain(found?.revision)
    }
  }, 60_000)

  it('R111: rejects at the deadline while the server hangs, and recovers', async () => {
    const backend = await ready(database, server.url)
    const [record, other] = [newRecord(), newRecord()]
    await backend.create(record, call())
    await server.pause()
    onTestFinished(() => server.resume())
    const startedAt = performance.now()
    const attempts = await Promise.allSettled([
      ...Array.from({ length: poolSize }, () => backend.read(record.id, within(200))),
      backend.update(nextRecord(record), record.revision, within(200)),
      backend.create(other, within(200)),
      backend.admit(newRecord({ owner: 'a' }), {
        ...within(200),
        max: 1,
        policy: 'reject-new',
      }),
      backend.deleteByOwner('a', within(200)),
    ])
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 'rejected'))
    await setTimeout(300)
    await server.resume()
    await recovered(backend)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => backend.read(record.id, call())),
    )
    for (const answer of answers) expect(answer?.id).toBe(record.id)
  })

  it('R111: no answer goes to another call, however calls are aborted', async () => {
    const proxy = await tcpProxy(server)
    onTestFinished(() => proxy.close())
    const backend = await ready(database, proxy.url(server.url))
    const records = Array.from({ length: 40 }, () => newRecord())
    await Promise.all(records.map((record) => backend.create(record, call())))
    proxy.delay(5)
    let answered = 0
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        records.map(async (record, index) => {
          const found = await backend
            .read(record.id, within(1 + (index % 40)))
            .catch(() => undefined)
          if (found === undefined) return
          answered++
          expect(found?.id).toBe(record.id)
        }),
      )
    }
    proxy.delay(0)
    for (const record of records) expect(await backend.read(record.id, call())).toEqual(record)
    expect(answered).toBeLessThan(200)
  })

  it('recovers when every connection is cut, idle ones and those in use', async () => {
    const proxy = await tcpProxy(server)
    onTestFinished(() => proxy.close())
    const backend = await ready(database, proxy.url(server.url))
    const record = newRecord()
    await backend.create(record, call())
    const reads = Array.from({ length: poolSize }, () => backend.read(record.id, within(500)))
    proxy.cut()
    await Promise.allSettled(reads)
    await recovered(backend)
    proxy.cut()
    await recovered(backend)
    const cut = proxy.cutAfter('request', record.id)
    await expect(backend.read(record.id, within(500))).rejects.toBeDefined()
    await cut
    expect(await backend.read(record.id, within(500))).toEqual(record)
  })

  it('R111: leaves no place in the pool behind on a network that has lost its way', async () => {
    const proxy = await tcpProxy(server)
    onTestFinished(() => proxy.close())
    const backend = await ready(database, proxy.url(server.url))
    const record = newRecord()
    await backend.create(record, call())
    await Promise.all(Array.from({ length: poolSize }, () => backend.read(record.id, call())))
    proxy.freeze()
    for (let round = 0; round < 3; round++) {
      const reads = Array.from({ length: poolSize }, () => backend.read(record.id, within(50)))
      for (const read of await Promise.allSettled(reads)) expect(read.status).toBe('rejected')
    }
    proxy.thaw()
    await recovered(backend)
    const reads = Array.from({ length: 3 * poolSize }, () => backend.read(record.id, within(2000)))
    for (const found of await Promise.all(reads)) expect(found).toEqual(record)
  })

  it('rejects while nobody listens at its address, and recovers', async () => {
    const proxy = await tcpProxy(server)
    onTestFinished(() => proxy.close())
    const backend = await ready(database, proxy.url(server.url))
    await proxy.refuse()
    proxy.cut()
    const attempts = Array.from({ length: 20 }, () => backend.read(newRecord().id, within(500)))
    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt.status).toBe('rejected')
    await proxy.accept()
    await recovered(backend)
  })

  it('more calls than connections wait for their turn, or for their deadline', async () => {
    const backend = await ready(database, server.url)
    const record = newRecord()
    await backend.create(record, call())
    const reads = Array.from({ length: 20 * poolSize }, () => backend.read(record.id, call()))
    for (const found of await Promise.all(reads)) expect(found).toEqual(record)
    await server.pause()
    onTestFinished(() => server.resume())
    const late = Array.from({ length: 5 * poolSize }, () => backend.read(record.id, within(100)))
    for (const attempt of await Promise.allSettled(late)) expect(attempt.status).toBe('rejected')
    await server.resume()
    await recovered(backend)
  })

  it('a closed backend rejects, and leaves the pool open', async () => {
    const { backend, close } = database.open(server.url)
    onTestFinished(close)
    await backend.migrate()
    await backend.close()
    await expect(backend.read(newRecord().id, call())).rejects.toThrow('closed')
  })
})
