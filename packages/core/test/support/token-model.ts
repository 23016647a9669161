/**
 * `replaced`: refused, and a write under it is an error. `dead`: refused before the last sign-in;
 * whether a write is told so is left open.
 */
type Verdict = 'live' | 'refused' | 'replaced' | 'dead' | 'theft'

/**
 * The rules of tokens, written down once more and as plainly as can be: what has become of each
 * secret of one session, told by what happened to it. It shares no code with the engine.
 */
export class TokenModel {
  /** Newest first: what is remembered of replaced secrets. */
  readonly #replaced: Replaced[] = []
  #current: string
  #issuedAt: number
  #pending: { readonly token: string; readonly at: number } | null = null
  #ended = false

  constructor(token: string, now: number) {
    this.#current = token
    this.#issuedAt = now
  }

  get ended(): boolean {
    return this.#ended
  }

  /** What a request that presents this token comes to. */
  judge(token: string, now: number): Verdict {
    if (this.#ended) return 'refused'
    if (token === this.#current || token === this.#pending?.token) return 'live'
    const old = this.#replaced.find((one) => one.token === token)
    if (!old) return 'refused'
    const isRecent = now - old.at < 30_000
    switch (old.fate) {
      case 'renewed':
        return isRecent ? 'live' : 'theft'
      case 'unclaimed':
        return isRecent ? 'live' : 'refused'
      case 'rotated':
        return now - old.at < 60_000 ? 'replaced' : 'refused'
      case 'dead':
        return 'dead'
    }
  }

  /** What a live request with this token does to the secrets: whether a new one is due for its response. */
  use(token: string, now: number): 'promotes' | 'renews' | 'nothing' {
    const isCurrent = token === this.#current
    const isUnclaimed = this.#replaced.some(
      (one) => one.token === token && one.fate === 'unclaimed',
    )
    if (token === this.#pending?.token || (!isCurrent && isUnclaimed)) {
      this.#promote(token, now)
      return 'promotes'
    }
    const isDue = this.#pending ? now - this.#pending.at >= 30_000 : now - this.#issuedAt >= 900_000
    return isDue ? 'renews' : 'nothing'
  }

  /** A successor was made and sent. */
  renewed(successor: string, now: number): void {
    if (this.#pending) this.#remember({ token: this.#pending.token, at: now, fate: 'unclaimed' })
    this.#pending = { token: successor, at: now }
  }

  /** A sign-in or a step-up. */
  rotated(token: string, now: number): void {
    for (const [i, old] of this.#replaced.entries()) {
      const wasLive = old.fate !== 'rotated' && now - old.at < 30_000
      // What was refused already is refused from now on without a word.
      if (old.fate !== 'rotated') {
        this.#replaced[i] = {
          ...old,
          at: wasLive ? now : old.at,
          fate: wasLive ? 'rotated' : 'dead',
        }
      }
    }
    if (this.#pending) this.#remember({ token: this.#pending.token, at: now, fate: 'rotated' })
    this.#remember({ token: this.#current, at: now, fate: 'rotated' })
    this.#current = token
    this.#issuedAt = now
    this.#pending = null
  }

  /** A sign-out, or a theft. */
  end(): void {
    this.#ended = true
  }

  #promote(token: string, now: number): void {
    const place = this.#replaced.findIndex((one) => one.token === token)
    if (place >= 0) this.#replaced.splice(place, 1)
    const made = this.#pending?.token === token ? this.#pending.at : now
    if (this.#pending && this.#pending.token !== token) {
      this.#remember({ token: this.#pending.token, at: now, fate: 'unclaimed' })
    }
    this.#remember({ token: this.#current, at: now, fate: 'renewed' })
    this.#current = token
    this.#issuedAt = made
    this.#pending = null
  }

  #remember(old: Replaced): void {
    this.#replaced.unshift(old)
    this.#replaced.splice(4)
  }
}

interface Replaced {
  readonly token: string
  readonly at: number
  readonly fate: 'renewed' | 'unclaimed' | 'rotated' | 'dead'
}
