import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-readme-'))
process.env.SESSIONS_DB = join(folder, 'sessions.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('the README shows the files that are run here, word for word', () => {
  const readme = read('../../../README.md')
  for (const file of ['sessions.ts', 'app.ts']) {
    expect(readme).toContain(read(`../src/${file}`).trimEnd())
  }
})

it('and they do what it says', async () => {
  const { app } = await import('../src/app.ts')
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
  expect(await ask('/')).toEqual({ user: null, visits: 1 })
  expect(await ask('/')).toEqual({ user: null, visits: 2 })
  const before = cookie
  expect(await ask('/sign-in')).toBe(302)
  expect(cookie).not.toBe(before)
  expect(await ask('/')).toEqual({ user: 'ada', visits: 1 })
  await Promise.all(Array.from({ length: 50 }, () => ask('/')))
  expect(await ask('/')).toEqual({ user: 'ada', visits: 52 })
  expect(await ask('/sign-out')).toBe(302)
  expect(cookie).toBe('__Host-sid=')
  expect(await ask('/')).toEqual({ user: null, visits: 1 })
  server.close()
  const { sessions } = await import('../src/sessions.ts')
  await sessions.close()
})
