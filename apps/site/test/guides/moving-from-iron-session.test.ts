import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NextProxy } from '@sojourn/adapter-next'
import type { Sessions } from '@sojourn/core'
import { withSession } from '@sojourn/core/node'
import { getIronSession, type SessionOptions } from 'iron-session'
import { NextFetchEvent } from 'next/dist/server/web/spec-extension/fetch-event.js'
import { NextRequest } from 'next/server.js'
import { vi } from 'vitest'
import { describeMove, example } from './moving.ts'

// Next is not there to be told of a 503.
vi.mock('next/server.js', async (original) => ({
  ...(await original<typeof import('next/server.js')>()),
  after: () => {},
}))

describeMove('iron-session', 'app_session', async () => {
  process.env['IRON_PASSWORD'] = `${randomUUID()} ${randomUUID()}`
  const page = 'moving-from-iron-session'
  const { proxy }: { proxy: NextProxy } = await example(page, 'proxy.ts')
  const { sessions }: { sessions: Sessions<object> } = await example(page, 'session.ts')
  const { oldOptions }: { oldOptions: SessionOptions } = await example(page, 'old-session.ts')

  const before = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const session = await getIronSession<{ userId: string }>(req, res, oldOptions)
    if (req.url === '/sign-in') {
      session.userId = 'ada'
      await session.save()
    }
    if (req.url === '/sign-out') session.destroy()
    res.end(JSON.stringify({ user: session.userId ?? null }))
  }

  /** What Next renders, with the request as its proxy has left it. */
  const render = withSession(sessions, async (session, req, res) => {
    if (req.url === '/sign-in') await session.authenticate('ada')
    if (req.url === '/sign-out') await session.signOut()
    res.end(JSON.stringify({ user: (await session.load()).userId }))
  })

  const after = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const headers = { cookie: req.headers.cookie ?? '' }
    const request = new NextRequest(`http://${req.headers.host}${req.url}`, { headers })
    const answer = await proxy(
      request,
      new NextFetchEvent({ request, page: '/', context: undefined }),
    )
    res.setHeader('Set-Cookie', answer.headers.getSetCookie())
    res.statusCode = answer.status
    if (!answer.headers.has('x-middleware-next')) {
      res.end()
      return
    }
    req.headers.cookie = answer.headers.get('x-middleware-request-cookie') ?? headers.cookie
    await render(req, res)
  }
  return { before, after }
})
