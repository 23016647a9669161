import type { Watch, WatchEvent } from '@sojourn/core'
import type { Driver } from '../client/driver.ts'
import type { Keys } from '../keys/keys.ts'
import { Hearing } from './hearing.ts'
import { heartbeatInterval } from './heartbeat.ts'
import { listeners } from './listeners.ts'
import { withinTime } from './within-time.ts'

const shortestPause = 100
const longestPause = 5000

/**
 * Tells of changes for as long as it is open. It is alive while every connection is proven by its
 * heartbeat; when one is not, all are closed and opened anew, where the primaries are by then. Whatever
 * may have been missed is told as "any of them".
 */
export class ChangeWatch implements Watch {
  readonly #driver: Driver
  readonly #keys: Keys
  readonly #listener: (event: WatchEvent) => void
  readonly #timer: NodeJS.Timeout
  #hearings: readonly Hearing[] = []
  /** Counts the attempts to connect: what an earlier one still says means nothing. */
  #attempt = 0
  #failures = 0
  #closed = false

  constructor(driver: Driver, keys: Keys, listener: (event: WatchEvent) => void) {
    this.#driver = driver
    this.#keys = keys
    this.#listener = listener
    this.#timer = setInterval(() => this.#beat(), heartbeatInterval)
    this.#timer.unref()
  }

  readonly echoes = true

  get alive(): boolean {
    return this.#hearings.length > 0 && this.#hearings.every((hearing) => hearing.alive)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    this.#drop()
  }

  /** Connects. Resolves also when that failed: it is then tried again, in the background. Never rejects. */
  async connect(): Promise<void> {
    const attempt = ++this.#attempt
    const opened: Hearing[] = []
    let lost = false
    const onLost = (): void => {
      lost = true
      if (attempt === this.#attempt && this.#hearings.length > 0) this.#lose()
    }
    const onMessage = (message: string): void => {
      if (attempt === this.#attempt) this.#tell(message)
    }
    const onBeat = (): void => {
      if (attempt === this.#attempt) this.#failures = 0
    }
    try {
      const found = await withinTime(listeners(this.#driver, this.#keys))
      const openings = found.map(async (each) => {
        opened.push(await Hearing.open(each, { onMessage, onLost, onBeat }))
      })
      const failed = (await Promise.allSettled(openings)).some(
        ({ status }) => status === 'rejected',
      )
      if (failed || lost) throw new Error('A connection for changes could not be opened')
    } catch {
      for (const hearing of opened) hearing.close()
      if (attempt === this.#attempt) this.#retry()
      return
    }
    if (this.#closed || attempt !== this.#attempt) {
      for (const hearing of opened) hearing.close()
      return
    }
    this.#hearings = opened
    // Whatever was written since the last proof, nobody has heard of it.
    this.#emit({ id: null })
    this.#beat()
  }

  #beat(): void {
    if (this.#hearings.some((hearing) => hearing.silent)) this.#lose()
    for (const hearing of this.#hearings) hearing.beat()
  }

  #lose(): void {
    this.#drop()
    this.#emit({ id: null })
    this.#retry()
  }

  #drop(): void {
    this.#attempt++
    const hearings = this.#hearings
    this.#hearings = []
    for (const hearing of hearings) hearing.close()
  }

  #retry(): void {
    if (this.#closed) return
    const pause = Math.min(shortestPause * 2 ** this.#failures++, longestPause)
    setTimeout(
      () => {
        if (!this.#closed) void this.connect()
      },
      pause * (0.5 + Math.random() / 2),
    ).unref()
  }

  #tell(message: string): void {
    const [id = '', revision, more] = message.split(':', 3)
    if (message === '*') this.#emit({ id: null })
    else if (this.#keys.isId(id) && more === undefined) {
      this.#emit(revision === undefined ? { id } : { id, revision })
    }
  }

  #emit(event: WatchEvent): void {
    try {
      this.#listener(event)
    } catch (error) {
      // Its fault is its own: thrown here, it would break the driver that reads the connection.
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
}
