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
  let superseded = false
  for (const token of tokens) {
    const verdict = await env.authority.find(token, { arrivedAt, fresh, quiet: !warnings })
    if (verdict.live) live.set(verdict.stored.record.id, liveOf(token, verdict, warnings, env))
    else superseded ||= verdict.reason === 'superseded'
  }
  if (tokens.length > 1 && warnings) env.events.emit('duplicate', { live: live.size })
  const [only] = live.values()
  if (only && live.size === 1) return only
  return { live: false, superseded: superseded && live.size === 0 }
}

function liveOf(
  token: string,
  { stored, data }: Verdict & { live: true },
  warnings: boolean,
  env: SessionEnvironment,
): Found & { live: true } {
  const { id } = stored.record
  const fitted = env.conform?.stored(data, () => {
    if (warnings) env.events.emit('rejected', { id, reason: 'schema' })
  })
  return { live: true, token, stored, data: fitted ?? data }
}
