import { DatabaseSync } from 'node:sqlite'
import { RedisConnection } from '@sojourn/test-servers'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { BackendAddress } from '../src/backends.ts'

const rename = 'ALTER TABLE sojourn_sessions RENAME TO sojourn_gone'

/** Takes away what the sessions are in, so that the next call fails at the server with an error of its own. */
export async function breakStore(address: BackendAddress): Promise<void> {
  switch (address.kind) {
    case 'sqlite': {
      const database = new DatabaseSync(address.path)
      database.exec(rename)
      database.close()
      return
    }
    case 'redis':
      return breakRedis(address)
    case 'postgres': {
      const client = new pg.Client(address.url)
      await client.connect()
      await client.query(rename)
      await client.end()
      return
    }
    case 'cached':
      await breakRedis(address.cache)
      return breakStore({ kind: 'postgres', url: address.url })
    case 'mariadb': {
      const connection = await createConnection(address.url)
      await connection.query(rename)
      await connection.end()
    }
  }
}

/** Every key of a type that no session has. */
async function breakRedis({ url, prefix }: { url: string; prefix: string }): Promise<void> {
  const redis = await RedisConnection.open(url)
  const keys = await redis.command('KEYS', `${prefix}*`)
  for (const key of Array.isArray(keys) ? keys : []) {
    await redis.command('DEL', String(key))
    await redis.command('LPUSH', String(key), 'x')
  }
  redis.close()
}
