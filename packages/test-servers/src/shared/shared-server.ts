import { askHost } from './ask-host.ts'
import { ServerHost } from './server-host.ts'

/** A server that all test files of a run use together: nobody disturbs it. */
export interface SharedServer {
  readonly url: string
  /** Whether the environment named it, so that its version and settings are not ours. */
  readonly given: boolean
}

/** The kinds of servers that tests share. */
export type SharedKind = 'redis' | 'postgres' | 'mariadb'

const variables = { redis: 'REDIS_URL', postgres: 'POSTGRES_URL', mariadb: 'MYSQL_URL' } as const

let ownHost: ServerHost | undefined

/**
 * The one server of its kind in this test run: the one that `REDIS_URL`, `POSTGRES_URL` or `MYSQL_URL` names,
 * else a private one, started when the first test asks. A process outside of vitest has its own.
 */
export async function sharedServer(kind: SharedKind): Promise<SharedServer> {
  const given = process.env[variables[kind]]
  if (given !== undefined && given !== '') return { url: given, given: true }
  const hosted = await askHost(kind)
  if (hosted !== undefined) return { url: hosted, given: false }
  ownHost ??= new ServerHost()
  return { url: await ownHost.get(kind), given: false }
}
