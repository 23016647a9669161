import fc from 'fast-check'
import { expect, it } from 'vitest'
import { setup } from './support/setup.ts'

/**
 * A browser and a thief against the rules of the contract, section 3b: whatever responses are lost
 * and however the time moves, the owner is never signed out without a theft or a sign-out, and a
 * copied token outlives neither the rules nor a sign-out.
 */
type Step =
  | { readonly kind: 'visit'; readonly lost: boolean; readonly tabs: number }
  | { readonly kind: 'write'; readonly lost: boolean }
  | { readonly kind: 'stepUp' }
  | { readonly kind: 'wait'; readonly seconds: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('visit' as const),
      lost: fc.boolean(),
      tabs: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write' as const), lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stepUp' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: 1800 }),
    }),
  },
)

it('a browser that loses responses is never signed out, and every old copy dies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const env = setup({ lifetime: { idle: '7d', absolute: '30d', renewal: '15m' } })
      const first = await env.stored()
      await first.authenticate('ada')
      let jar = first.sessionKey ?? ''
      const seen = new Set<string>()
      const request = async (work: 'read' | 'write', lost: boolean): Promise<void> => {
        const sent = jar
        const session = await env.load(sent)
        expect(session.userId).toBe('ada')
        if (work === 'write') session.change('a', (n) => (n ?? 0) + 1)
        await session.save()
        const answer = session.sessionKey ?? ''
        if (!lost && answer !== sent) {
          seen.add(jar)
          jar = answer
        }
      }
      for (const one of steps) {
        if (one.kind === 'wait') env.pass(one.seconds)
        else if (one.kind === 'write') await request('write', one.lost)
        else if (one.kind === 'stepUp') {
          const session = await env.load(jar)
          await session.authenticate('ada')
          seen.add(jar)
          jar = session.sessionKey ?? ''
        } else {
          await Promise.all(Array.from({ length: one.tabs }, () => request('read', one.lost)))
        }
      }
      await request('read', false)
      // The successor in the jar is presented, and its predecessor's grace passes.
      await request('read', false)
      env.pass(31)
      for (const old of seen) {
        if (old === jar) continue
        expect((await env.load(old)).userId).toBeNull()
        if (env.backend.records.size === 0) return
      }
      expect((await env.load(jar)).userId).toBe('ada')
    }),
    { numRuns: 300 },
  )
})
