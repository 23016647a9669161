import { startPostgres, startRedis } from '@sojourn/test-servers'
import type { BackendName } from 'demo-parts/settings'

/** A store that the demos can reach. */
interface Store {
  readonly url: string
  stop(): Promise<unknown>
}

const none: Store = { url: '', stop: async () => {} }

/**
 * The Redis or PostgreSQL that `REDIS_URL` or `POSTGRES_URL` names, else a private one, which goes
 * with the demo. The other backends need no server.
 */
export async function openStore(backend: BackendName): Promise<Store> {
  if (backend === 'redis') return given('REDIS_URL') ?? (await startRedis())
  if (backend === 'postgres') return given('POSTGRES_URL') ?? (await startPostgres())
  return none
}

function given(name: string): Store | undefined {
  const url = process.env[name]
  return url ? { ...none, url } : undefined
}
