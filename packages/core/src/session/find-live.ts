import type { FindOptions, Verdict } from '../connector/authority.ts'
import type { JsonObject } from '../json/json-object.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { Carrier, SessionEnvironment } from './environment.ts'

/** The one live session among a request's tokens, or why there is none. */
export type Found =
  | {
      readonly live: true
      readonly token: string
      readonly stored: StoredSession
      readonly data: JsonObject
      readonly presented: string | null
      readonly cached: boolean
    }
  | { readonly live: false; readonly superseded: boolean }

/**
 * Evaluates every token of a request (R86). Exactly one live session is used; with two or more the
 * request is anonymous, since nobody can tell which one the client means, and nothing is harmed.
 */
export function findLive(
  tokens: readonly string[],
  look: FindOptions,
  env: SessionEnvironment,
): Promise<Found> {
  const [only] = tokens
  if (only === undefined || tokens.length > 1) return findAmong(tokens, look, env)
  return env.authority
    .find(only, look)
    .then((verdict) =>
      verdict.live ? liveOf(only, verdict, look, env) : withoutDead(verdict, env),
    )
}

/** What is left of a request whose one token is not live. */
async function withoutDead(
  verdict: Verdict & { live: false },
  env: SessionEnvironment,
): Promise<Found> {
  if (verdict.reason === 'stolen') await endStolen(verdict.stored, env)
  return { live: false, superseded: verdict.reason === 'superseded' }
}

async function findAmong(
  tokens: readonly string[],
  look: FindOptions,
  env: SessionEnvironment,
): Promise<Found> {
  const live = new Map<string, Found & { live: true }>()
  const stolen: StoredSession[] = []
  let superseded = false
  for (const token of tokens) {
    const verdict = await env.authority.find(token, look)
    if (verdict.live) keepNewer(live, liveOf(token, verdict, look, env))
    else if (verdict.reason === 'stolen') stolen.push(verdict.stored)
    else superseded ||= verdict.reason === 'superseded'
  }
  if (tokens.length > 1 && !look.quiet) env.events.emit('duplicate', { live: live.size })
  const [only] = live.values()
  if (only && live.size === 1) return only
  if (live.size === 0) {
    for (const stored of stolen) await endStolen(stored, env)
  }
  return { live: false, superseded: superseded && live.size === 0 }
}

/** Of two versions of one session, which only tokens that hold their sessions can be, the newer one counts. */
function keepNewer(live: Map<string, Found & { live: true }>, found: Found & { live: true }): void {
  const { record, meta } = found.stored
  const known = live.get(record.id)?.stored
  const isNewer =
    known === undefined ||
    meta.generation > known.meta.generation ||
    (meta.generation === known.meta.generation && record.expiresAt >= known.record.expiresAt)
  if (isNewer) live.set(record.id, found)
}

/**
 * A successor that a proxy forwards into its own render has not reached the client: that counts as
 * not presented (R124). What the client has sent tells, by opening the same session itself.
 */
export async function withoutForwarded(
  found: Found & { live: true },
  carrier: Carrier,
  arrivedAt: number,
  env: SessionEnvironment,
): Promise<Found> {
  for (const sent of carrier.presentedBeside?.() ?? []) {
    if (!env.authority.isToken(sent)) continue
    const verdict = await env.authority.find(sent, { arrivedAt, quiet: true })
    const vouches = verdict.live && verdict.stored.record.id === found.stored.record.id
    if (vouches && verdict.presented === null) return { ...found, presented: null }
  }
  return found
}

/** A renewed token past its grace: its copy is out, so a user's session ends for both holders (R27). */
async function endStolen(stored: StoredSession, env: SessionEnvironment): Promise<void> {
  const { id, owner: userId } = stored.record
  env.events.emit('suspected-theft', { id, userId })
  if (userId !== null) await env.authority.end(stored)
}

function liveOf(
  token: string,
  { stored, data, presented, cached }: Verdict & { live: true },
  { quiet }: FindOptions,
  env: SessionEnvironment,
): Found & { live: true } {
  const { id } = stored.record
  const fitted = env.conform?.stored(data, (keys) => {
    if (!quiet) env.events.emit('rejected', { id, reason: 'schema', keys })
  })
  return { live: true, token, stored, data: fitted ?? data, presented, cached }
}
