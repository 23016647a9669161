import { RedisConnection, redisCommand, startRedis, tcpProxy } from '@sojourn/test-servers'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type RedisClient, redisBackend } from '../../src/index.ts'
import { Keys } from '../../src/keys/keys.ts'
import { call, newName, newRecord, nextRecord } from '../sessions.ts'
import { listeningBy, patience, watched } from './watched.ts'

describe.each([
  ['node-redis', nodeRedisPair],
  ['ioredis', ioRedisPair],
] as const)('%s', (_name, pair) => {
  it('R54: a half-open connection is noticed by its heartbeat, and replaced', async () => {
    const { proxy, client } = await site(pair)
    const { backend, watch, events } = await watched(client, newName())
    const record = newRecord()
    await backend.create(record, call())
    proxy.freeze('answer')
    // The write is done; who listens cannot know, and nothing has broken.
    await backend.update(nextRecord(record), record.revision, call())
    await vi.waitFor(() => expect(watch.alive).toBe(false), { timeout: 3000, interval: 20 })
    await vi.waitFor(() => expect(events).toContainEqual({ id: null }), patience)
    proxy.thaw()
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    events.length = 0
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(events).toEqual([{ id: record.id }]), patience)
  }, 30_000)

  it('R54: a connection that breaks ends the proof at once; what was missed is told as any', async () => {
    const { proxy, client } = await site(pair)
    const { backend, watch, events } = await watched(client, newName())
    const record = newRecord()
    await backend.create(record, call())
    const lives: boolean[] = []
    const timer = setInterval(() => lives.push(watch.alive), 1)
    proxy.cut()
    await backend.update(nextRecord(record), record.revision, call())
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    clearInterval(timer)
    expect(lives).toContain(false)
    expect(events).toContainEqual({ id: null })
  }, 30_000)

  it('a server that restarts is heard again, without anybody’s help', async () => {
    const { server, client } = await site(pair)
    const { backend, watch, events } = await watched(client, newName())
    await server.restart()
    await vi.waitFor(() => expect(events).toContainEqual({ id: null }), patience)
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    const record = newRecord()
    await vi.waitFor(() => backend.create(record, call()), patience)
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(events).toContainEqual({ id: record.id }), patience)
  }, 30_000)

  it('R104: what is published are ids and revisions, and nothing else', async () => {
    const { server, client } = await site(pair)
    const prefix = newName()
    const backend = redisBackend({ client, prefix })
    const messages: string[] = []
    const listener = new Redis(server.url)
    onTestFinished(() => listener.disconnect())
    listener.on('message', (_channel, message) => void messages.push(message))
    await listener.subscribe(new Keys(prefix).changes)

    const owner = 'ann@example.org'
    const [first, second, third] = [
      newRecord({ owner }),
      newRecord({ owner }),
      newRecord({ owner }),
    ]
    await backend.create(first, call())
    const next = nextRecord(first)
    await backend.update(next, first.revision, call())
    await backend.touch(first.id, first.expiresAt + 1, first.revision, call())
    await backend.admit(second, { ...call(), max: 1, policy: 'evict-oldest' })
    await backend.deleteByOwner(owner, call())
    await backend.create(third, call())
    await backend.delete(third.id, call())
    await backend.create(newRecord({ owner }), call())
    await backend.clear(call())
    await vi.waitFor(() => expect(messages).toContain('*'), patience)
    const updated = `${first.id}:${next.revision}`
    expect(messages).toEqual([updated, first.id, second.id, third.id, '*'])
  })

  it('the process that makes a change is the first to be told, and so is sent it last', async () => {
    const { server, client } = await site(pair)
    const prefix = newName()
    const { backend, events } = await watched(client, prefix)
    const told: string[] = []
    const listener = new Redis(server.url)
    onTestFinished(() => listener.disconnect())
    await listener.psubscribe(`${prefix}:*`)
    listener.on('pmessage', (_pattern, channel) => {
      if (!channel.includes(':beat:')) told.push(channel.slice(prefix.length + 1))
    })
    const record = newRecord()
    await backend.create(record, call())
    await backend.update(nextRecord(record), record.revision, call())
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(told).toHaveLength(4), patience)
    const own = expect.stringMatching(/^own:[0-9a-f]{24}$/)
    expect(told).toEqual([own, 'changes', own, 'changes'])
    expect(new Set(told).size).toBe(2)
    // Nobody else hears of it there.
    expect(await redisCommand(server.url, 'PUBSUB', 'NUMSUB', `${prefix}:${told[0]}`)).toContain(1)
    await vi.waitFor(() => expect(events).toHaveLength(2), patience)
  })

  it('what others publish there is ignored, if it is no id', async () => {
    const { server, client } = await site(pair)
    const prefix = newName()
    const { backend, events } = await watched(client, prefix)
    const channel = new Keys(prefix).changes
    const redis = await RedisConnection.open(server.url)
    onTestFinished(() => redis.close())
    const { id } = newRecord()
    for (const message of [
      '',
      'x',
      `${id}:a:b`,
      `${id};`,
      '{"id":1}',
      '__proto__',
      'a'.repeat(100_000),
      '*'.repeat(22),
    ]) {
      await redis.command('PUBLISH', channel, message)
    }
    const record = newRecord()
    await backend.create(record, call())
    await backend.delete(record.id, call())
    await vi.waitFor(() => expect(events).toEqual([{ id: record.id }]), patience)
  })

  it('close ends its own connection, and no other', async () => {
    const { server, client } = await site(pair)
    const connections = async (): Promise<number> =>
      String(await redisCommand(server.url, 'CLIENT', 'LIST'))
        .trim()
        .split('\n').length
    const before = await connections()
    const { backend, watch, events } = await watched(client, newName())
    expect(await connections()).toBe(before + 1)
    await watch.close()
    expect(watch.alive).toBe(false)
    await vi.waitFor(async () => expect(await connections()).toBe(before), patience)
    const record = newRecord()
    await backend.create(record, call())
    await backend.delete(record.id, call())
    expect(events).toEqual([])
  })

  it('R113: a server that is away at the start is waited for', async () => {
    const { server, client } = await site(pair)
    await server.kill()
    const backend = redisBackend({ client, prefix: newName() })
    const watch = await backend.watch(() => undefined)
    expect(watch.alive).toBe(false)
    await server.restart()
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    await backend.close()
    expect(watch.alive).toBe(false)
  }, 30_000)

  it('R113: a listener that throws breaks nothing', async () => {
    const { client } = await site(pair)
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning)
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const backend = redisBackend({ client, prefix: newName() })
    onTestFinished(() => backend.close())
    let heard = 0
    const watch = await backend.watch(() => {
      heard++
      throw new Error('a listener failed')
    })
    await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
    const before = heard
    for (let n = 1; n <= 2; n++) {
      const record = newRecord()
      await backend.create(record, call())
      await backend.delete(record.id, call())
      await vi.waitFor(() => expect(heard).toBe(before + n), patience)
    }
    expect(watch.alive).toBe(true)
    expect(warnings.map(({ message }) => message)).toContain('a listener failed')
  })
})

async function site(pair: (url: string, proxied: string) => Promise<RedisClient>) {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const proxy = await tcpProxy(server)
  onTestFinished(() => proxy.close())
  return { server, proxy, client: await pair(server.url, proxy.url(server.url)) }
}

async function nodeRedisPair(url: string, proxied: string): Promise<RedisClient> {
  const client = createClient({ url })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.destroy())
  return listeningBy(client, createClient({ url: proxied }))
}

async function ioRedisPair(url: string, proxied: string): Promise<RedisClient> {
  const client = new Redis(url)
  client.on('error', () => undefined)
  onTestFinished(() => client.disconnect())
  return listeningBy(client, new Redis(proxied, { lazyConnect: true }))
}
