import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { releaseLock } from '../scripts/release-lock.ts'
import type { Commands } from '../store/commands.ts'

/** How long a holder that has died keeps others waiting, in milliseconds. Far above a call's deadline. */
const lifeOfLock = 5000
const longestPause = 30

/** Lets one caller at a time at an owner's places, on a cluster, where no script reaches them all. */
export class OwnerLock {
  readonly key: string
  readonly #commands: Commands

  constructor(commands: Commands, key: string) {
    this.#commands = commands
    this.key = key
  }

  /** Runs `work` alone, until the signal aborts. `undefined` from it: the lock was lost, once more from the start. */
  async hold<R>(signal: AbortSignal, work: (holder: string) => Promise<R | undefined>): Promise<R> {
    for (;;) {
      const holder = randomBytes(12).toString('base64url')
      if (await this.#take(holder, signal)) {
        const done = await this.#whileHeld(holder, signal, work)
        if (done !== undefined) return done
      }
      await delay(Math.random() * longestPause, undefined, { signal })
    }
  }

  async #whileHeld<R>(
    holder: string,
    signal: AbortSignal,
    work: (holder: string) => Promise<R>,
  ): Promise<R> {
    try {
      return await work(holder)
    } finally {
      // After an abort a command may still be on its way: nobody else may count before it has arrived.
      if (!signal.aborted) this.#giveBack(holder)
    }
  }

  async #take(holder: string, signal: AbortSignal): Promise<boolean> {
    const command = ['SET', this.key, holder, 'NX', 'PX', String(lifeOfLock)]
    return (await this.#commands.send(this.key, command, signal)) !== null
  }

  // Not awaited: the work is done. A lock that cannot be given back expires.
  #giveBack(holder: string): void {
    const signal = AbortSignal.timeout(lifeOfLock)
    this.#commands.run(releaseLock, [this.key], [holder], signal).catch(() => undefined)
  }
}
