import fc from 'fast-check'
import { vi } from 'vitest'
import { CacheWorld } from './cache-world.ts'

type Step = (world: CacheWorld) => Promise<void> | void

const side = fc.constantFrom(0 as const, 1 as const)
const index = fc.nat({ max: 2 })

/** A step on one of the sessions there are. */
function onSession(
  run: (world: CacheWorld, at: 0 | 1, session: number) => Promise<void>,
): fc.Arbitrary<[string, Step]> {
  return fc.tuple(side, index).map(([at, i]) => [
    `${run.name}(${at}, ${i})`,
    (world) => {
      const count = world.histories.size
      return count === 0 ? undefined : run(world, at, i % count)
    },
  ])
}

function onSide(run: (world: CacheWorld, at: 0 | 1) => Promise<void> | void) {
  return side.map((at): [string, Step] => [`${run.name}(${at})`, (world) => run(world, at)])
}

const create = onSide(function create(world, at) {
  return world.histories.size < 3 ? world.create(at) : undefined
})
const load = onSession(function load(world, at, session) {
  return world.load(at, session, 0)
})
const oldLoad = onSession(function oldLoad(world, at, session) {
  return world.load(at, session, 1)
})
const freshLoad = onSession((world, at, session) => world.freshLoad(at, session))
const beginSlowLoad = onSession(function beginSlowLoad(world, at, session) {
  return world.beginSlowLoad(at, session)
})
const endSlowLoad = fc.constant<[string, Step]>(['endSlowLoad', (world) => world.endSlowLoad()])
const write = onSession(function write(world, at, session) {
  return world.write(at, session)
})
const signIn = onSession(function signIn(world, at, session) {
  return world.signIn(at, session)
})
const destroy = onSession(function destroy(world, at, session) {
  return world.destroy(at, session)
})
const revokeAll = onSide(function revokeAll(world, at) {
  return world.revokeAll(at)
})
const hold = onSide(function hold(world, at) {
  world.hold(at)
})
const arrive = fc
  .tuple(side, fc.integer({ min: 1, max: 4 }), fc.constantFrom('once', 'twice', 'reversed'))
  .map(([at, count, how]): [string, Step] => [
    `arrive(${at}, ${count}, ${how})`,
    (world) => world.arrive(at, count, how),
  ])
const muffle = onSide(function muffle(world, at) {
  world.muffle(at)
})
const lose = onSide(function lose(world, at) {
  world.lose(at)
})
const recover = onSide(function recover(world, at) {
  world.recover(at)
})
const pass = fc
  .integer({ min: 1, max: 6000 })
  .map((ms): [string, Step] => [`pass(${ms})`, (world) => world.pass(ms)])
const setClock = fc
  .integer({ min: -100_000, max: 100_000 })
  .map((ms): [string, Step] => [`setClock(${ms})`, (world) => world.setClock(ms)])

const step = fc.oneof(
  { arbitrary: create, weight: 2 },
  { arbitrary: load, weight: 10 },
  { arbitrary: oldLoad, weight: 2 },
  { arbitrary: freshLoad, weight: 1 },
  { arbitrary: beginSlowLoad, weight: 3 },
  { arbitrary: endSlowLoad, weight: 3 },
  { arbitrary: write, weight: 5 },
  { arbitrary: signIn, weight: 2 },
  { arbitrary: destroy, weight: 1 },
  { arbitrary: revokeAll, weight: 1 },
  { arbitrary: hold, weight: 2 },
  { arbitrary: arrive, weight: 3 },
  { arbitrary: muffle, weight: 1 },
  { arbitrary: lose, weight: 1 },
  { arbitrary: recover, weight: 2 },
  { arbitrary: pass, weight: 4 },
  { arbitrary: setClock, weight: 1 },
)

/**
 * Random histories of two processes; each read of each is judged by `CacheWorld`. As many as were
 * wanted, or as there was time for in two minutes.
 */
export async function checkHistories(numRuns: number, maxLength: number): Promise<void> {
  // Uptime and clock move by `pass`, the clock alone by `setClock`.
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 })
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength }), async (steps) => {
        const world = new CacheWorld()
        await world.create(0)
        await world.load(1, 0, 0)
        for (const [, run] of steps) await run(world)
        await world.close()
      }),
      { numRuns, interruptAfterTimeLimit: 120_000, timeout: 60_000 },
    )
  } finally {
    vi.useRealTimers()
  }
}
