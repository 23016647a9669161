import { cachedBackend, type Fault, type SessionBackend } from '@sojourn/core'
import { redisNamespace, sharedServer, tcpProxy } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { call, gated, newRecord, newText, nextOf, redisCache, sources } from './stores.ts'

/** Plenty: what a test holds back must not be given up meanwhile. */
const cacheDeadline = 20_000

/** Two processes on one database and one Redis, each with a client of its own; the first behind a proxy. */
async function twoProcesses(openSource: () => SessionBackend) {
  const server = await sharedServer('redis')
  const { prefix, remove } = await redisNamespace()
  onTestFinished(remove)
  const { hostname, port } = new URL(server.url)
  const proxy = await tcpProxy({ host: hostname, port: Number(port) })
  onTestFinished(() => proxy.close())
  const name = prefix.slice(0, -1)
  const slowCache = await redisCache(proxy.url(server.url), name)
  const fastCache = await redisCache(server.url, name)
  const faults: Fault[] = []
  const join = (source: SessionBackend, cache: SessionBackend) => {
    const backend = cachedBackend({ source, cache, prefix: newName, cacheDeadline })
    backend.onFault?.((fault) => faults.push(fault))
    return backend
  }
  const newName = newText()
  return {
    proxy,
    faults,
    slowCache,
    slow: (source = openSource(), cache: SessionBackend = slowCache) => join(source, cache),
    fast: join(openSource(), fastCache),
  }
}

describe.each(sources)('%s and Redis: a command that is late', (_, make) => {
  it.each(['delete', 'change of secret'] as const)(
    'R55: a refill from before a %s is refused',
    async (what) => {
      const openSource = await make()
      const { proxy, slow, fast, faults } = await twoProcesses(openSource)
      const record = newRecord()
      await openSource().create(record, call())
      // The reader has missed in the cache, and is about to ask the database.
      const asking = gated(openSource(), 'read')
      const reading = slow(asking.store).read(record.id, call())
      await asking.reached
      let done = false
      const read = reading.finally(() => {
        done = true
      })
      // From here on Redis hears nothing of it: its refill is on the way, and stays there.
      proxy.freeze('request')
      asking.open()
      const rotated = nextOf(record)
      if (what === 'delete') expect(await fast.delete(record.id, call())).toBe(true)
      else await fast.update(rotated, record.revision, call({ supersedes: true }))
      expect(done).toBe(false)
      proxy.thaw()
      // What it read is what was there when it read.
      expect([record.payload, rotated.payload, undefined]).toContain((await read)?.payload)
      const expected = what === 'delete' ? null : rotated
      for (let n = 0; n < 3; n++) expect(await fast.read(record.id, call())).toEqual(expected)
      expect(faults).toEqual([])
    },
  )

  it('R51: a cache write that comes after a newer one is refused', async () => {
    const openSource = await make()
    const { proxy, slow, fast, faults } = await twoProcesses(openSource)
    const first = newRecord()
    await fast.create(first, call())
    const second = nextOf(first)
    const third = nextOf(second)
    const writing = gated(openSource(), 'update')
    const late = slow(writing.store).update(second, first.revision, call())
    await writing.reached
    proxy.freeze('request')
    writing.open()
    await expect
      .poll(async () => (await openSource().read(first.id, call()))?.revision)
      .toBe(second.revision)
    expect(await fast.update(third, second.revision, call())).toBe('updated')
    proxy.thaw()
    expect(await late).toBe('updated')
    for (let n = 0; n < 3; n++) expect(await fast.read(first.id, call())).toEqual(third)
    expect(faults).toEqual([])
  })

  it('R51: a cache write that comes after a sign-out brings nothing back', async () => {
    const openSource = await make()
    const { proxy, slow, fast } = await twoProcesses(openSource)
    const first = newRecord()
    await fast.create(first, call())
    const second = nextOf(first)
    const writing = gated(openSource(), 'update')
    const late = slow(writing.store).update(second, first.revision, call())
    await writing.reached
    proxy.freeze('request')
    writing.open()
    await expect
      .poll(async () => (await openSource().read(first.id, call()))?.revision)
      .toBe(second.revision)
    expect(await fast.delete(first.id, call())).toBe(true)
    proxy.thaw()
    await late
    for (let n = 0; n < 3; n++) expect(await fast.read(first.id, call())).toBeNull()
  })
})
