import type { SessionBackend } from '@sojourn/core'
import { Cluster, Redis } from 'ioredis'
import { createClient, createClientPool, createCluster, createSentinel } from 'redis'
import { expectTypeOf, it } from 'vitest'
import { type RedisBackend, type RedisClient, redisBackend } from '../src/index.ts'

it('every kind of client fits, as its driver makes it', () => {
  redisBackend({ client: createClient() })
  redisBackend({ client: createClient({ url: 'redis://localhost', RESP: 2 }) })
  redisBackend({ client: createCluster({ rootNodes: [] }) })
  redisBackend({ client: createSentinel({ name: 'x', sentinelRootNodes: [] }) })
  redisBackend({ client: new Redis() })
  redisBackend({ client: new Redis({ replyMapping: 'resp3' }) })
  redisBackend({ client: new Cluster([]) })
})

it('what is no client does not', () => {
  // @ts-expect-error: a URL is not a client.
  redisBackend({ client: 'redis://localhost' })
  // @ts-expect-error: a pool has no connection of its own to duplicate.
  redisBackend({ client: createClientPool() })
  // @ts-expect-error: there is no such option.
  redisBackend({ client: new Redis(), keyPrefix: 'shop' })
  expectTypeOf<RedisClient>().not.toBeAny()
})

it('a backend has its powers without a question', () => {
  const backend = redisBackend({ client: new Redis() })
  expectTypeOf(backend).toEqualTypeOf<RedisBackend>()
  expectTypeOf(backend).toExtend<SessionBackend>()
  expectTypeOf(backend.watch).toBeFunction()
  expectTypeOf(backend.admit).toBeFunction()
})
