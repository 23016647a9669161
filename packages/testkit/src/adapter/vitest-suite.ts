import { afterEach, expect, it } from 'vitest'
import type { StartServer } from './adapter-server.ts'
import type { AdapterSuite, AdapterTest } from './adapter-suite.ts'
import type { DescribeAdapterOptions } from './describe-adapter.ts'
import { TestApp, type TestSettings } from './test-app.ts'

/** Declares tests with vitest and closes what they opened. Create one per `describe`. */
export class VitestSuite implements AdapterSuite {
  readonly #startServer: StartServer
  readonly #options: DescribeAdapterOptions
  readonly #titles = new Set<string>()
  #apps: TestApp[] = []

  constructor(startServer: StartServer, options: DescribeAdapterOptions) {
    this.#startServer = startServer
    this.#options = options
    afterEach(() => this.#closeAll())
  }

  test(title: string, test: AdapterTest, settings: TestSettings = {}): void {
    const reason = this.#options.leaveOut?.[title]
    this.#titles.add(title)
    it(title, async (context) => {
      if (reason !== undefined) context.skip(reason)
      const app = await this.#open(settings)
      if (!app.store.meets(settings.needs)) context.skip(`about backends with ${settings.needs}`)
      await test(app, context)
    })
  }

  testLazy(title: string, test: AdapterTest, settings: TestSettings = {}): void {
    if (this.#options.eager === true) it(title, (context) => context.skip('loaded up front'))
    else this.test(title, test, settings)
  }

  /** Call it last: every test that is left out must be there. */
  testLeftOut(): void {
    it('has every test that is left out', () => {
      const titles = Object.keys(this.#options.leaveOut ?? {})
      expect(titles.filter((title) => !this.#titles.has(title))).toEqual([])
    })
  }

  async #open(settings: TestSettings): Promise<TestApp> {
    const app = new TestApp(await this.#options.backend(), settings)
    this.#apps.push(app)
    await app.start(this.#startServer)
    return app
  }

  async #closeAll(): Promise<void> {
    const apps = this.#apps
    this.#apps = []
    for (const app of apps) await app.close()
  }
}
