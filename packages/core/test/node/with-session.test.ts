import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import {
  createServer as createHttp2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { type SessionRequestListener, withSession } from '@sojourn/core/node'
import { describe, expect, it } from 'vitest'
import { type Data, setup } from '../support/setup.ts'
import { type Protocol, protocols, serve } from './serve.ts'

type Listener = SessionRequestListener<Data, IncomingMessage, ServerResponse>

/** A server whose requests are answered by one listener, and what it told of failures. */
async function start(protocol: Protocol, listener: Listener, env = setup(), token = '') {
  const told: unknown[] = []
  const listen = withSession(env.sessions, listener, { onError: (error) => told.push(error) })
  const client = await serve(protocol, (res, req) => {
    if (token !== '') req.headers.cookie = `__Host-sid=${token}`
    return listen(req, res)
  })
  return { env, told, client }
}

it('makes a listener for the servers of Node, whose types it takes over', () => {
  const { sessions } = setup()
  createServer(
    withSession(sessions, async (session, req, res) => {
      const { userId } = await session.load()
      res.writeHead(200, { 'x-path': req.url }).end(userId)
    }),
  )
  createHttp2(
    withSession(sessions, (session, req: Http2ServerRequest, res: Http2ServerResponse) => {
      session.set('b', req.authority)
      res.end()
    }),
  )
})

describe.each(protocols)('withSession over %s', (protocol) => {
  it('gives the listener the session, and saves it before the first byte', async () => {
    const { env, told, client } = await start(protocol, async (session, req, res) => {
      const loaded = await session.load()
      loaded.change('a', (a = 0) => a + 1)
      res.setHeader('x-path', req.url ?? '')
      res.end(String(loaded.get('a')))
    })
    const first = await client.get('/cart')
    expect(first).toMatchObject({ status: 200, body: '1', headers: { 'x-path': '/cart' } })
    expect(String(first.headers['set-cookie'])).toContain('__Host-sid=')
    expect(env.backend.records.size).toBe(1)
    expect(told).toEqual([])
  })

  it('answers 500 to what the listener throws, saves nothing, and tells of it', async () => {
    const failure = new Error('a secret of the app')
    const { env, told, client } = await start(protocol, async (session, _req, res) => {
      session.set('a', 1)
      res.setHeader('etag', '"x"')
      throw failure
    })
    const answer = await client.get()
    expect(answer).toMatchObject({ status: 500, body: 'Internal Server Error', complete: true })
    expect(answer.headers['etag']).toBeUndefined()
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(env.backend.records.size).toBe(0)
    expect(told).toEqual([failure])
    expect(await client.send('/', 'HEAD').answer).toMatchObject({ status: 500, body: '' })
  })

  it('R107 a store that does not answer is 503 with Retry-After, at a load and at a save', async () => {
    const env = setup()
    const token = (await env.stored()).sessionKey ?? ''
    const load: Listener = async (session, _req, res) => {
      res.end((await session.load()).userId)
    }
    const save: Listener = (session, _req, res) => {
      session.set('a', 1)
      res.end('saved')
    }
    env.backend.down()
    for (const listener of [load, save]) {
      const { told, client } = await start(protocol, listener, env, token)
      const answer = await client.get()
      expect(answer).toMatchObject({ status: 503, body: 'Service Unavailable' })
      expect(answer.headers['retry-after']).toBe('1')
      expect(told).toEqual([expect.objectContaining({ code: 'SESSION_UNAVAILABLE' })])
    }
  })

  it('a session that was ended meanwhile is 409, which nobody needs to be told of', async () => {
    const env = setup()
    const token = (await env.stored()).sessionKey ?? ''
    const { told, client } = await start(
      protocol,
      async (session, _req, res) => {
        await session.load()
        await env.sessions.open(token).signOut()
        session.set('a', 2)
        await session.save()
        res.end('saved')
      },
      env,
      token,
    )
    expect(await client.get()).toMatchObject({ status: 409, body: 'Conflict' })
    expect(told).toEqual([])
  })

  it('data that cannot be saved is 500, and told of, though the listener has answered', async () => {
    const { told, client } = await start(
      protocol,
      (session, _req, res) => {
        session.set('b', 'x'.repeat(100))
        res.end('all is well')
      },
      setup({ maxBytes: 50 }),
    )
    expect(await client.get()).toMatchObject({ status: 500, body: 'Internal Server Error' })
    expect(told).toEqual([expect.objectContaining({ code: 'SESSION_DATA' })])
  })

  it('cuts a response of which a part has left', async () => {
    const failure = new Error('too late')
    const { told, client } = await start(protocol, async (_session, _req, res) => {
      res.write('begun')
      await new Promise((resolve) => setImmediate(resolve))
      throw failure
    })
    expect(await client.get()).toMatchObject({ complete: false })
    expect(told).toEqual([failure])
  })

  it('lets a whole answer stand when the listener throws after it', async () => {
    const failure = new Error('afterwards')
    const { env, told, client } = await start(protocol, (session, _req, res) => {
      session.set('a', 1)
      res.end('done')
      throw failure
    })
    expect(await client.get()).toMatchObject({ status: 200, body: 'done', complete: true })
    expect(env.backend.records.size).toBe(1)
    expect(told).toEqual([failure])
  })
})
