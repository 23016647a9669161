import type { Device } from './accounts/device.ts'
import type { DeviceSignal } from './accounts/device-change.ts'

/**
 * What each event carries. Never a token, never session data. `id` is the public handle, `userId` who
 * is or was signed in, or `null`.
 */
export interface SessionEvents {
  /** A record was stored for the first time. */
  created: { readonly id: string }
  /** A live session was read. */
  loaded: { readonly id: string }
  /** Changes were committed. `merged` if another request's changes were there first. */
  saved: { readonly id: string; readonly merged: boolean }
  /** A new secret was made; `reason`: on schedule, by `cycleKey`, or by a sign-in. */
  renewed: { readonly id: string; readonly reason: 'scheduled' | 'cycled' | 'authenticated' }
  /** A user was bound to the session. */
  authenticated: { readonly id: string; readonly userId: string }
  /** A record was removed; `id: null`: all of a user's, or all there are. `userId` where the removal went by it. */
  destroyed: { readonly id: string | null; readonly userId?: string | null }
  /** A token came after its session's end. */
  expired: { readonly id: string }
  /**
   * A token, or stored data, was not accepted, for this `reason`. `keys`: those that the schema
   * refused, with `'schema'`.
   */
  rejected: {
    readonly id: string | null
    readonly reason: RejectionReason
    readonly keys?: readonly string[]
  }
  /** Two requests changed the same `keys`; the later one stands, or was refused. */
  conflict: { readonly id: string; readonly keys: readonly string[] }
  /**
   * The backend did not answer. `operation` names the verb; `cache.read` and the like are those of a
   * shared cache, whose fault the database made up for. `error` is what the backend threw.
   */
  unavailable: { readonly operation: string; readonly error: unknown }
  /**
   * A token came whose successor is in use, after its grace: someone else has a copy. The session of
   * a signed-in user was ended.
   */
  'suspected-theft': { readonly id: string; readonly userId: string | null }
  /**
   * A signed-in session came from another browser or network than its sign-in: once a request, where
   * `deviceBinding` asks for it. `changed`: what differs. `device` is the client of this request, capped, its address as
   * `deviceIp` keeps it.
   */
  'device-changed': {
    readonly id: string
    readonly userId: string
    readonly changed: readonly DeviceSignal[]
    readonly device: Device
  }
  /**
   * The cache of this process, its `state`: `'on'`, changes made elsewhere are proven to arrive, so it answers;
   * `'bypassed'`, they are not any more; `'dropped'`, all entries went at once. `entries`: how many it
   * holds, or held.
   */
  cache: { readonly state: 'on' | 'bypassed' | 'dropped'; readonly entries: number }
  /** One request carried several different session cookies. `live` of them were valid. */
  duplicate: { readonly live: number }
}

/**
 * Why a token or stored data was not accepted: not the shape of a token; no such session or a wrong
 * secret; a secret that was replaced; a record that cannot be read or is not the one asked for;
 * stored keys that the schema refuses; a cache header of the app that would have shared the response.
 */
export type RejectionReason =
  | 'malformed'
  | 'unknown'
  | 'superseded'
  | 'corrupt'
  | 'mismatched'
  | 'schema'
  | 'cache-headers'

/** The name of an event. */
export type SessionEventName = keyof SessionEvents
/** What hears of an event, at once. What it throws is dropped. */
export type SessionListener<N extends SessionEventName> = (event: SessionEvents[N]) => void

/**
 * Events to listeners, and to `node:diagnostics_channel` as `sojourn:<event>`. A listener that
 * throws changes nothing.
 */
export class SessionEmitter {
  readonly #listeners = new Map<SessionEventName, Set<(event: never) => void>>()
  readonly #channels = new Map<SessionEventName, Channel | undefined>()

  on<N extends SessionEventName>(name: N, listener: SessionListener<N>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  emit<N extends SessionEventName>(name: N, event: SessionEvents[N]): void {
    // `on` has added each under the name of the event that it takes.
    const listeners = this.#listeners.get(name) as Set<SessionListener<N>> | undefined
    if (listeners) {
      for (const listener of listeners) quietly(() => listener(event))
    }
    const channel = this.#channel(name)
    if (channel?.hasSubscribers) quietly(() => channel.publish(event))
  }

  #channel(name: SessionEventName): Channel | undefined {
    if (!this.#channels.has(name)) this.#channels.set(name, diagnosticsChannel(`sojourn:${name}`))
    return this.#channels.get(name)
  }
}

type Channel = import('node:diagnostics_channel').Channel

// Not an import: the main entry of core also loads where there is no Node.
function diagnosticsChannel(name: string): Channel | undefined {
  return globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name)
}

function quietly(action: () => unknown): void {
  try {
    const result = action()
    // An async listener's rejection must not end the process.
    if (result instanceof Promise) result.catch(() => {})
  } catch {
    // A listener cannot change the outcome of what it is told about.
  }
}
