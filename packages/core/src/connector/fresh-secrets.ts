import type { Meta } from '../record/meta.ts'
import { isRenewalDue, standingOf } from '../record/secrets.ts'
import { newSecret } from '../tokens/token.ts'
import type { Mutation } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/** The new secrets that mutations may need, each with its hash. */
export type FreshSecrets = ReadonlyMap<Mutation, Fresh>

interface Fresh {
  readonly secret: string
  readonly hash: string
}

/** For mutations that need none. */
export const noSecrets: FreshSecrets = new Map()

/** Whether a mutation may need a new secret. Most do not, and wait for no hash. */
export function mayMakeSecret({ secret, signIn }: Mutation): boolean {
  return signIn !== null || secret.kind === 'rotate' || secret.kind === 'renew'
}

/** Makes a secret for each mutation that may need one. */
export async function freshSecrets(
  mutations: Iterable<Mutation>,
  context: ConnectorContext,
): Promise<FreshSecrets> {
  const made = new Map<Mutation, Fresh>()
  for (const mutation of mutations) {
    if (!mayMakeSecret(mutation)) continue
    const secret = newSecret()
    made.set(mutation, { secret, hash: await context.hashSecret(secret) })
  }
  return made
}

/** The new secret that a mutation brings, and the hash that goes into the record; none where it is no longer due. */
export function secretFor(
  mutation: Mutation,
  meta: Meta,
  made: FreshSecrets,
  context: ConnectorContext,
): { readonly secret: string | null; readonly hash: string | null } {
  const { base, secret: change, signIn } = mutation
  if (change.kind === 'promote' && !signIn) {
    const standing = standingOf(meta, change.hash, context.clock())
    const isDue = standing === 'pending' || standing === 'unclaimed'
    return isDue ? { secret: null, hash: change.hash } : none
  }
  // A successor made since this request loaded is its client's too: a slow request does not replace it.
  const isLate =
    change.kind === 'renew' &&
    !signIn &&
    (meta.pending?.hash !== base.meta.pending?.hash ||
      !isRenewalDue(meta, context.lifetime.renewal, context.clock()))
  return isLate ? none : (made.get(mutation) ?? none)
}

const none = { secret: null, hash: null } as const
