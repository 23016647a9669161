import { ConfigurationError, type Problem } from '@sojourn/core'
import type { Lessor } from '../leases.ts'
import { PoolHolder } from '../pool-holder.ts'
import type { PostgresClient, PostgresListening, PostgresPool } from './client.ts'
import { ClientLessor, OwnLessor, PoolLessor } from './lessors.ts'
import type { PostgresSettings } from './options.ts'

/** Where a backend's connections come from. */
export interface Source {
  readonly requests: Lessor<PostgresClient>
  /** For `watch`; `null` where there is no connection to keep for it. */
  readonly listening: (() => Lessor<PostgresListening>) | null
  /** What is dangerous about the settings of a pool. */
  problems(): Problem[]
  /** Ends what is ours. */
  close(): Promise<void>
}

/** The connections that the options name. */
export function sourceOf({ source, listen }: PostgresSettings): Source {
  const own = listen === undefined ? null : (): OwnLessor => new OwnLessor(listen)
  if ('client' in source) {
    const requests = new ClientLessor(source.client)
    return { requests, listening: own, problems: () => [], close: async () => undefined }
  }
  const holder = new PoolHolder(source.pool, guard)
  const requests = new PoolLessor(() => holder.get())
  return {
    requests,
    listening:
      own ??
      (() => {
        if (holder.get().options.max !== 1) return requests
        throw new ConfigurationError(
          'watch keeps a connection of its own: give the pool a max of at least 2, or postgres({ listen: () => new Client(…) }).',
        )
      }),
    problems: () => problemsOf(holder.get()),
    close: () => holder.close(),
  }
}

/** Sees to it that a connection that is lost while idle does not end the process (R113). */
function guard(pool: PostgresPool, isOurs: boolean): void {
  if (isOurs) pool.on('error', () => undefined)
  else if (pool.listenerCount('error') === 0) {
    process.emitWarning(
      "The pool that postgres() was given has no 'error' listener: a connection that the server closes while it is idle ends the process. Write pool.on('error', …).",
      { code: 'SOJOURN_POOL_ERROR' },
    )
  }
}

function problemsOf({ options }: PostgresPool): Problem[] {
  if (options.connectionTimeoutMillis) return []
  return [
    {
      what: 'The pool has no connectionTimeoutMillis: a connection to a server that stopped answering is waited for without end, and keeps its place in the pool.',
      fix: 'new Pool({ connectionTimeoutMillis: 2000, … })',
    },
  ]
}
