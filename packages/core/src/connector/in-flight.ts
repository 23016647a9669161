import { SessionConnectorError } from '../errors.ts'

/** Work that began while nobody asked for its end, and those who then did. */
export interface Work {
  running: number
  onEnd: (() => void) | undefined
}

/** Counts the work that has begun, so that a close can wait for it and refuse more. */
export class InFlight {
  #now: Work = { running: 0, onEnd: undefined }
  #before: Promise<void> = Promise.resolve()
  #closed = false

  /** Throws once closed. */
  assertOpen(): void {
    if (this.#closed) {
      throw new SessionConnectorError('The connector is closed. Create sessions anew to go on.')
    }
  }

  /** Begins work that a close has to wait for until its `end`. Throws once closed. */
  begin(): Work {
    this.assertOpen()
    this.#now.running++
    return this.#now
  }

  /** Ends what `begin` began. */
  end(work: Work): void {
    work.running--
    if (work.running === 0) work.onEnd?.()
  }

  /** Does `work` that a close has to wait for, unless closed. */
  async run<R>(work: () => Promise<R>): Promise<R> {
    const begun = this.begin()
    try {
      return await work()
    } finally {
      this.end(begun)
    }
  }

  /** Resolves when all work that had begun has ended, well or not. What begins meanwhile is not waited for. */
  settled(): Promise<void> {
    const begun = this.#now
    if (begun.running === 0) return this.#before
    const ended = new Promise<void>((resolve) => {
      begun.onEnd = resolve
    })
    this.#before = this.#before.then(() => ended)
    this.#now = { running: 0, onEnd: undefined }
    return this.#before
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
