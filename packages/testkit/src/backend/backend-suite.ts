import type { SessionBackend } from '@sojourn/core'
import type { TestContext } from 'vitest'
import type { BackendWith, Power } from './powers.ts'
import type { TestTime } from './test-time.ts'

/** What a test works with. */
export interface Opened<Backend extends SessionBackend = SessionBackend> {
  readonly backend: Backend
  readonly time: TestTime
  /** A second backend on the same store; skips the test where there can be none. */
  readonly reopen: () => Promise<SessionBackend>
}

/** One test of a backend. */
export type BackendTest<Backend extends SessionBackend = SessionBackend> = (
  opened: Opened<Backend>,
  context: Pick<TestContext, 'skip'>,
) => Promise<void>

/** Where the subjects of the suite declare their tests, each of which gets a fresh, empty store. */
export interface BackendSuite {
  /** A test of what every backend must do; `timeout` in milliseconds, if not vitest's own. */
  test(title: string, test: BackendTest, timeout?: number): void
  /**
   * A test of powers that a backend may lack. A backend that lacks one must lack the method
   * altogether, so that core refuses by name; the rest of the test is then skipped, visibly.
   */
  testWith<P extends Power>(
    needed: readonly P[],
    title: string,
    test: BackendTest<BackendWith<P>>,
  ): void
}
