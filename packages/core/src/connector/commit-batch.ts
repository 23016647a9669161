import type { SessionRecord } from '../backend.ts'
import { SessionConflictError, SessionExpiredError, SessionInterruptedError } from '../errors.ts'
import type { JsonObject } from '../json/json-object.ts'
import { assertFits } from '../json/limits.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import type { Meta } from '../record/meta.ts'
import { conflictingKeys, replay } from '../record/replay.ts'
import { decodeRecord, parseData, type StoredSession } from '../record/stored-session.ts'
import { randomBelow } from '../tokens/random.ts'
import type { Committed, Mutation } from './authority.ts'
import type { BackendCalls } from './backend-calls.ts'
import type { ConnectorContext } from './context.ts'
import {
  type FreshSecrets,
  freshSecrets,
  mayMakeSecret,
  noSecrets,
  secretFor,
} from './fresh-secrets.ts'
import { nextMeta, nextVersion } from './next-record.ts'

/** A save that waits for its commit. */
export interface Pending {
  readonly mutation: Mutation
  readonly resolve: (committed: Committed) => void
  readonly reject: (error: unknown) => void
}

/** What a commit works with. */
export interface Commit {
  readonly context: ConnectorContext
  readonly calls: BackendCalls
}

/** One save in a batch, and what it is to get beside the version written. */
interface Member {
  readonly pending: Pending
  readonly secret: string | null
  readonly taken: unknown
}

/** The state that a batch is building, one mutation on top of the other. */
interface Draft {
  meta: Meta
  owner: string | null
  dataText: string
  shorten: boolean
  /** Whether there is anything to write: a renewal may have been done by another request meanwhile. */
  dirty: boolean
  readonly members: Member[]
  readonly conflicts: string[]
}

/**
 * Commits a batch of saves of one session with one compare-and-swap, on the newest version known;
 * where another writer was first, does the changes again on its version, until the deadline. Settles
 * every member. Returns the version written, or `null`.
 */
export async function commitBatch(
  batch: readonly Pending[],
  newest: StoredSession | null,
  commit: Commit,
): Promise<StoredSession | null> {
  let waiting = batch
  try {
    let current = newest ?? newestBase(batch)
    const giveUpAt = performance.now() + commit.context.deadline
    const mutations = batch.map(({ mutation }) => mutation)
    const makesSecret = mutations.some(mayMakeSecret)
    const fresh = makesSecret ? await freshSecrets(mutations, commit.context) : noSecrets
    for (let attempt = 0; ; attempt++) {
      const draft = build(waiting, current, fresh, commit.context)
      waiting = draft.members.map(({ pending }) => pending)
      if (waiting.length === 0) return null
      if (!draft.dirty) return settle(draft, current, commit.context)
      const { stored: next, how } = nextVersion(current, draft, commit.context.clock())
      const answer = await commit.calls.update(next.record, current.record.revision, how)
      if (answer === 'updated') return settle(draft, next, commit.context)
      if (answer === 'gone') throw goneError(current, commit.context)
      if (performance.now() >= giveUpAt) throw tooContended()
      current = decoded(answer, commit.context)
      if (attempt > 1) await jitter(attempt)
    }
  } catch (error) {
    for (const { reject } of waiting) reject(error)
    return null
  }
}

function build(
  batch: readonly Pending[],
  current: StoredSession,
  fresh: FreshSecrets,
  context: ConnectorContext,
): Draft {
  const { meta, dataText } = current
  const draft: Draft = {
    meta,
    owner: current.record.owner,
    dataText,
    shorten: false,
    dirty: false,
    members: [],
    conflicts: [],
  }
  for (const pending of batch) {
    try {
      const given = add(pending.mutation, draft, current, fresh, context)
      draft.members.push({ pending, ...given })
    } catch (error) {
      // This one's own error: the others go on without it.
      pending.reject(error)
    }
  }
  return draft
}

