import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-readme-'))
process.env.SESSIONS_DB = join(folder, 'sessions.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the first example of the README does what it says', async () => {
  const { app } = await import('#examples/README/app.ts')
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let cookie = ''
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
    })
    const [setCookie] = response.headers.getSetCookie()
    if (setCookie) cookie = setCookie.split(';')[0] ?? ''
    const text = await response.text()
    return response.status === 200 ? JSON.parse(text) : response.status
  }
  expect(await ask('/')).toEqual({ user: null, visits: 1, cart: 1 })
  expect(await ask('/')).toEqual({ user: null, visits: 2, cart: 2 })
  const before = cookie
  expect(await ask('/sign-in')).toBe(302)
  expect(cookie).not.toBe(before)
  expect(await ask('/')).toEqual({ user: 'ada', visits: 1, cart: 3 })
  await Promise.all(Array.from({ length: 50 }, () => ask('/')))
  expect(await ask('/')).toMatchObject({ user: 'ada', visits: 52 })
  expect(await ask('/sign-out')).toBe(302)
  expect(cookie).toBe('__Host-sid=')
  expect(await ask('/')).toEqual({ user: null, visits: 1, cart: 1 })
  server.close()
  const { sessions } = await import('#examples/README/sessions.ts')
  await sessions.close()
})
