import { type CachedBackend, SessionUnavailableError } from '@sojourn/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextOf, Pair } from './support.ts'

type Act = 'read' | 'write' | 'rotate' | 'touch' | 'delete'

const acts: fc.Arbitrary<Act> = fc.constantFrom(
  'read',
  'read',
  'read',
  'write',
  'write',
  'rotate',
  'touch',
  'delete',
)
const processes = fc.array(fc.array(acts, { minLength: 1, maxLength: 5 }), {
  minLength: 2,
  maxLength: 4,
})

/** What readers may rely on, of what was confirmed before they began. */
interface Confirmed {
  /** The newest version. */
  version: number
  deleted: boolean
}

/** One session, several processes, and every call to a store at a time of the scheduler's choice. */
async function play(
  scheduler: fc.Scheduler,
  histories: readonly (readonly Act[])[],
  faults: readonly (null | 'before' | 'after')[],
): Promise<void> {
  const pair = new Pair()
  const first = pair.record({ payload: '0' })
  await pair.open().create(first, pair.call())
  const confirmed: Confirmed = { version: 0, deleted: false }
  const pass = async (): Promise<void> => void (await scheduler.schedule(Promise.resolve()))
  pair.source.before = pass
  pair.cache.before = pass
  const withFaults = faults.some((fault) => fault !== null)
  let calls = 0
  pair.cache.before = async (verb) => {
    const fault = faults[calls++ % faults.length]
    if (fault) pair.cache.fail(verb, { executes: fault === 'after', answer: 'throws' })
    await pass()
  }

  const read = async (backend: CachedBackend): Promise<void> => {
    const { version, deleted } = confirmed
    const found = await backend.read(first.id, pair.call())
    if (deleted) expect(found, 'a session that was ended').toBeNull()
    if (found) expect(Number(found.payload)).toBeGreaterThanOrEqual(version)
  }
  const write = async (backend: CachedBackend, supersedes: boolean): Promise<void> => {
    const base = await backend.read(first.id, pair.call({ fresh: true }))
    if (!base) return
    const version = Number(base.payload) + 1
    const next = nextOf(base, { payload: String(version) })
    const answer = await backend.update(next, base.revision, pair.call({ supersedes }))
    // A data write that the cache has missed is promised for later only.
    if (answer !== 'updated' || (withFaults && !supersedes)) return
    confirmed.version = Math.max(confirmed.version, version)
  }
  const act = async (backend: CachedBackend, kind: Act): Promise<void> => {
    if (kind === 'read') return read(backend)
    if (kind === 'write' || kind === 'rotate') return write(backend, kind === 'rotate')
    if (kind === 'touch') {
      const base = await backend.read(first.id, pair.call())
      if (base) await backend.touch(first.id, pair.now + 7_200_000, base.revision, pair.call())
      return
    }
    await backend.delete(first.id, pair.call())
    confirmed.deleted = true
  }

  const running = histories.map(async (history) => {
    const backend = pair.open()
    for (const kind of history) {
      try {
        await act(backend, kind)
      } catch (error) {
        if (!withFaults || !(error instanceof SessionUnavailableError)) throw error
      }
    }
    // Whatever is in the cache by then.
    await read(backend)
  })
  const all = Promise.all(running)
  // Failures are seen below, when the scheduler is done.
  all.catch(() => {})
  await scheduler.waitFor(all)
  if (!withFaults) expect(pair.faults).toEqual([])
}

describe('several processes, in any order of their calls', () => {
  it('R55 a read gives nothing older than what was confirmed before it began', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, (scheduler, histories) =>
        play(scheduler, histories, [null]),
      ),
      { numRuns: 1500 },
    )
  })

  it('R51 nor, where calls to the cache fail, a session that ended or a secret that was replaced', async () => {
    const faults = fc.array(
      fc.constantFrom(null, null, null, 'before' as const, 'after' as const),
      { minLength: 5, maxLength: 23 },
    )
    await fc.assert(fc.asyncProperty(fc.scheduler(), processes, faults, play), { numRuns: 1500 })
  })
})
