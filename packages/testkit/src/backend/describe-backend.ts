import { describe } from 'vitest'
import type { BackendFactory, DescribeBackendOptions } from './backend-fixture.ts'
import { subjects } from './subjects.ts'
import { VitestSuite } from './vitest-suite.ts'

/**
 * The promise of `SessionBackend` as tests. Call it at the top of a test file. Every test asks
 * `factory` for a fresh, empty store and closes it afterwards. Powers are read from the backend
 * itself: those that it has are tested, the others must be absent altogether. All time goes through
 * `call.now`, so nothing sleeps; a store is only asked to keep what it was given for the minute that
 * a test takes.
 */
export function describeBackend(
  name: string,
  factory: BackendFactory,
  options: DescribeBackendOptions = {},
): void {
  describe(`${name} is a session backend`, () => {
    const suite = new VitestSuite(factory, options.leaveOut)
    for (const [subject, declare] of subjects) {
      describe(subject, () => declare(suite, options))
    }
    suite.testLeftOut()
  })
}
