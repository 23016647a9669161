import type { Mutation, SecretChange, SignIn } from '../connector/authority.ts'
import { isSessionError, SessionExpiredError } from '../errors.ts'
import { JsonObject } from '../json/json-object.ts'
import { effectiveEnd, isTouchDue } from '../lifetime/expiry.ts'
import { isRenewalDue } from '../record/secrets.ts'
import { parseData, type StoredSession } from '../record/stored-session.ts'
import type { Carrier, OpenOptions, SessionEnvironment } from './environment.ts'
import type { DataSnapshot } from './session-data.ts'
import type { SessionState } from './session-state.ts'

/** Everything that a write of one session needs. */
export interface WriteContext {
  readonly state: SessionState
  readonly env: SessionEnvironment
  readonly carrier: Carrier
  readonly options: OpenOptions
}

/** Commits what was done to a live session, and a sign-in with it. */
export async function commit(context: WriteContext, signIn: SignIn | null = null): Promise<void> {
  const { state, env, carrier, options } = context
  const { stored, expiry, rotate } = state
  if (!stored) return
  const snapshot = state.data.snapshot()
  const newCookie = signIn !== null || rotate || expiry !== undefined
  assertNotExpired(stored, context)
  env.conform?.assert(state.data.values)
  if (newCookie || env.authority.reseals) carrier.assertCookieCanBeSet?.()
  const mutation: Mutation = {
    base: stored,
    // What goes at a sign-in goes also where this request has not seen it, written by another meanwhile.
    changes: signIn ? { ...snapshot.changes, retain: snapshot.retain } : snapshot.changes,
    dataText: env.conform ? onStored(snapshot, context) : snapshot.dataText,
    secret: secretChange(context),
    signIn,
    expiry,
    onConflict: options.conflict ?? 'merge',
    quiet: options.warnings === false,
  }
  try {
    const committed = await env.authority.commit(mutation)
    const merged = committed.merged ? dataOf(committed.stored.dataText, env) : null
    state.data.committed(snapshot, merged)
    state.written(committed.stored, committed.token, expiry)
    if (newCookie) state.cookieDue = 'set'
  } catch (error) {
    if (isSessionError(error) && lost.has(error.code)) state.phase = 'lost'
    throw error
  }
}

/** Takes a stored key for this request alone, and leaves what is not saved yet as it is. */
export async function take(context: WriteContext, key: string): Promise<unknown> {
  const { state, env } = context
  if (!state.stored) return undefined
  const { stored, taken } = await env.authority.commit({
    base: state.stored,
    changes: { retain: null, keys: new Map() },
    dataText: state.stored.dataText,
    secret: { kind: 'keep' },
    signIn: null,
    expiry: undefined,
    onConflict: 'merge',
    quiet: true,
    take: key,
  })
  state.stored = stored
  state.data.rebase(dataOf(stored.dataText, env))
  return taken
}

/** Whether a live session's secret is due for a successor that this request can still deliver. */
export function isRenewable({ state, env, carrier }: WriteContext): boolean {
  if (state.phase !== 'live' || !state.stored || state.presented !== null) return false
  return carrier.canRenew() && isRenewalDue(state.stored.meta, env.lifetime.renewal, env.clock())
}

/** Whether the idle end is due to move, which takes a new token that this request can still deliver. */
export function isResealable({ state, env, carrier }: WriteContext): boolean {
  if (!env.authority.reseals || state.phase !== 'live' || !state.stored) return false
  const { meta, record } = state.stored
  return isTouchDue(meta, record.expiresAt, env.clock()) && carrier.canRenew()
}

/** Stores a new session, and a sign-in with it. */
export async function create(context: WriteContext, signIn: SignIn | null = null): Promise<void> {
  const { state, env, carrier } = context
  const { expiry } = state
  carrier.assertCookieCanBeSet?.()
  env.conform?.assert(state.data.values)
  const snapshot = state.data.snapshot()
  const draft = { dataText: snapshot.dataText, signIn, expiry }
  const { stored, token } = await env.authority.create(draft)
  state.data.committed(snapshot, null)
  state.written(stored, token, expiry)
  state.phase = 'live'
}

/** Binds an owner: on the record that is there, or on a new one where there is none or it was lost to a race. */
export async function signInOn(
  context: WriteContext,
  signIn: SignIn,
  keep: ReadonlySet<string>,
): Promise<void> {
  const { state } = context
  const before = state.data
  state.data = before.fork()
  try {
    await bindOwner(context, signIn, keep)
  } catch (error) {
    // Nobody was signed in: what was the visitor's stays theirs, and no later save drops it.
    state.data = before
    throw error
  }
}

async function bindOwner(
  context: WriteContext,
  signIn: SignIn,
  keep: ReadonlySet<string>,
): Promise<void> {
  const { state, env } = context
  const owner = state.stored?.record.owner ?? null
  if (owner === null) state.data.clear(keep)
  else if (owner !== signIn.userId) state.data.clear()
  // A place under the user's limit is given to a new record, and the old one goes after it.
  const needsPlace = env.limited && owner !== signIn.userId
  const replaced = needsPlace && state.phase === 'live' ? state.stored : null
  if (state.phase === 'live' && !needsPlace) {
    try {
      return await commit(context, signIn)
    } catch (error) {
      if (!isSessionError(error) || !raced.has(error.code)) throw error
      // The session of before was ended or signed in by another request: this sign-in gets its own.
      if (owner !== null) state.data.clear()
    }
  }
  await create(context, signIn)
  if (replaced) await env.authority.end(replaced)
}

function secretChange(context: WriteContext): SecretChange {
  const { rotate, presented } = context.state
  if (rotate) return { kind: 'rotate' }
  if (presented !== null) return { kind: 'promote', hash: presented }
  return { kind: isRenewable(context) ? 'renew' : 'keep' }
}

/**
 * The data to write where a schema shaped what was read: what nobody touched stays as it is stored,
 * also keys that the schema does not know and values that it refuses. Another version of the
 * application may know them (decision 16).
 */
function onStored({ retain, texts }: DataSnapshot, { state, env }: WriteContext): string {
  const { values } = state.data
  const data = parseData(state.stored?.dataText ?? '{}', env.limits) ?? new JsonObject()
  for (const key of data.keys()) {
    if (retain?.has(key) === false) data.delete(key)
  }
  for (const [key] of texts) {
    if (values.has(key)) data.set(key, values.get(key))
    else data.delete(key)
  }
  return data.toText()
}

const lost: ReadonlySet<string> = new Set(['SESSION_INTERRUPTED', 'SESSION_EXPIRED'])
const raced: ReadonlySet<string> = new Set([...lost, 'SESSION_CONFLICT'])

function assertNotExpired({ meta, record }: StoredSession, { state, env }: WriteContext): void {
  if (effectiveEnd(meta, record.expiresAt, env.lifetime) > env.clock()) return
  state.phase = 'lost'
  env.events.emit('expired', { id: record.id })
  throw new SessionExpiredError('The session has expired. Nothing was saved.')
}

function dataOf(dataText: string, env: SessionEnvironment): JsonObject {
  const data = parseData(dataText, env.limits) ?? new JsonObject()
  return env.conform?.stored(data, () => {}) ?? data
}
