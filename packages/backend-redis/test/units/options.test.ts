import { ConfigurationError } from '@sojourn/core'
import { Cluster, Redis } from 'ioredis'
import { createClient, createClientPool, createCluster, createSentinel } from 'redis'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { redisBackend } from '../../src/index.ts'

const offline = { lazyConnect: true } as const
const ignore = (): void => undefined

describe('prefix', () => {
  it.each([
    ['', 'nothing'],
    ['a{b', 'a brace'],
    ['a}b', 'a brace'],
    ['a b', 'a space'],
    ['a\n', 'a line break'],
    ['\u00fc', 'more than ASCII'],
    ['a'.repeat(65), 'too much'],
  ])('R70: %j is refused: %s', (prefix) => {
    const client = new Redis(offline)
    expect(() => redisBackend({ client, prefix })).toThrow(ConfigurationError)
  })

  it('and every unknown option', () => {
    const options = { client: new Redis(offline), keyPrefix: 'shop' }
    expect(() => redisBackend(options)).toThrow(/no option 'keyPrefix'/)
  })
})

describe('client', () => {
  it.each([
    ['ioredis', () => new Redis({ ...offline, keyPrefix: 'app:' })],
    ['ioredis on a cluster', () => new Cluster([], { ...offline, keyPrefix: 'app:' })],
    ['its nodes', () => new Cluster([], { ...offline, redisOptions: { keyPrefix: 'app:' } })],
    ['node-redis', () => createClient({ keyPrefix: 'app:' })],
    ['node-redis on a cluster', () => createCluster({ rootNodes: [], keyPrefix: 'app:' })],
    [
      'node-redis by Sentinel',
      () =>
        createSentinel({
          name: 'x',
          sentinelRootNodes: [{ host: 'x', port: 1 }],
          keyPrefix: 'app:',
        }),
    ],
  ])('R70: a keyPrefix of %s is detected', (_name, make) => {
    expect(() => redisBackend({ client: make() })).toThrow(/keyPrefix 'app:'/)
  })

  it.each([
    ['scaleReads', () => new Cluster([], { ...offline, scaleReads: 'slave' })],
    ['role', () => new Redis({ ...offline, name: 'x', sentinels: [{}], role: 'slave' })],
  ])('reads from replicas are refused: %s', (_name, make) => {
    expect(() => redisBackend({ client: make() })).toThrow(/replicas/)
  })

  it('what is no client is refused, a pool too', () => {
    for (const client of [null, undefined, 'redis://localhost', {}, createClientPool()]) {
      // @ts-expect-error: it is no client.
      expect(() => redisBackend({ client })).toThrow(ConfigurationError)
    }
  })
})

describe('target', () => {
  it('tells one database from another, without a password, by either driver', () => {
    const url = 'redis://app:secret@redis.example.org:6380/3'
    const targets = [createClient({ url }).on('error', ignore), new Redis(url, offline)].map(
      (client) => redisBackend({ client, prefix: 'shop' }).target,
    )
    expect(targets).toEqual(Array(2).fill('redis://app@redis.example.org:6380/3#shop'))
    const defaults = [createClient().on('error', ignore), new Redis(offline)].map(
      (client) => redisBackend({ client }).target,
    )
    expect(defaults[0]).toBe(defaults[1])
  })
})

describe("a client without a listener for 'error'", () => {
  it('R113: is warned of once, and only if none comes', async () => {
    const warnings: string[] = []
    const onWarning = (warning: Error & { code?: string }): void => {
      if (warning.code === 'SOJOURN_REDIS_ERROR_LISTENER') warnings.push(warning.message)
    }
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const listened = createClient()
    redisBackend({ client: listened })
    listened.on('error', ignore)
    const alone = createClient()
    redisBackend({ client: alone })
    redisBackend({ client: alone, prefix: 'again' })
    await vi.waitFor(() => expect(warnings).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(warnings).toEqual([expect.stringContaining("client.on('error'")])
  })
})
