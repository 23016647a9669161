import type { SessionBackend } from '@sojourn/core'
import type { BackendSuite, BackendTest } from '../../src/backend/backend-suite.ts'
import { type BackendWith, hasPowers, type Power } from '../../src/backend/powers.ts'
import { subjects } from '../../src/backend/subjects.ts'
import { TestTime } from '../../src/backend/test-time.ts'

type Run = (backend: SessionBackend) => Promise<void>

/** Collects the tests of the suite instead of declaring them, to run them on a backend that is wrong. */
class CollectingSuite implements BackendSuite {
  readonly tests: Map<string, Run> = new Map()
  #subject = ''

  collect(): this {
    for (const [subject, declare] of subjects) {
      this.#subject = subject
      declare(this, { runs: 30, seed: 7 })
    }
    return this
  }

  test(title: string, test: BackendTest): void {
    this.tests.set(`${this.#subject}: ${title}`, (backend) => run(backend, test))
  }

  testWith<P extends Power>(
    needed: readonly P[],
    title: string,
    test: BackendTest<BackendWith<P>>,
  ): void {
    this.tests.set(`${this.#subject}: ${title}`, async (backend) => {
      if (hasPowers(backend, needed)) await run(backend, test)
    })
  }
}

class Skipped extends Error {}

async function run<Backend extends SessionBackend>(
  backend: Backend,
  test: BackendTest<Backend>,
): Promise<void> {
  const skip = (): never => {
    throw new Skipped()
  }
  const opened = { backend, time: new TestTime(), reopen: async () => skip() }
  await test(opened, { skip })
}

/** The titles of the tests that a backend fails, each run on a fresh one. */
export async function failuresOf(make: () => SessionBackend): Promise<string[]> {
  const failed: string[] = []
  for (const [title, test] of new CollectingSuite().collect().tests) {
    try {
      await test(make())
    } catch (error) {
      if (!(error instanceof Skipped)) failed.push(title)
    }
  }
  return failed
}
