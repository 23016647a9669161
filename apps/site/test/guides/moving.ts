import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Visit, visitor } from '@sojourn/test-servers/visitor'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

/** An app before the move, and the same app after it. Both answer `/` with `{ user }`, and know `/sign-in` and `/sign-out`. */
export interface Move {
  readonly before: Listener
  readonly after: Listener
}

/**
 * What a file of a page exports. By a path that TypeScript does not follow: each page is checked by itself,
 * and two of them may say different things about `ctx.session`.
 */
export function example(page: string, file: string) {
  const path: string = `#examples/docs/guides/${page}/${file}`
  return import(path)
}

/** Proves that a bridge lets people in once who were signed in before. `load` is called when `SESSIONS_DB` is set. */
export function describeMove(from: string, oldCookie: string, load: () => Promise<Move>): void {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-moving-'))
  const file = join(folder, 'sessions.db')
  let move: Move
  let deployed: Listener
  const server = createServer(async (req, res) => {
    try {
      await deployed(req, res)
    } catch (error) {
      res.writeHead(500).end(String(error))
    }
  })
  let visit: Visit
  let newVisitor: () => Visit

  beforeAll(async () => {
    process.env['SESSIONS_DB'] = file
    move = await load()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    newVisitor = () => visitor(`http://127.0.0.1:${port}`)
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    deployed = move.before
    visit = newVisitor()
  })

  const user = async (as = visit): Promise<unknown> => {
    const answer: { user?: unknown } = JSON.parse(await (await as('/')).text())
    return answer.user
  }
  const expired = (response: Response): boolean =>
    response.headers
      .getSetCookie()
      .some((line) => line.startsWith(`${oldCookie}=;`) && /Max-Age=0|1970/.test(line))

  describe(`moving from ${from}`, () => {
    it('without a bridge to cross, both apps sign people in and out', async () => {
      for (const app of [move.before, move.after]) {
        deployed = app
        const other = newVisitor()
        expect(await user(other)).toBeNull()
        await other('/sign-in')
        expect(await user(other)).toBe('ada')
        await other('/sign-out')
        expect(await user(other)).toBeNull()
      }
    })

    it('who was signed in before is signed in after it, and the old cookie goes', async () => {
      await visit('/sign-in')
      deployed = move.after
      const first = await visit('/')
      expect(await first.json()).toMatchObject({ user: 'ada' })
      expect(expired(first)).toBe(true)
      const second = await visit('/')
      expect(await second.json()).toMatchObject({ user: 'ada' })
      expect(second.headers.getSetCookie()).toEqual([])
      await visit('/sign-out')
      expect(await user()).toBeNull()
    })

    it('who was not signed in before is not after it', async () => {
      await visit('/')
      deployed = move.after
      expect(await user()).toBeNull()
      const forged = await visit('/', {
        headers: { cookie: `${oldCookie}=eyJ1c2VySWQiOiJhZGEifQ==` },
      })
      expect(await forged.json()).toMatchObject({ user: null })
    })

    it('while sessions cannot be reached nobody loses the old cookie', async () => {
      await visit('/sign-in')
      deployed = move.after
      await newVisitor()('/sign-in') // The table is there.
      const lock = new DatabaseSync(file)
      lock.exec('BEGIN EXCLUSIVE')
      const response = await visit('/')
      expect(response.status).toBe(503)
      expect(expired(response)).toBe(false)
      lock.exec('ROLLBACK')
      lock.close()
      expect(await user()).toBe('ada')
    })
  })
}
