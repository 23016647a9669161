import type { SessionBackend, TokenBackend } from '@sojourn/core'
import { describe } from 'vitest'
import type { StartServer } from './adapter-server.ts'
import { subjects } from './subjects.ts'
import { VitestSuite } from './vitest-suite.ts'

type Backend = SessionBackend | TokenBackend

/** How {@link describeAdapter} runs. */
export interface DescribeAdapterOptions {
  /**
   * Makes the store of one test, empty. Closed after it. Any backend does: `() => memoryBackend()`;
   * or, for a second binding, `() => cookieBackend({ secrets })`: what only a server can promise is
   * then skipped, visibly, and it is tested that it is refused by name.
   */
  readonly backend: () => Backend | Promise<Backend>
  /**
   * The adapter is mounted so that every request's session is loaded up front. Tests of what only a
   * lazy session can do are then skipped, visibly. Default `false`.
   */
  readonly eager?: boolean
  /**
   * Tests that the framework makes impossible: the title of each, and the reason, which is printed.
   * A title that names no test is an error.
   */
  readonly leaveOut?: Readonly<Record<string, string>>
}

/**
 * What every adapter promises, as tests over real HTTP. Call it at the top of a test file, once for
 * each way in which the adapter can be mounted and each protocol. Every test starts a server of its
 * own through `startServer` and closes it; time is a clock that the suite moves, and failures and
 * delays come from a wrapper around the backend, so nothing sleeps.
 */
export function describeAdapter(
  name: string,
  startServer: StartServer,
  options: DescribeAdapterOptions,
): void {
  describe(`${name} is a session adapter`, () => {
    const suite = new VitestSuite(startServer, options)
    for (const [subject, declare] of subjects) describe(subject, () => declare(suite))
    suite.testLeftOut()
  })
}
