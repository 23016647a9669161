import type { Lease, Lessor } from '../leases.ts'
import type { PostgresClient, PostgresListener, PostgresListening, PostgresPool } from './client.ts'
import { leavesIntact, OpenTransactionError } from './failures.ts'

/** Connections that we listen to, of every pool and for every backend: one listener each. */
const guarded = new WeakSet<PostgresClient>()

/** Lends the connections of a pool. */
export class PoolLessor implements Lessor<PostgresListening> {
  readonly isIntact: (error: unknown) => boolean = leavesIntact
  readonly #pool: () => PostgresPool

  constructor(pool: () => PostgresPool) {
    this.#pool = pool
  }

  async lease(): Promise<Lease<PostgresListening>> {
    const client = await this.#pool().connect()
    // A connection that is lost emits, also while it is ours. The statement under way rejects as well.
    if (!guarded.has(client)) {
      client.on('error', () => undefined)
      guarded.add(client)
    }
    return {
      connection: client,
      release: () => client.release(),
      abandon: () => client.release(true),
    }
  }
}

/** Lends one client to one caller after the other, between the transactions of its owner. */
export class ClientLessor implements Lessor<PostgresClient> {
  readonly isIntact: (error: unknown) => boolean = () => true
  readonly #client: PostgresClient
  #free: Promise<unknown> = Promise.resolve()

  constructor(client: PostgresClient) {
    this.#client = client
  }

  async lease(): Promise<Lease<PostgresClient>> {
    const before = this.#free
    let release = (): void => undefined
    this.#free = new Promise<void>((resolve) => {
      release = resolve
    })
    await before
    const status = this.#client.getTransactionStatus?.() ?? 'I'
    if (status !== 'I') {
      release()
      throw new OpenTransactionError('the application has a transaction open on this client')
    }
    // It is not ours to close: whoever comes next waits until the server has answered.
    const abandon = (work: Promise<unknown>): void => void work.then(release, release)
    return { connection: this.#client, release, abandon }
  }
}

/** Connects a client of our own each time. */
export class OwnLessor implements Lessor<PostgresListening> {
  readonly isIntact: (error: unknown) => boolean = () => false
  readonly #make: () => PostgresListener

  constructor(make: () => PostgresListener) {
    this.#make = make
  }

  async lease(): Promise<Lease<PostgresListening>> {
    const client = this.#make()
    client.on('error', () => undefined)
    await client.connect()
    const end = (): void => void client.end().catch(() => undefined)
    return { connection: client, release: end, abandon: end }
  }
}
