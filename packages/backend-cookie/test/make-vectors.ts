// Makes golden-vectors.json anew. Only for a new version of the form: what version 1 sealed must open for ever.
//   node --conditions=@sojourn/source packages/backend-cookie/test/make-vectors.ts
import { writeFileSync } from 'node:fs'
import { newer, older } from './support.ts'
import { sealVector, type Vector } from './vector.ts'

const base = { namespace: 'default', cookieName: '__Host-sid', now: 1_800_000_000_000 }
const visitor = { userId: null, level: null, data: {} }
const user = {
  userId: 'ada \ud800',
  level: 'strong',
  data: { cart: [{ name: 'caf\u00e9 \u{1f36a}', count: 2 }], '': null, 'line\nbreak': true },
}

const plans: readonly Omit<Vector, 'token'>[] = (['sealed', 'signed'] as const).flatMap((mode) => [
  { ...base, name: `${mode}, a visitor`, mode, secret: newer, session: visitor },
  { ...base, name: `${mode}, a user`, mode, secret: newer, session: user },
  {
    ...base,
    name: `${mode}, 2 KB for another app`,
    mode,
    secret: older,
    namespace: 'b\u00fccher "1"',
    cookieName: '__Secure-shop',
    session: { ...visitor, data: { text: 'x'.repeat(2048) } },
  },
])

const vectors = await Promise.all(
  plans.map(async (plan): Promise<Vector> => ({ ...plan, token: await sealVector(plan) })),
)
const path = new URL('golden-vectors.json', import.meta.url)
writeFileSync(path, `${JSON.stringify(vectors, null, 2)}\n`)
