import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { powers } from './powers.ts'

/** What a backend says of itself. */
export function describePowers(suite: BackendSuite): void {
  suite.test('each is a method, or not there at all', async ({ backend }) => {
    for (const power of powers) {
      const method: unknown = backend[power]
      expect(typeof method, `${backend.name}.${power}`).toBe(
        method === undefined ? 'undefined' : 'function',
      )
    }
  })

  suite.test('the backend has a name', async ({ backend }) => {
    expect(backend.name).toMatch(/^\S+$/)
  })

  suite.test(
    'two backends on one store have one target, unless they have none',
    async ({ backend, reopen }) => {
      expect((await reopen()).target).toBe(backend.target)
    },
  )

  suite.testWith(
    ['check', 'migrate'],
    'a migrated store has no problems, and migrates twice',
    async ({ backend }) => {
      await backend.migrate()
      await backend.migrate()
      expect(await backend.check()).toEqual([])
    },
  )
}
