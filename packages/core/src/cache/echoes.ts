import type { WatchEvent } from '../backend.ts'
import type { ChangeFeed } from './change-feed.ts'

/** How long a message about an own write is waited for, in milliseconds. */
const patience = 250
/** For how long after one that did not come none is waited for, unless it comes. */
const pause = 1000

/** A write to one session, as the message about it names it. `revision`: `null` where it removes it. */
export interface OwnWrite {
  readonly id: string
  readonly revision: string | null
}

/** The message about a write, on its way back to this process. */
interface Echo extends OwnWrite {
  readonly come: () => void
}

/**
 * Lets a write be confirmed when this process has itself been told of it, as the others are: the store
 * tells all in one step. It costs no call. A message that does not come within a quarter of a second is
 * waited for no longer, and until it comes, or for a second, no other is waited for at all: no write
 * fails or is slow because of a watch.
 */
export class Echoes {
  readonly #feed: ChangeFeed
  readonly #expected = new Map<string, Set<Echo>>()
  #waitsFrom = Number.NEGATIVE_INFINITY
  /** The last one that did not come in time. */
  #missed: Echo | null = null

  constructor(feed: ChangeFeed) {
    this.#feed = feed
    feed.listen((event) => this.#hear(event))
  }

  /**
   * The answer to `send`, once the message about it is here. `isDone`: whether the answer means that
   * something was written, so that there is a message.
   */
  async after<R>(
    { id, revision }: OwnWrite,
    send: () => Promise<R>,
    isDone: (answer: R) => boolean,
  ): Promise<R> {
    if (!this.#feed.echoes || performance.now() < this.#waitsFrom) return send()
    let come = (): void => {}
    const heard = new Promise<void>((resolve) => {
      come = resolve
    })
    // It may be here before the answer is.
    const echo: Echo = { id, revision, come }
    this.#expect(echo)
    try {
      const answer = await send()
      if (isDone(answer)) {
        const timer = setTimeout(() => this.#miss(echo), patience)
        await heard
        clearTimeout(timer)
      }
      return answer
    } finally {
      if (echo !== this.#missed) this.#forget(echo)
    }
  }

  #miss(echo: Echo): void {
    if (this.#missed) this.#forget(this.#missed)
    this.#missed = echo
    this.#waitsFrom = performance.now() + pause
    echo.come()
  }

  #expect(echo: Echo): void {
    const others = this.#expected.get(echo.id)
    if (others) others.add(echo)
    else this.#expected.set(echo.id, new Set([echo]))
  }

  #forget(echo: Echo): void {
    const others = this.#expected.get(echo.id)
    if (others?.delete(echo) && others.size === 0) this.#expected.delete(echo.id)
  }

  #hear({ id, revision }: WatchEvent): void {
    if (id !== null) {
      for (const echo of this.#expected.get(id) ?? []) {
        // What is gone has nothing older to be told.
        if (revision === undefined || revision === echo.revision) this.#come(echo)
      }
      return
    }
    // Whoever is told that anything may have changed remembers nothing.
    for (const echoes of this.#expected.values()) for (const echo of echoes) this.#come(echo)
  }

  #come(echo: Echo): void {
    echo.come()
    if (echo !== this.#missed) return
    this.#forget(echo)
    this.#missed = null
    this.#waitsFrom = Number.NEGATIVE_INFINITY
  }
}
