// The packed adapter over real HTTP, on both majors of Koa that it promises.
import { strict as assert } from 'node:assert'
import { once } from 'node:events'
import { koaSession } from '@sojourn/adapter-koa'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import Koa3 from 'koa'
import Koa2 from 'koa2'

for (const Koa of [Koa3, Koa2]) {
  const sessions = createSessions({
    backend: memoryBackend(),
    cookie: { insecureDevelopment: true },
    name: false,
  })
  const app = new Koa()
  app.use(koaSession(sessions))
  app.use(async (ctx) => {
    const session = await ctx.session.load()
    session.set('visits', session.get('visits', 0) + 1)
    ctx.body = String(session.get('visits'))
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${server.address().port}/`

  const first = await fetch(url)
  assert.equal(await first.text(), '1')
  const [cookie] = first.headers.getSetCookie()
  const second = await fetch(url, { headers: { cookie: cookie.split(';')[0] } })
  assert.equal(await second.text(), '2')

  server.closeAllConnections()
  server.close()
  await sessions.close()
}
