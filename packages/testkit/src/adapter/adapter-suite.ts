import type { TestContext } from 'vitest'
import type { TestApp, TestSettings } from './test-app.ts'

/** One test of an adapter. */
export type AdapterTest = (app: TestApp, context: Pick<TestContext, 'skip'>) => Promise<void>

/** Where the subjects of the suite declare their tests, each of which gets a server of its own. */
export interface AdapterSuite {
  /** A test of what every adapter must do. */
  test(title: string, test: AdapterTest, settings?: TestSettings): void
  /** A test of what only a session can do that is not loaded up front. */
  testLazy(title: string, test: AdapterTest, settings?: TestSettings): void
}
