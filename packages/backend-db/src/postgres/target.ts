import type { PostgresClient, PostgresPool } from './client.ts'

interface Address {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly database?: string | undefined
}

/**
 * What a pool or a client points at, without user and password, or `undefined` for a pool that is not
 * made yet. Defaults are those of `pg`.
 */
export function targetOf(
  source:
    | { readonly pool: PostgresPool | (() => PostgresPool) }
    | { readonly client: PostgresClient },
  table: string,
): string | undefined {
  if ('client' in source) return textOf(source.client, table)
  if (typeof source.pool === 'function') return undefined
  const { options } = source.pool
  return textOf(options.connectionString ? addressOf(options.connectionString) : options, table)
}

function textOf({ host, port, database }: Address, table: string): string {
  const { PGHOST, PGPORT, PGDATABASE } = process.env
  const place = `${host || PGHOST || 'localhost'}:${port || PGPORT || 5432}`
  return `postgres:${place}/${database || PGDATABASE || ''}#${table}`
}

function addressOf(connectionString: string): Address {
  if (!URL.canParse(connectionString)) return {}
  const { hostname, port, pathname } = new URL(connectionString)
  return { host: hostname, port: Number(port), database: decodeURIComponent(pathname.slice(1)) }
}
