/** What a session was, from one commit to the next; in true time, which no clock can step back from. */
export interface Version {
  readonly n: number | null
  readonly user: string | null
  readonly token: string
  until: number
}

/** A session's whole life. After its end the last version has a finite `until`. */
interface History {
  readonly versions: Version[]
  ended: boolean
}

/** True time: what fake timers call uptime. */
export function trueTime(): number {
  return performance.now()
}

/** Everything that was ever true of the sessions of one store. Each has a number. */
export class Histories {
  readonly #all: History[] = []

  get size(): number {
    return this.#all.length
  }

  /** A new session: its number. */
  begin(): number {
    return this.#all.push({ versions: [], ended: false }) - 1
  }

  /** The next version of a session: its number among them. */
  commit(session: number, { n, user, token }: Omit<Version, 'until'>): number {
    const { versions } = this.at(session)
    const before = versions.at(-1)
    if (before) before.until = trueTime()
    return versions.push({ n, user, token, until: Number.POSITIVE_INFINITY }) - 1
  }

  end(session: number): void {
    const history = this.at(session)
    if (history.ended) return
    history.ended = true
    this.newest(session).until = trueTime()
  }

  /** The newest token, or the one so many versions earlier. */
  tokenOf(session: number, age: number): string {
    const { versions } = this.at(session)
    return (versions.at(-1 - age) ?? this.newest(session)).token
  }

  newest(session: number): Version {
    const version = this.at(session).versions.at(-1)
    if (!version) throw new RangeError('no version')
    return version
  }

  at(session: number): History {
    const history = this.#all[session]
    if (!history) throw new RangeError('no such session')
    return history
  }
}
