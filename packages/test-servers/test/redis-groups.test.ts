import { test } from 'vitest'
import {
  RedisConnection,
  redisCommand,
  startRedisCluster,
  startRedisSentinel,
} from '../src/index.ts'

test.concurrent('a cluster has its slots on three nodes', async ({ expect }) => {
  const cluster = await startRedisCluster()
  expect(cluster.urls).toHaveLength(3)
  // The slot of "foo" is 12182: the third node has it, and the first says so.
  const [first = '', , third = ''] = cluster.urls
  await expect(redisCommand(first, 'SET', 'foo', 1)).rejects.toThrow(
    `MOVED 12182 ${new URL(third).host}`,
  )
  expect(await redisCommand(third, 'SET', 'foo', 1)).toBe('OK')
  await cluster.stop()
})

test.concurrent('sentinels replace a primary that is gone', async ({ expect }) => {
  const group = await startRedisSentinel()
  const { primary, replica } = group
  const redis = await RedisConnection.open(primary.url)
  expect(await redis.command('SET', 'foo', 'kept')).toBe('OK')
  expect(await redis.command('WAIT', 1, 5_000)).toBe(1)
  redis.close()
  expect(await group.primaryPort()).toBe(primary.port)
  await primary.kill()
  await expect.poll(() => group.primaryPort(), { timeout: 12_000 }).toBe(replica.port)
  expect(await redisCommand(replica.url, 'GET', 'foo')).toBe('kept')
  await expect.poll(() => redisCommand(replica.url, 'SET', 'foo', 'new')).toBe('OK')
  await group.stop()
})
