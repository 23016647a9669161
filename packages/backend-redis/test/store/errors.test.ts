import { inspect } from 'node:util'
import { startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { RedisCallError, redisBackend } from '../../src/index.ts'
import { ioRedis, nodeRedis } from '../connect.ts'
import { call, newRecord } from '../sessions.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s', (_name, connect) => {
  it('R104: an error tells what failed, and nothing of the session', async () => {
    // Scripts are forbidden: the answer of Redis names the command.
    const server = await startRedis({
      config: ['rename-command EVALSHA ""', 'rename-command GET ""'],
    })
    onTestFinished(() => server.stop())
    const connected = await connect(server.url)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client })
    const record = newRecord({ owner: 'canary-owner', payload: 'canary-payload' })
    for (const attempt of [backend.create(record, call()), backend.read(record.id, call())]) {
      const error: unknown = await attempt.catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(RedisCallError)
      expect(error).toMatchObject({ message: expect.stringContaining('unknown command') })
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/canary/)
    }
  })

  it('R111: a call that was aborted on its way ends at once; its late answer is nobody’s', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const connected = await connect(server.url)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client })
    const [first, second] = [newRecord(), newRecord()]
    await backend.create(first, call())
    await backend.create(second, call())
    await server.pause()
    const reason = new Error('too late')
    const controller = new AbortController()
    const pending = backend.read(first.id, { now: Date.now(), signal: controller.signal })
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
    await server.resume()
    expect(await backend.read(second.id, call())).toEqual(second)
  })
})
