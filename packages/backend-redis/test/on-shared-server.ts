import { RedisConnection, sharedServer } from '@sojourn/test-servers'
import { afterAll } from 'vitest'
import { type RedisBackend, type RedisClient, redisBackend } from '../src/index.ts'
import { Keys } from '../src/keys/keys.ts'
import type { Connected } from './connect.ts'
import { newName } from './sessions.ts'

/** A backend, and a look behind it. */
export interface OnSharedServer {
  readonly client: RedisClient
  readonly backend: RedisBackend
  /** The keys of the backend, which no other test has. */
  readonly keys: Keys
  /** Not through the client. */
  readonly redis: RedisConnection
}

/** For the tests of one file: a backend on the server that all files share. Closed after them. */
export async function onSharedServer(
  connect: (url: string) => Promise<Connected>,
): Promise<OnSharedServer> {
  const { url } = await sharedServer('redis')
  const redis = await RedisConnection.open(url)
  afterAll(() => redis.close())
  const { client, close } = await connect(url)
  afterAll(close)
  const prefix = newName()
  return { client, backend: redisBackend({ client, prefix }), keys: new Keys(prefix), redis }
}
