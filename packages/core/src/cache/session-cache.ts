import type { SessionRecord, WatchEvent } from '../backend.ts'
import type { ConnectorContext } from '../connector/context.ts'
import { decodePayload, type StoredSession } from '../record/stored-session.ts'
import type { CacheSettings } from './cache-options.ts'
import type { CacheStatistics } from './cache-statistics.ts'
import type { ChangeFeed } from './change-feed.ts'
import { Entries, type Entry } from './entries.ts'
import { steadyTime } from './steady-time.ts'
import { type Errand, UnderWay } from './under-way.ts'

const none: readonly string[] = []
/** How many writes of this process may be so quick that none of their messages has arrived. */
const mostOlder = 8

/**
 * The sessions that this process has read or written within the last few seconds. Coherent or off: it
 * answers while changes made elsewhere are proven to arrive, and drops everything once they are not.
 * Where the backend cannot tell of changes at all, only the age bounds what it answers.
 *
 * It says what a session was, at most `maxStaleness` ago; it never says that there is none.
 */
export class SessionCache {
  readonly statistics: CacheStatistics
  readonly #counts = { hits: 0, misses: 0, invalidations: 0, drops: 0 }
  readonly #context: Pick<ConnectorContext, 'events' | 'limits'>
  readonly #feed: ChangeFeed
  readonly #maxStaleness: number
  readonly #time: () => number
  readonly #entries: Entries
  readonly #underWay = new UnderWay()
  #active: boolean

  constructor(
    settings: CacheSettings,
    context: Pick<ConnectorContext, 'clock' | 'events' | 'limits'>,
    feed: ChangeFeed,
  ) {
    this.#context = context
    this.#feed = feed
    // One less, for what is lost by rounding.
    this.#maxStaleness = settings.maxStaleness - 1
    this.#time = steadyTime(context.clock)
    this.#entries = new Entries(settings)
    this.#active = !feed.tells
    this.statistics = statisticsOf(this.#counts, this.#entries, feed)
    feed.listen((event) => this.#hear(event))
  }

  /**
   * A session as it was a moment ago, or `null` if the backend has to be asked. It is the caller who
   * tells by `count` whether that was an answer: a token that it does not open proves nothing.
   */
  get(id: string): StoredSession | null {
    if (!this.#isActive()) return null
    const entry = this.#entries.get(id)
    if (!entry) return null
    if (this.#time() - entry.sentAt > this.#maxStaleness) {
      this.#entries.delete(id)
      return null
    }
    const { revision, owner, expiresAt, payload } = entry
    const parts = decodePayload(payload, this.#context.limits)
    if (!parts) return null
    const { meta, metaText, dataText } = parts
    const record = { id, revision, owner, expiresAt, endsAt: meta.endsAt, payload }
    return { record, meta, metaText, dataText }
  }

  /** Whether a token was accepted by what `get` gave. */
  count(isHit: boolean): void {
    if (isHit) this.#counts.hits++
    else this.#counts.misses++
  }

  /** Before a read is sent. Every one is ended. */
  beginRead(id: string): Errand {
    return this.#underWay.begin(id, false, none, this.#time())
  }

  /** After a read; `stored` if it gave a session that its token opens. Nothing else is worth a place. */
  endRead(errand: Errand, stored: StoredSession | null): void {
    this.#underWay.end(errand)
    if (!stored || !this.#mayKeep(errand, stored.record.revision)) return
    const known = this.#entries.peek(stored.record.id)
    // Of two reads whose answers came in the other order, the one that was sent later counts.
    if (known && known.sentAt >= errand.sentAt) return
    this.#entries.set(stored.record.id, stored.record, errand)
  }

  /**
   * Before a write is sent: from here on only the backend knows. Every one is ended. `base`: the
   * revision that the write is built on.
   */
  beginWrite(id: string, base: string | null): Errand {
    const known = base === null ? undefined : this.#entries.peek(id)
    const before = known?.revision === base ? known.older : none
    const older = base === null ? none : [base, ...before].slice(0, mostOlder)
    this.#forget(id)
    return this.#underWay.begin(id, true, older, this.#time())
  }

  /** After a write; `record` if it is known to be what is stored now. */
  endWrite(errand: Errand, record: SessionRecord | null): void {
    const { id } = errand
    this.#underWay.end(errand)
    const keep = record !== null && this.#mayKeep(errand, record.revision)
    this.#underWay.changed(id, record?.revision)
    if (keep) this.#entries.set(id, record, errand)
    else this.#entries.delete(id)
  }

  /** The end of a session was moved, if it was still at a revision. */
  touched(id: string, revision: string, expiresAt: number, done: boolean): void {
    const entry = this.#entries.peek(id)
    if (entry?.revision !== revision) return
    if (!done) this.#forget(id)
    else if (expiresAt > entry.expiresAt) this.#entries.set(id, { ...entry, expiresAt }, entry)
  }

  /** A session was ended here. */
  forget(id: string): void {
    this.#forget(id)
  }

  /** Sessions of an owner were ended here. */
  forgetOwned(owner: string): void {
    this.#entries.deleteOwned(owner)
    // Whose session a read will bring is not known before it has.
    this.#underWay.allChanged()
  }

  /** Any session may be another by now. */
  drop(): void {
    this.#underWay.allChanged()
    const { size } = this.#entries
    if (size === 0) return
    this.#counts.drops++
    this.#entries.clear()
    this.#context.events.emit('cache', { state: 'dropped', entries: size })
  }

  #hear({ id, revision }: WatchEvent): void {
    if (id === null) {
      this.drop()
      this.#isActive()
      return
    }
    this.#underWay.changed(id, revision)
    const entry = this.#entries.peek(id)
    if (!entry || !isNewsTo(entry, revision)) return
    this.#entries.delete(id)
    this.#counts.invalidations++
  }

  #forget(id: string): void {
    this.#underWay.changed(id, undefined)
    this.#entries.delete(id)
  }

  #mayKeep(errand: Errand, revision: string): boolean {
    if (!this.#underWay.isNewest(errand, revision)) return false
    return !this.#underWay.isWriting(errand.id) && this.#isActive()
  }

  /** Whether it answers now. Asked before every answer: a watch says only when asked that it is not alive. */
  #isActive(): boolean {
    if (!this.#feed.tells) return true
    const { alive } = this.#feed
    if (!alive) this.#feed.begin()
    if (alive === this.#active) return alive
    this.#active = alive
    if (!alive) this.drop()
    this.#context.events.emit('cache', {
      state: alive ? 'on' : 'bypassed',
      entries: this.#entries.size,
    })
    return alive
  }
}

/** Whether a message tells of more than this process's own writes, or than what it has read already. */
function isNewsTo(entry: Entry, revision: string | undefined): boolean {
  if (revision === undefined) return true
  return entry.revision !== revision && !entry.older.includes(revision)
}

function statisticsOf(
  counts: Pick<CacheStatistics, 'hits' | 'misses' | 'invalidations' | 'drops'>,
  entries: Entries,
  feed: ChangeFeed,
): CacheStatistics {
  return {
    get hits() {
      return counts.hits
    },
    get misses() {
      return counts.misses
    },
    get invalidations() {
      return counts.invalidations
    },
    get drops() {
      return counts.drops
    },
    get entries() {
      return entries.size
    },
    get bytes() {
      return entries.bytes
    },
    get active() {
      return !feed.tells || feed.alive
    },
  }
}
