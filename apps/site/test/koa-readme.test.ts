import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { visitor } from '@sojourn/test-servers/visitor'
import { expect, it, onTestFinished } from 'vitest'

// Not typed: it declares the type of `ctx.session`, as other pages do for theirs.
const example: string = '#examples/packages/adapter-koa/README/app.ts'

it('the app of the README of adapter-koa works', async () => {
  const { app } = await import(example)
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const visit = visitor(`http://127.0.0.1:${port}`)
  const post = { method: 'POST' }
  await visit('/cart/tea', post)
  await visit('/cart/milk', post)
  expect((await visit('/sign-in?user=ada', post)).headers.get('location')).toBe('/cart')
  expect(await (await visit('/cart')).json()).toEqual({ user: 'ada', cart: ['tea', 'milk'] })
  await visit('/sign-out', post)
  expect(await (await visit('/cart')).json()).toEqual({ user: null, cart: [] })
})
