import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { contenders } from '../src/contenders/contenders.ts'
import { sampleData } from '../src/sample-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const withSessions = contenders.filter(({ layer }) => layer !== 'bare')

describe.each(withSessions)('$id', ({ start }) => {
  async function serve() {
    const calls: string[] = []
    const own = mkdtempSync(join(folder, 'contender-'))
    const app = await start({ folder: own, onStoreCall: (verb) => calls.push(verb) })
    const server = createServer(app.listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(async () => {
      server.close()
      await app.close()
    })
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const ask = async (path: string, cookie = '') => {
      calls.length = 0
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
      expect(response.status).toBe(200)
      const [pair] = response.headers.getSetCookie()[0]?.split(';') ?? []
      return { body: await response.text(), cookie: pair, calls: [...calls] }
    }
    return { ask, prime: () => app.prime(sampleData(300, 'ada')) }
  }

  it('a request that does not touch the session costs no call of the store', async () => {
    const { ask, prime } = await serve()
    const untouched = { body: 'untouched', cookie: undefined, calls: [] }
    expect(await ask('/untouched')).toEqual(untouched)
    expect(await ask('/untouched', await prime())).toEqual(untouched)
  })

  it('a read costs one call, a read-modify-write two, and it really counts', async () => {
    const { ask, prime } = await serve()
    const cookie = await prime()
    expect(await ask('/read', cookie)).toMatchObject({ body: 'ada', cookie: undefined })
    for (const count of [1, 2, 3]) {
      const { body, calls } = await ask('/count', cookie)
      expect(body).toBe(String(count))
      expect(calls).toHaveLength(2)
    }
    expect((await ask('/read', cookie)).calls).toHaveLength(1)
  })

  it('a sign-in costs one call and gives a cookie, which a sign-out ends with two', async () => {
    const { ask } = await serve()
    const { cookie, calls } = await ask('/sign-in')
    expect(calls).toHaveLength(1)
    expect(cookie).toMatch(/^__Host-sid=.{43,}$/)
    expect((await ask('/count', cookie)).body).toBe('1')
    const out = await ask('/sign-out', cookie)
    expect(out.calls).toHaveLength(2)
    expect(out.cookie).toBe('__Host-sid=')
    expect((await ask('/read', cookie)).body).toBe('')
  })
})
