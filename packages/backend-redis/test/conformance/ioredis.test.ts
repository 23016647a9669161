import { sharedServer } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import { afterAll, beforeAll } from 'vitest'
import { type Connected, ioRedis } from '../connect.ts'
import { fixture } from './fixture.ts'

let connected: Connected
const connect = async (): Promise<Connected> => ioRedis((await sharedServer('redis')).url)

beforeAll(async () => {
  connected = await connect()
})
afterAll(() => connected.close())

describeBackend('redisBackend, ioredis', () => fixture(connected, connect))
