import { type OpenOptions, type Sessions, testSession } from '@sojourn/core'
import type { NodeRequest } from '@sojourn/core/node'
import { createMount, type Mount } from './mount.ts'
import { defaultName, mountToken, optionsToken, sessionsToken } from './tokens.ts'

/** What the visitor of a test is. */
export interface TestVisitor<T extends object = Record<string, unknown>> {
  /** Who is signed in. Default: nobody. */
  readonly userId?: string
  /** What the session holds. Default: nothing. */
  readonly data?: Partial<T>
  /**
   * The sessions to use instead of the application's own, such as
   * `createSessions({ backend: memoryBackend(), name: false })`. Default: the application's own.
   */
  readonly sessions?: Sessions<T>
  /** The name of the `SessionModule`. Default `'default'`. */
  readonly name?: string
}

/**
 * What is used of the builder that `Test.createTestingModule` returns.
 *
 * @foreign
 */
export interface TestingModuleBuilder {
  overrideProvider(token: string): {
    useValue(value: unknown): unknown
    useFactory(options: {
      readonly factory: (...dependencies: never[]) => unknown
      readonly inject: string[]
    }): unknown
  }
}

/**
 * For the tests of an application: every request and every handshake that brings no session cookie
 * comes with a session that is ready, as if one browser had signed in before the test.
 *
 * `const module = await withTestVisitor(Test.createTestingModule({ imports: [AppModule] }), { userId: 'ada' }).compile()`
 */
export function withTestVisitor<B extends TestingModuleBuilder, T extends object>(
  builder: B,
  { userId, data = {}, sessions: given, name = defaultName }: TestVisitor<T>,
): B {
  if (given) builder.overrideProvider(sessionsToken(name)).useValue(given)
  builder.overrideProvider(mountToken(name)).useFactory({
    factory: async (options: OpenOptions, sessions: Sessions<T>): Promise<Mount> => {
      const visitor = userId === undefined ? { data } : { userId, data }
      return visitedBy(await testSession(sessions, visitor), createMount(name, sessions, options))
    },
    inject: [optionsToken(name), sessionsToken(name)],
  })
  return builder
}

/** The same mount, for requests that may come without the visitor's cookie. */
function visitedBy(cookie: string, mount: Mount): Mount {
  const prepare = (request: NodeRequest): void => {
    const { headers } = request
    const cookies = headers.cookie?.split(/; */) ?? []
    if (cookies.some((each) => each.startsWith(`${mount.cookieName}=`))) return
    headers.cookie = [...cookies, cookie].join('; ')
  }
  return {
    ...mount,
    middleware: (req, res, next) => {
      prepare(req)
      mount.middleware(req, res, next)
    },
    connect: (request) => {
      prepare(request)
      return mount.connect(request)
    },
  }
}
