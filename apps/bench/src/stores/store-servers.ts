import type { Server } from '@sojourn/test-servers'
import type { Contender } from '../contenders/contender.ts'
import { postgresStore, privatePostgres } from './postgres.ts'
import { redisStore } from './redis.ts'
import type { StoreServer } from './store-server.ts'

/** What the contenders need of store servers: a Redis, or a database, for each. */
export class StoreServers {
  readonly #stores = new Map<string, StoreServer>()
  #postgres: Server | undefined

  static async start(contenders: readonly Contender[]): Promise<StoreServers> {
    const servers = new StoreServers()
    try {
      for (const { id, store } of contenders) {
        const started = await servers.#start(id, store)
        if (started) servers.#stores.set(id, started)
      }
    } catch (error) {
      await servers.stop()
      throw error
    }
    return servers
  }

  /** What a contender was given; nothing where its store is in its process or at the client. */
  of(contender: Contender): StoreServer | undefined {
    return this.#stores.get(contender.id)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.stop()))
    await this.#postgres?.stop()
  }

  async #start(id: string, store: Contender['store']): Promise<StoreServer | undefined> {
    if (store === 'redis') return redisStore()
    if (store !== 'postgres') return undefined
    this.#postgres ??= await privatePostgres()
    return postgresStore(this.#postgres, id.replaceAll('-', '_'))
  }
}
