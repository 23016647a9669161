import type { SessionBackend } from '@sojourn/core'

/** One empty store for one test, as {@link describeBackend} asks for it. */
export interface BackendFixture {
  /** The backend under test, on a store that holds no session. Closed by the suite after the test. */
  readonly backend: SessionBackend
  /**
   * Opens another backend on the same store, over a connection of its own, as a second process
   * would. Leave it out where nothing can be shared: the tests for two connections are then skipped.
   * What it returns is closed by the suite.
   */
  readonly reopen?: () => SessionBackend | Promise<SessionBackend>
  /** Removes the store. Runs after every backend on it was closed. */
  readonly close?: () => void | Promise<void>
}

/** Makes a fresh and empty store. Called once a test, after the file's own `beforeAll` and `beforeEach`. */
export type BackendFactory = () => BackendFixture | Promise<BackendFixture>

/** How {@link describeBackend} runs. */
export interface DescribeBackendOptions {
  /** How many random histories the model run tries. Default 60. */
  readonly runs?: number
  /** The seed of the model run, as printed by a failure. Default: another one each time. */
  readonly seed?: number
  /** Titles of tests that this setting makes impossible, each with the reason that is then printed. */
  readonly leaveOut?: Readonly<Record<string, string>>
}