function add(
  mutation: Mutation,
  draft: Draft,
  current: StoredSession,
  fresh: FreshSecrets,
  context: ConnectorContext,
): Omit<Member, 'pending'> {
  if (mutation.base.meta.generation !== draft.meta.generation) {
    throw new SessionInterruptedError(
      'The session was signed in anew, or its token replaced, by another request. Nothing was saved.',
    )
  }
  const isFirst = draft.members.length === 0
  const taken = mutation.take === undefined ? undefined : take(mutation.take, draft, context)
  const dataText =
    isFirst && mutation.take === undefined && isSame(mutation.base, current)
      ? mutation.dataText
      : replayed(mutation, draft, context)
  assertFits(dataText, context.limits)
  const { secret, hash } = secretFor(mutation, draft.meta, fresh, context)
  const { meta, owner } = nextMeta(draft, mutation, hash, context)
  draft.dirty ||= hash !== null || mutation.expiry !== undefined || hasChanges(mutation)
  draft.meta = meta
  draft.owner = owner
  draft.dataText = dataText
  draft.shorten ||= mutation.expiry !== undefined
  return { secret, taken }
}

function hasChanges({ changes }: Mutation): boolean {
  return changes.keys.size > 0 || changes.retain !== null
}

/** Takes a value out of the draft: whoever comes next does not find it. */
function take(key: string, draft: Draft, context: ConnectorContext): unknown {
  const data = dataOf(draft.dataText, context)
  const value = data.get(key)
  if (value === undefined) return undefined
  data.delete(key)
  draft.dataText = data.toText()
  draft.dirty = true
  return value
}

function replayed(mutation: Mutation, draft: Draft, context: ConnectorContext): string {
  const { changes } = mutation
  if (!hasChanges(mutation)) return draft.dataText
  const base = dataOf(mutation.base.dataText, context)
  const data = dataOf(draft.dataText, context)
  const conflicts = conflictingKeys(changes, base, data)
  if (conflicts.length > 0 && mutation.onConflict === 'reject') {
    throw new SessionConflictError(
      `Another request changed ${conflicts.length} of the same keys first. Load the session again, or use change().`,
    )
  }
  replay(changes, data)
  if (!mutation.quiet) draft.conflicts.push(...conflicts)
  return data.toText()
}

function settle(draft: Draft, stored: StoredSession, context: ConnectorContext): StoredSession {
  const { id } = stored.record
  if (draft.conflicts.length > 0) {
    context.events.emit('conflict', { id, keys: [...new Set(draft.conflicts)] })
  }
  for (const { pending, secret, taken } of draft.members) {
    const merged = stored.dataText !== pending.mutation.dataText
    if (draft.dirty) context.events.emit('saved', { id, merged })
    const token = secret === null ? null : `${id}.${secret}`
    pending.resolve({ stored, token, merged, taken })
  }
  return stored
}

function dataOf(text: string, context: ConnectorContext): JsonObject {
  const data = parseData(text, context.limits)
  if (!data) throw new SessionInterruptedError('The stored session can no longer be read.')
  return data
}

function decoded(record: SessionRecord, context: ConnectorContext): StoredSession {
  const stored = decodeRecord(record, context.limits)
  if (!stored) throw new SessionInterruptedError('The stored session can no longer be read.')
  return stored
}

// Which base is newest cannot be told from a revision; a wrong guess costs one round trip.
function newestBase(batch: readonly Pending[]): StoredSession {
  const last = batch.at(-1)
  if (!last) throw new RangeError('A batch has at least one member.')
  return last.mutation.base
}

function goneError(current: StoredSession, context: ConnectorContext): Error {
  const { meta, record } = current
  return effectiveEnd(meta, record.expiresAt, context.lifetime) <= context.clock()
    ? new SessionExpiredError('The session has expired. Nothing was saved.')
    : new SessionInterruptedError('The session was ended by another request. Nothing was saved.')
}

function tooContended(): SessionConflictError {
  return new SessionConflictError(
    'Other processes kept changing this session until the deadline. Nothing was saved; try again.',
  )
}

/** Lets a competing process go first for a moment: up to 2, 4, 8 … 32 milliseconds. */
function jitter(attempt: number): Promise<void> {
  const most = Math.min(2 ** attempt, 32)
  return new Promise((resolve) => setTimeout(resolve, randomBelow(most)))
}

function isSame(a: StoredSession, b: StoredSession): boolean {
  return a.record.revision === b.record.revision
}
