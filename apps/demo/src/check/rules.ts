import { type BackendName, backends } from 'demo-parts/settings'

/** What is different where sessions live in cookies alone. */
export interface Rules {
  /** Whether a server knows which sessions there are. */
  readonly keepsRecords: boolean
  /** Seconds from a sign-in to the absolute end. */
  readonly lifetime: number
  /** Whether changes are made at once: of parallel ones, only the last cookie stands. */
  readonly manner: 'at once' | 'one after the other'
  /** Does all of these, in that manner. */
  readonly each: (changes: readonly (() => Promise<unknown>)[]) => Promise<void>
}

const hour = 3600

export function rulesOf(backend: BackendName): Rules {
  if (backends[backend].keepsRecords) {
    const each: Rules['each'] = async (changes) =>
      void (await Promise.all(changes.map((change) => change())))
    return { keepsRecords: true, lifetime: 7 * 24 * hour, manner: 'at once', each }
  }
  const each: Rules['each'] = async (changes) => {
    for (const change of changes) await change()
  }
  return { keepsRecords: false, lifetime: 12 * hour, manner: 'one after the other', each }
}
