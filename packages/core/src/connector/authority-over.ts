import type { SessionBackend } from '../backend.ts'
import { isTokenBackend, type TokenBackend, type TokenScope } from '../token-backend.ts'
import type { SessionAuthority } from './authority.ts'
import { BackendAuthority } from './backend-authority.ts'
import { BackendCalls } from './backend-calls.ts'
import type { ConnectorContext } from './context.ts'
import type { InFlight } from './in-flight.ts'
import { ListedTokenAuthority } from './listed-token-authority.ts'
import { noStore, type StoreFor } from './store.ts'
import { TokenAuthority } from './token-authority.ts'
import { TokenSeal } from './token-seal.ts'

/** Where the truth of some sessions lives, and what stands behind it. */
export interface Footing {
  readonly authority: SessionAuthority
  /** The server backend; `null`: there is none. */
  readonly backend: SessionBackend | null
  readonly store: StoreFor
}

/** What an authority needs to know of its surroundings. */
export interface Surroundings {
  readonly scope: TokenScope
  /** The characters of the longest token that can be sent. */
  readonly longest: number
  readonly context: ConnectorContext
  readonly inFlight: InFlight
}

/** The authority that fits a backend. */
export function authorityOver(
  backend: SessionBackend | TokenBackend,
  { scope, longest, context, inFlight }: Surroundings,
): Footing {
  if (!isTokenBackend(backend)) {
    const store = storeOver(backend, context)
    const authority = new BackendAuthority(store.calls, context, inFlight)
    return { authority, backend, store: () => store }
  }
  const { revocation } = backend
  const seal = new TokenSeal(backend.codec(scope), longest, context.events)
  if (!revocation) {
    const authority = new TokenAuthority(seal, context, inFlight)
    return { authority, backend: null, store: noStore(backend.name) }
  }
  const store = storeOver(revocation, context)
  const authority = new ListedTokenAuthority(seal, store.calls, context, inFlight)
  return { authority, backend: revocation, store: () => store }
}

function storeOver(
  backend: SessionBackend,
  { clock, events, deadline }: ConnectorContext,
): ReturnType<StoreFor> {
  return { backend, calls: new BackendCalls(backend, clock, events, deadline) }
}
