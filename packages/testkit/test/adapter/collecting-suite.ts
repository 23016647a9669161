import type { AdapterSuite, AdapterTest } from '../../src/adapter/adapter-suite.ts'
import { subjects } from '../../src/adapter/subjects.ts'
import { TestApp, type TestSettings } from '../../src/adapter/test-app.ts'
import type { StartServer } from '../../src/index.ts'
import { PlainBackend } from '../backend/plain-backend.ts'
import { leaveOut } from './node-adapter.ts'

type Run = (startServer: StartServer) => Promise<void>

/** Collects the tests of a subject instead of declaring them, to run them on an adapter that is wrong. */
class CollectingSuite implements AdapterSuite {
  readonly tests: Map<string, Run> = new Map()

  test(title: string, test: AdapterTest, settings: TestSettings = {}): void {
    this.tests.set(title, (startServer) => run(startServer, test, settings))
  }

  testLazy(title: string, test: AdapterTest, settings?: TestSettings): void {
    this.test(title, test, settings)
  }
}

class Skipped extends Error {}

async function run(
  startServer: StartServer,
  test: AdapterTest,
  settings: TestSettings,
): Promise<void> {
  const app = new TestApp(new PlainBackend(), settings)
  const skip = (): never => {
    throw new Skipped()
  }
  if (!app.store.meets(settings.needs)) return
  try {
    await app.start(startServer)
    await test(app, { skip })
  } catch (error) {
    if (!(error instanceof Skipped)) throw error
  } finally {
    await app.close()
  }
}

/** The first test of a subject that an adapter fails, or `undefined`. */
export async function failureOf(
  subject: string,
  startServer: StartServer,
): Promise<string | undefined> {
  const declare = subjects.get(subject)
  if (declare === undefined) throw new Error(`There is no subject '${subject}'.`)
  const suite = new CollectingSuite()
  declare(suite)
  for (const [title, test] of suite.tests) {
    if (title in leaveOut) continue
    try {
      await test(startServer)
    } catch {
      return title
    }
  }
  return undefined
}
