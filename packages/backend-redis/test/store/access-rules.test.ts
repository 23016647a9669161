import { redisCommand, startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { everyVerb } from '../calls/every-verb.ts'
import { ioRedis, nodeRedis } from '../connect.ts'
import { all, call } from '../sessions.ts'
import { watched } from '../watch/watched.ts'

/** The rules of the README. */
const rules =
  '~sojourn:* &sojourn:* -@all +@connection +@read +@write +@scripting +@pubsub +info -keys -flushdb -flushall'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s', (_name, connect) => {
  it('needs no right over what is not its own', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    await redisCommand(server.url, 'ACL', 'SETUSER', 'app', 'on', '>secret', ...rules.split(' '))
    const connected = await connect(server.url.replace('//', '//app:secret@'))
    onTestFinished(() => connected.close())
    const { backend, watch } = await watched(connected.client, 'sojourn')
    await everyVerb(backend)
    expect(await all(backend.list(call()))).toEqual([])
    await backend.clear(call())
    expect(await backend.check()).toEqual([])
    expect(watch.alive).toBe(true)
  })
})
