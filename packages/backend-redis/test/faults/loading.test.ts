import { redisCommand, startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ioRedis, nodeRedis } from '../connect.ts'
import { expectUnavailable, patience, recovered, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, a server that fails', (_name, connect) => {
  it('R109: still reading its data after a restart, it lets nobody in or out', async () => {
    // 20 ms for each key that is read at the start, and answers in between.
    const config = [
      'appendonly no',
      'key-load-delay 20000',
      'loading-process-events-interval-bytes 1024',
    ]
    const server = await startRedis({ config })
    onTestFinished(() => server.stop())
    const { sessions, signIn, userOf } = site(await connect(server.url))
    const token = await signIn('ada')
    for (let n = 0; n < 500; n++)
      await redisCommand(server.url, 'SET', `other:${n}`, 'x'.repeat(100))
    await redisCommand(server.url, 'SAVE')
    await server.kill()
    const restarted = server.restart()
    await vi.waitFor(async () => {
      const answer = await redisCommand(server.url, 'PING').catch((error: Error) => error.message)
      expect(String(answer)).toContain('LOADING')
    }, patience)
    await expectUnavailable(() => userOf(token))
    await expectUnavailable(() => sessions.open().destroy(token))
    await restarted
    await recovered(() => userOf(token))
    expect(await userOf(token)).toBe('ada')
  }, 60_000)
})
