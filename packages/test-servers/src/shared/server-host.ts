import { makeMariadbTemplate } from '../mariadb/mariadb-template.ts'
import { startMariadb } from '../mariadb/start-mariadb.ts'
import { makePostgresTemplate } from '../postgres/postgres-template.ts'
import { startPostgres } from '../postgres/start-postgres.ts'
import type { Server } from '../process/server.ts'
import { startRedis } from '../redis/start-redis.ts'
import type { Hosted } from './ask-host.ts'

/** Makes what the processes of one run share: each thing once, when it is first needed. */
export class ServerHost {
  readonly #made = new Map<Hosted, Promise<string>>()
  readonly #servers: Server[] = []

  /** The URL of a server, or the folder of a template. */
  get(what: Hosted): Promise<string> {
    let made = this.#made.get(what)
    if (made === undefined) {
      made = this.#makers[what]()
      this.#made.set(what, made)
    }
    return made
  }

  /** Whether there is something of this name to get. */
  has(what: string): what is Hosted {
    return Object.hasOwn(this.#makers, what)
  }

  /** Stops the servers. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#made.values())
    await Promise.all(this.#servers.splice(0).map((server) => server.stop()))
  }

  readonly #makers: Readonly<Record<Hosted, () => Promise<string>>> = {
    redis: async () => this.#keep(await startRedis()),
    postgres: async () => this.#keep(await startPostgres()),
    mariadb: async () => this.#keep(await startMariadb()),
    'postgres-template': makePostgresTemplate,
    'mariadb-template': makeMariadbTemplate,
  }

  #keep(server: Server): string {
    this.#servers.push(server)
    return server.url
  }
}
