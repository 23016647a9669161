import type { SessionBackend } from '@sojourn/core'
import { afterEach, expect, it, type TestContext } from 'vitest'
import type { BackendFactory, BackendFixture } from './backend-fixture.ts'
import type { BackendSuite, BackendTest, Opened } from './backend-suite.ts'
import { type BackendWith, hasPowers, type Power } from './powers.ts'
import { TestTime } from './test-time.ts'

/** Declares tests with vitest and closes what they opened. Create one per `describe`. */
export class VitestSuite implements BackendSuite {
  readonly #factory: BackendFactory
  readonly #leaveOut: Readonly<Record<string, string>>
  readonly #titles = new Set<string>()
  #fixtures: BackendFixture[] = []
  #reopened: SessionBackend[] = []

  constructor(factory: BackendFactory, leaveOut: Readonly<Record<string, string>> = {}) {
    this.#factory = factory
    this.#leaveOut = leaveOut
    afterEach(() => this.#closeAll())
  }

  test(title: string, test: BackendTest, timeout?: number): void {
    this.#titles.add(title)
    it(
      title,
      async (context) => {
        this.#skipLeftOut(title, context)
        await test(await this.#open(context), context)
      },
      timeout,
    )
  }

  testWith<P extends Power>(
    needed: readonly P[],
    title: string,
    test: BackendTest<BackendWith<P>>,
  ): void {
    this.#titles.add(title)
    it(title, async (context) => {
      this.#skipLeftOut(title, context)
      const opened = await this.#open(context)
      const { backend } = opened
      if (hasPowers(backend, needed)) return test({ ...opened, backend }, context)
      const missing = needed.filter((power) => typeof backend[power] !== 'function')
      for (const power of missing) expect(backend[power]).toBeUndefined()
      context.skip(`${backend.name} has no ${missing.join(', ')}`)
    })
  }

  /** Call it last: every test that is left out must be there. */
  testLeftOut(): void {
    const titles = Object.keys(this.#leaveOut)
    if (titles.length === 0) return
    it('has every test that is left out', () => {
      expect(titles.filter((title) => !this.#titles.has(title))).toEqual([])
    })
  }

  #skipLeftOut(title: string, context: TestContext): void {
    const reason = Object.hasOwn(this.#leaveOut, title) ? this.#leaveOut[title] : undefined
    if (reason !== undefined) context.skip(reason)
  }

  async #open(context: TestContext): Promise<Opened> {
    const fixture = await this.#factory()
    this.#fixtures.push(fixture)
    const reopen = async (): Promise<SessionBackend> => {
      if (fixture.reopen === undefined) {
        return context.skip(`${fixture.backend.name} cannot be opened twice`)
      }
      const backend = await fixture.reopen()
      this.#reopened.push(backend)
      return backend
    }
    return { backend: fixture.backend, time: new TestTime(), reopen }
  }

  async #closeAll(): Promise<void> {
    const reopened = this.#reopened
    const fixtures = this.#fixtures
    this.#reopened = []
    this.#fixtures = []
    for (const backend of reopened) await backend.close()
    for (const { backend, close } of fixtures) {
      await backend.close()
      await close?.()
    }
  }
}
