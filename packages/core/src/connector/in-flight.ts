import { SessionConnectorError } from '../errors.ts'

/** Counts the work that has begun, so that a close can wait for it and refuse more. */
export class InFlight {
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  /** Throws once closed. */
  assertOpen(): void {
    if (this.#closed) {
      throw new SessionConnectorError('The connector is closed. Create sessions anew to go on.')
    }
  }

  /** Starts `work` that a close has to wait for, unless closed. */
  async run<R>(work: () => Promise<R>): Promise<R> {
    this.assertOpen()
    const running = work()
    this.#running.add(running)
    const done = (): void => void this.#running.delete(running)
    running.then(done, done)
    return running
  }

  /** Resolves when all work that had begun has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  /** Refuses new work, and waits for what has begun, at most `ms`. */
  async close(ms: number): Promise<void> {
    this.#closed = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([this.settled(), bound])
    clearTimeout(timer)
  }
}
