// The page's own test, which is the whole suite of adapters.
import '#examples/docs/guides/writing-an-adapter/hono-session.test.ts'
import { beforeEach, expect, it, vi } from 'vitest'

// Hono tells of every error that it answers, and the suite makes many.
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

it('the app of the page keeps its visitor through the sign-in', async () => {
  const { app } = await import('#examples/docs/guides/writing-an-adapter/app.ts')
  let cookie = ''
  const visit = async (path: string, method = 'GET'): Promise<Response> => {
    const response = await app.request(path, { method, headers: { cookie } })
    const [line] = response.headers.getSetCookie()
    if (line) cookie = line.split(';')[0] ?? ''
    return response
  }
  await visit('/')
  const before = cookie
  expect((await visit('/sign-in', 'POST')).status).toBe(303)
  expect(cookie).not.toBe(before)
  expect(await (await visit('/')).json()).toEqual({ user: 'ada', visits: 2 })
})
