import type { SessionBackend } from '../backend.ts'
import type { CacheSettings } from '../cache/cache-options.ts'
import { ChangeFeed } from '../cache/change-feed.ts'
import { Echoes } from '../cache/echoes.ts'
import { SessionCache } from '../cache/session-cache.ts'
import { writeThrough } from '../cache/write-through.ts'
import { isTokenBackend, type TokenBackend, type TokenScope } from '../token-backend.ts'
import type { SessionAuthority } from './authority.ts'
import { BackendAuthority } from './backend-authority.ts'
import { BackendCalls } from './backend-calls.ts'
import type { ConnectorContext } from './context.ts'
import type { InFlight } from './in-flight.ts'
import { ListedTokenAuthority } from './listed-token-authority.ts'
import { noStore, type Store, type StoreFor } from './store.ts'
import { TokenAuthority } from './token-authority.ts'
import { TokenSeal } from './token-seal.ts'

/** Where the truth of some sessions lives, and what stands behind it. */
export interface Footing {
  readonly authority: SessionAuthority
  /** The server backend; `null`: there is none. */
  readonly backend: SessionBackend | null
  readonly store: StoreFor
  readonly feed: ChangeFeed | null
  readonly cache: SessionCache | null
}

/** What an authority needs to know of its surroundings. */
export interface Surroundings {
  readonly scope: TokenScope
  /** The characters of the longest token that can be sent. */
  readonly longest: number
  /** `null`: no cache. */
  readonly cache: CacheSettings | null
  readonly context: ConnectorContext
  readonly inFlight: InFlight
}

/** The authority that fits a backend. */
export function authorityOver(
  backend: SessionBackend | TokenBackend,
  { scope, longest, cache, context, inFlight }: Surroundings,
): Footing {
  if (!isTokenBackend(backend)) {
    const store = storeOver(backend, cache, context)
    const authority = new BackendAuthority(store, context, inFlight)
    return { authority, backend, store: () => store, feed: store.feed, cache: store.cache }
  }
  const { revocation } = backend
  const seal = new TokenSeal(backend.codec(scope), longest, context.events)
  if (!revocation) {
    const authority = new TokenAuthority(seal, context, inFlight)
    return { authority, backend: null, store: noStore(backend.name), feed: null, cache: null }
  }
  const store = storeOver(revocation, cache, context)
  const authority = new ListedTokenAuthority(seal, store, context, inFlight)
  const { feed } = store
  return { authority, backend: revocation, store: () => store, feed, cache: store.cache }
}

function storeOver(
  stored: SessionBackend,
  settings: CacheSettings | null,
  context: ConnectorContext,
): Store {
  const feed = new ChangeFeed(stored)
  const cache = settings && new SessionCache(settings, context, feed)
  const backend = cache ? writeThrough(stored, cache) : stored
  const echoes = cache && feed.tells ? new Echoes(feed) : null
  return { backend, calls: new BackendCalls(backend, context, echoes), feed, cache }
}
