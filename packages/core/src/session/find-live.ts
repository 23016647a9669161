import type { Verdict } from '../connector/authority.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { SessionEnvironment } from './environment.ts'

/** The one live session among a request's tokens, or why there is none. */
export type Found =
  | {
      readonly live: true
      readonly token: string
      readonly stored: StoredSession
      readonly data: Map<string, unknown>
      readonly presented: string | null
    }
  | { readonly live: false; readonly superseded: boolean }

/**
 * Evaluates every token of a request (R86). Exactly one live session is used; with two or more the
 * request is anonymous, since nobody can tell which one the client means, and nothing is harmed.
 */
export async function findLive(
  tokens: readonly string[],
  arrivedAt: number,
  fresh: boolean,
  warnings: boolean,
  env: SessionEnvironment,
): Promise<Found> {
  const live = new Map<string, Found & { live: true }>()
  const stolen: StoredSession[] = []
  let superseded = false
  for (const token of tokens) {
    const verdict = await env.authority.find(token, { arrivedAt, fresh, quiet: !warnings })
    if (verdict.live) live.set(verdict.stored.record.id, liveOf(token, verdict, warnings, env))
    else if (verdict.reason === 'stolen') stolen.push(verdict.stored)
    else superseded ||= verdict.reason === 'superseded'
  }
  if (tokens.length > 1 && warnings) env.events.emit('duplicate', { live: live.size })
  const [only] = live.values()
  if (only && live.size === 1) return only
  if (live.size === 0) {
    for (const stored of stolen) await endStolen(stored, env)
  }
  return { live: false, superseded: superseded && live.size === 0 }
}

/** A renewed token past its grace: its copy is out, so a user's session ends for both holders (R27). */
async function endStolen(stored: StoredSession, env: SessionEnvironment): Promise<void> {
  const { id, owner: userId } = stored.record
  env.events.emit('suspected-theft', { id, userId })
  if (userId !== null) await env.authority.end(stored)
}

function liveOf(
  token: string,
  { stored, data, presented }: Verdict & { live: true },
  warnings: boolean,
  env: SessionEnvironment,
): Found & { live: true } {
  const { id } = stored.record
  const fitted = env.conform?.stored(data, () => {
    if (warnings) env.events.emit('rejected', { id, reason: 'schema' })
  })
  return { live: true, token, stored, data: fitted ?? data, presented }
}
