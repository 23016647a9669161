import { dbBackend, postgres } from '@sojourn/backend-db'
import { redisBackend } from '@sojourn/backend-redis'
import type { SessionBackend } from '@sojourn/core'
import { type TcpProxy, tcpProxy } from '@sojourn/test-servers'
import pg from 'pg'
import { createClient } from 'redis'
import type { BackendAddress } from '../../src/backends.ts'

/** A backend whose connection for changes, and no other, leads through a proxy. */
export interface HalfOpenable {
  readonly backend: SessionBackend
  readonly proxy: TcpProxy
  close(): Promise<void>
}

export async function halfOpenable(address: BackendAddress): Promise<HalfOpenable> {
  if (address.kind === 'redis') return throughRedis(address.url, address.prefix)
  if (address.kind === 'postgres') return throughPostgres(address.url)
  throw new Error(`${address.kind} tells of no changes.`)
}

async function throughRedis(url: string, prefix: string): Promise<HalfOpenable> {
  const proxy = await proxyTo(url)
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  const disturbed = createClient({ url: proxy.url(url) })
  client.duplicate = disturbed.duplicate.bind(disturbed)
  const backend = redisBackend({ client, prefix })
  return { backend, proxy, close: () => closed(proxy, () => client.destroy()) }
}

async function throughPostgres(url: string): Promise<HalfOpenable> {
  const proxy = await proxyTo(url)
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  pool.on('error', () => {})
  const listen = () => new pg.Client({ connectionString: proxy.url(url) })
  const backend = dbBackend(postgres({ pool, listen }))
  return { backend, proxy, close: () => closed(proxy, () => pool.end()) }
}

function proxyTo(url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url)
  return tcpProxy({ host: hostname, port: Number(port) })
}

async function closed(proxy: TcpProxy, end: () => Promise<void> | void): Promise<void> {
  await end()
  await proxy.close()
}
