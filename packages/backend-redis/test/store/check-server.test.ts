import { redisCommand, startRedis } from '@sojourn/test-servers'
import { expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { nodeRedis } from '../connect.ts'

it('R47: check names a policy that drops live sessions, and a replica', async () => {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const connected = await nodeRedis(server.url)
  onTestFinished(() => connected.close())
  const backend = redisBackend({ client: connected.client })
  expect(await backend.check()).toEqual([])
  await redisCommand(server.url, 'CONFIG', 'SET', 'maxmemory', '100mb')
  await redisCommand(server.url, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  await redisCommand(server.url, 'REPLICAOF', '127.0.0.1', 1)
  const problems = await backend.check()
  expect(problems.map(({ what }) => what)).toEqual([
    expect.stringContaining('allkeys-lru'),
    expect.stringContaining('replica'),
  ])
})
