import { type RedisCluster, startRedisCluster } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import { afterAll, beforeAll } from 'vitest'
import { type Connected, nodeRedisCluster } from '../connect.ts'
import { fixture } from './fixture.ts'

let server: RedisCluster
let connected: Connected
const connect = (): Promise<Connected> => nodeRedisCluster(server)

beforeAll(async () => {
  server = await startRedisCluster()
  connected = await connect()
})
afterAll(async () => {
  await connected?.close()
  await server?.stop()
})

describeBackend('redisBackend, node-redis on a cluster', () => fixture(connected, connect))
