import { SessionConnectorError } from '../errors.ts'
import type { SessionConnector } from './session-connector.ts'

/** What is registered under a name. `settings` are compared by value, objects in them by identity. */
export interface Registered {
  readonly connector: SessionConnector
  readonly settings: ReadonlyMap<string, unknown>
}

// On the process, not in this module: a dev server loads modules again, and a bundler loads them twice.
const key = Symbol.for('@sojourn/core/registry/v1')

/** The sessions registered under `name` with these settings, or `undefined` if the name is free. */
export function registered<R extends Registered>(
  name: string,
  settings: ReadonlyMap<string, unknown>,
): R | undefined {
  const found = registry().get(name)
  if (!found) return undefined
  const difference = firstDifference(found.settings, settings)
  // Same settings: the same code made it, so it is an R.
  if (difference === undefined) return found as R
  if (process.env.NODE_ENV === 'development') return undefined
  throw new SessionConnectorError(
    `Sessions named '${name}' exist with other settings (${difference} differs). Share the first ones, give these another name, or name: false to register nothing.`,
  )
}

export function register(name: string, sessions: Registered): void {
  registry().set(name, sessions)
}

/** Frees the name, if it is still held by `sessions`. */
export function unregister(name: string, sessions: Registered): void {
  if (registry().get(name) === sessions) registry().delete(name)
}

/**
 * The connector that `createSessions({ name })` registered in this process, across module reloads
 * and bundles. Default name: `'default'`. `SessionConnectorError` when there is none.
 */
export function getSessionConnector(name = 'default'): SessionConnector {
  const found = registry().get(name)
  if (found) return found.connector
  throw new SessionConnectorError(
    `No sessions are named '${name}'. Call createSessions({ name: '${name}', … }) first.`,
  )
}

function registry(): Map<string, Registered> {
  // Nothing else has a value under this key.
  const holder = globalThis as { [key]?: Map<string, Registered> }
  holder[key] ??= new Map()
  return holder[key]
}

function firstDifference(
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): string | undefined {
  return [...new Set([...a.keys(), ...b.keys()])].find((name) => a.get(name) !== b.get(name))
}
