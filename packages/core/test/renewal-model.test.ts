import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TokenWorld, type Who } from './support/token-world.ts'

/**
 * A browser and a thief against the rules of tokens: whatever responses are lost, however many tabs
 * ask at once and however the time moves, every request comes out as a plain model says. The owner is
 * never signed out without a theft or a sign-out, and the thief never outlives the rules. A failure
 * prints the seed and the shortest run.
 */
type Step =
  | { readonly kind: 'visit'; readonly who: Who; readonly lost: boolean; readonly tabs: number }
  | { readonly kind: 'write'; readonly who: Who; readonly lost: boolean }
  | { readonly kind: 'signOut'; readonly who: Who }
  | { readonly kind: 'authenticate' }
  | { readonly kind: 'steal'; readonly back: number }
  | { readonly kind: 'wait'; readonly seconds: number }

/** Round the grace, round the renewal time, and anything. */
const seconds = fc.oneof(
  fc.integer({ min: 1, max: 61 }),
  fc.constantFrom(29, 30, 31, 59, 60, 899, 900, 930),
  fc.integer({ min: 1, max: 1800 }),
)

function steps(who: fc.Arbitrary<Who>, more: { weight: number; arbitrary: fc.Arbitrary<Step> }[]) {
  const lost = fc.boolean()
  const tabs = fc.integer({ min: 1, max: 4 })
  return fc.array(
    fc.oneof<{ weight: number; arbitrary: fc.Arbitrary<Step> }[]>(
      {
        weight: 18,
        arbitrary: fc.record({ kind: fc.constant('visit' as const), who, lost, tabs }),
      },
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), who, lost }) },
      { weight: 18, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'authenticate' as const }) },
      ...more,
    ),
    { maxLength: 60, size: 'max' },
  )
}

async function run(world: TokenWorld, all: readonly Step[]): Promise<void> {
  await world.authenticate()
  for (const step of all) {
    if (step.kind === 'wait') world.env.pass(step.seconds)
    else if (step.kind === 'visit') await world.visit(step.who, step.lost, step.tabs)
    else if (step.kind === 'write') await world.write(step.who, step.lost)
    else if (step.kind === 'steal') world.steal(step.back)
    else if (step.kind === 'signOut') await world.signOut(step.who)
    else await world.authenticate()
  }
  await world.end()
}

it('R25, T3, T6 a browser that loses responses is never signed out, and every old copy dies', async () => {
  const owner = fc.constant<Who>('owner')
  await fc.assert(
    fc.asyncProperty(steps(owner, []), async (all) => {
      const world = new TokenWorld()
      await run(world, all)
      expect(world.env.events.map(({ name }) => name)).not.toContain('suspected-theft')
    }),
    { numRuns: 300 },
  )
})

it('R24, R27, T8, T9 a thief with a copied cookie gets what the rules give, and no more', async () => {
  const either = fc.constantFrom<Who>('owner', 'owner', 'thief')
  let thefts = 0
  const more = [
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('steal' as const),
        back: fc.integer({ min: 0, max: 4 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('signOut' as const), who: either }),
    },
  ]
  await fc.assert(
    fc.asyncProperty(steps(either, more), async (all) => {
      const world = new TokenWorld()
      await run(world, all)
      thefts += world.env.events.filter(({ name }) => name === 'suspected-theft').length
    }),
    { numRuns: 600 },
  )
  // The runs are worth something only if thefts happen in them.
  expect(thefts).toBeGreaterThan(100)
}, 60_000)
