import { type RedisSentinel, startRedisSentinel } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import { afterAll, beforeAll } from 'vitest'
import { type Connected, ioRedisSentinel } from '../connect.ts'
import { fixture } from './fixture.ts'

let server: RedisSentinel
let connected: Connected
const connect = (): Promise<Connected> => ioRedisSentinel(server)

beforeAll(async () => {
  server = await startRedisSentinel()
  connected = await connect()
})
afterAll(async () => {
  await connected?.close()
  await server?.stop()
})

describeBackend('redisBackend, ioredis by Sentinel', () => fixture(connected, connect))
