import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Watch, WatchEvent } from '@sojourn/core'
import { type Lessor, leased } from '../leases.ts'
import { eventOf } from './channel.ts'
import type { PostgresListening } from './client.ts'

/** How long after one answer the next heartbeat is sent, in milliseconds. */
const interval = 1000
/** How long its answer is waited for: a server under load is slow, and a new connection no help. */
const patience = 2000
/** How long a heartbeat proves that messages arrive, counted from when it was sent. */
const proofLasts = 3500
/** The longest pause between two attempts to connect. */
const longestPause = 5000

/** What a watch is made of. */
export interface WatchSettings {
  readonly lessor: Lessor<PostgresListening>
  readonly channel: string
  /** Sends a message from another connection than the one that listens. */
  readonly notify: (channel: string, signal: AbortSignal) => Promise<unknown>
}

/**
 * A connection that `LISTEN`s, and another one whenever it is lost. It is alive once a message has
 * arrived on it, and for as long as heartbeats are answered; each time it comes alive anything may
 * have changed, and it says so.
 */
export class PostgresWatch implements Watch {
  readonly #settings: WatchSettings
  readonly #tell: (event: WatchEvent) => void
  readonly #closing = new AbortController()
  #isListening = false
  #provenAt = 0
  #hasWarned = false
  #running: Promise<void> = Promise.resolve()

  constructor(settings: WatchSettings, listener: (event: WatchEvent) => void) {
    this.#settings = settings
    this.#tell = (event) => {
      try {
        listener(event)
      } catch {
        // Thrown on, it would end the connection, or the process.
      }
    }
  }

  readonly echoes = true

  get alive(): boolean {
    return this.#isListening && performance.now() - this.#provenAt < proofLasts
  }

  /** Resolves after the first attempt, also when that has failed. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#running = this.#keepListening(resolve)
    })
  }

  async close(): Promise<void> {
    this.#isListening = false
    this.#closing.abort()
    await this.#running
  }

  async #keepListening(attempted: () => void): Promise<void> {
    const { signal } = this.#closing
    for (let failures = 0; !signal.aborted; failures++) {
      const startedAt = performance.now()
      await this.#listen(attempted).catch(() => undefined)
      this.#isListening = false
      attempted()
      // One that has held for a while begins anew.
      if (performance.now() - startedAt > longestPause) failures = 0
      const pause = Math.min(100 * 2 ** failures, longestPause) * (0.5 + Math.random() / 2)
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  /** Listens until the connection is lost, which it throws, or until `close`. */
  async #listen(attempted: () => void): Promise<void> {
    const closing = this.#closing.signal
    const lost = new AbortController()
    const until = AbortSignal.any([closing, lost.signal])
    const connecting = AbortSignal.any([closing, AbortSignal.timeout(patience)])
    const { connection, abandon } = await leased(this.#settings.lessor, connecting)
    try {
      connection.on('end', () => this.#lose(lost))
      connection.on('error', () => this.#lose(lost))
      await this.#prove(connection, until)
      connection.unref?.()
      this.#tell({ id: null })
      this.#isListening = true
      attempted()
      for (;;) {
        await setTimeout(interval, undefined, { signal: until, ref: false })
        const sentAt = performance.now()
        await answered(connection.query(queryOf('SELECT 1')), until)
        this.#provenAt = sentAt
      }
    } finally {
      this.#isListening = false
      abandon(Promise.resolve())
    }
  }

  #lose(lost: AbortController): void {
    this.#isListening = false
    lost.abort()
  }

  /**
   * Listens, and waits for a message that another connection sends. From this one it would prove
   * nothing: a pooler passes on what arrives during our own statements, and drops the rest.
   */
  async #prove(connection: PostgresListening, until: AbortSignal): Promise<void> {
    const { channel, notify } = this.#settings
    const own = `${channel}_${randomBytes(8).toString('hex')}`
    const heard = new Promise<void>((resolve) => {
      connection.on('notification', (message) => {
        if (message.channel === own) return resolve()
        const event = message.channel === channel ? eventOf(message.payload) : null
        if (event !== null) this.#tell(event)
      })
    })
    for (const text of [`LISTEN ${channel}`, `LISTEN ${own}`]) {
      await answered(connection.query(queryOf(text)), until)
    }
    const sentAt = performance.now()
    await answered(notify(own, AbortSignal.any([until, AbortSignal.timeout(patience)])), until)
    await answered(heard, until).catch((error: unknown) => {
      if (!until.aborted) this.#warn()
      throw error
    })
    this.#provenAt = sentAt
    await answered(connection.query(queryOf(`UNLISTEN ${own}`)), until)
  }

  #warn(): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    process.emitWarning(
      'The session watch does not hear what it was sent, so nothing is cached. LISTEN does not work through PgBouncer in transaction mode: give postgres({ listen: () => new Client(…) }) the address of the server itself.',
      { code: 'SOJOURN_WATCH' },
    )
  }
}

function queryOf(text: string): { text: string; values: []; rowMode: 'array' } {
  return { text, values: [], rowMode: 'array' }
}

/** Rejects when the answer takes longer than a heartbeat may. */
function answered<Answer>(answer: Promise<Answer>, until: AbortSignal): Promise<Answer> {
  const signal = AbortSignal.any([until, AbortSignal.timeout(patience)])
  return new Promise((resolve, reject) => {
    const give = (): void => reject(new Error('no answer from the connection that listens'))
    if (signal.aborted) give()
    signal.addEventListener('abort', give, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
