import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'

it('the example of the README of core does what it says', async () => {
  const { server } = await import('#examples/packages/core/README/app.ts')
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  let cookie = ''
  const ask = async (path: string, method = 'POST'): Promise<Response> => {
    const url = `http://127.0.0.1:${port}${path}`
    const response = await fetch(url, { method, redirect: 'manual', headers: { cookie } })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return response
  }
  const page = async (): Promise<unknown> => (await ask('/', 'GET')).json()
  expect(await page()).toEqual({ user: null, cart: [] })
  expect((await ask('/tea')).status).toBe(303)
  await Promise.all([ask('/tea'), ask('/tea')])
  await ask('/sign-in')
  expect(await page()).toEqual({ user: 'ada', cart: ['tea', 'tea', 'tea'] })
  const copied = cookie
  await ask('/sign-out')
  cookie = copied
  expect(await page()).toEqual({ user: null, cart: [] })
  server.close()
})
