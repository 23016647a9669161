import { randomBytes } from 'node:crypto'

/** How often a connection that listens is tried, in milliseconds. */
export const heartbeatInterval = 1000
/** How old the last proof may be: a ping must have come back before the next is sent. */
export const heartbeatLimit: number = 2 * heartbeatInterval

/**
 * Proves that a connection still hears: a ping is published through another one, on a channel that only
 * this one listens to. When it comes, everything published before it has come too, so the proof is as
 * old as its sending. The clock is the machine's uptime: no change of the time of day matters.
 */
export class Heartbeat {
  /** The last word of the channel, which nobody can guess. */
  readonly name: string = `beat:${randomBytes(16).toString('hex')}`
  readonly #sentAt = new Map<string, number>()
  readonly #begunAt: number = performance.now()
  #count = 0
  #provenAt = Number.NEGATIVE_INFINITY

  /** The text of the next ping, which is published now. */
  next(): string {
    const ping = String(this.#count++)
    this.#sentAt.set(ping, performance.now())
    return ping
  }

  /** A ping has come back. One that was never sent is ignored. */
  heard(ping: string): void {
    const sentAt = this.#sentAt.get(ping)
    if (sentAt === undefined) return
    this.#provenAt = Math.max(this.#provenAt, sentAt)
    for (const [other, at] of this.#sentAt) {
      if (at <= sentAt) this.#sentAt.delete(other)
    }
  }

  /** True from the first ping that came back until one is overdue. */
  get alive(): boolean {
    return performance.now() - this.#provenAt < heartbeatLimit
  }

  /** True if a ping is overdue: the connection is to be given up. */
  get overdue(): boolean {
    return performance.now() - Math.max(this.#provenAt, this.#begunAt) >= heartbeatLimit
  }
}
