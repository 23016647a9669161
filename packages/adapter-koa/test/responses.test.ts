import { Readable } from 'node:stream'
import { memoryBackend } from '@sojourn/backend-memory'
import type { Visit } from '@sojourn/test-servers/visitor'
import type Koa from 'koa'
import { describe, expect, it, vi } from 'vitest'
import { koaSession } from '../src/index.ts'
import { Koa3, majors } from './koa-majors.ts'
import { newSessions, serve } from './serve.ts'

describe.each(majors)('responses of %s', (_name, Koa) => {
  /** An app whose routes are `act`, and which tells at `/look` what is stored. */
  async function visiting(act: Koa.Middleware, backend = memoryBackend()): Promise<Visit> {
    const app = new Koa()
    app.use(koaSession(newSessions({}, backend)))
    app.use(async (ctx, next) => {
      if (ctx.path !== '/look') return act(ctx, next)
      ctx.body = (await ctx.session.load()).toObject()
    })
    return serve(app)
  }

  async function stored(visit: Visit): Promise<unknown> {
    return (await visit('/look')).json()
  }

  it('R118 ctx.respond = false: what the app writes itself waits for the save', async () => {
    const visit = await visiting((ctx) => {
      ctx.respond = false
      ctx.session.set('a', 1)
      ctx.res.writeHead(200, { 'Content-Type': 'text/plain' })
      ctx.res.write('raw ')
      ctx.res.end('body')
    })
    const response = await visit()
    expect(await response.text()).toBe('raw body')
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(await stored(visit)).toEqual({ a: 1 })
  })

  it('R118 ctx.respond = false: the status of a later answer decides', async () => {
    const visit = await visiting((ctx) => {
      ctx.respond = false
      ctx.session.set('a', 1)
      setImmediate(() => {
        ctx.res.statusCode = ctx.path === '/bad' ? 500 : 200
        ctx.res.end()
      })
    })
    expect((await visit('/bad')).headers.getSetCookie()).toEqual([])
    expect(await stored(visit)).toEqual({})
    expect((await visit('/good')).headers.getSetCookie()).toHaveLength(1)
    expect(await stored(visit)).toEqual({ a: 1 })
  })

  it('R118 ctx.respond = false: a save that fails replaces the answer', async () => {
    const backend = memoryBackend()
    vi.spyOn(backend, 'create').mockRejectedValue(new Error('READONLY'))
    const visit = await visiting((ctx) => {
      ctx.respond = false
      ctx.session.set('a', 1)
      ctx.res.end('raw body')
    }, backend)
    const response = await visit()
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('raw')
  })

  it('a handler that ends ctx.res itself', async () => {
    const visit = await visiting((ctx) => {
      ctx.session.set('a', 1)
      ctx.status = 200
      ctx.res.end('ended')
    })
    const response = await visit()
    expect(await response.text()).toBe('ended')
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(await stored(visit)).toEqual({ a: 1 })
  })

  it('data written after ctx.flushHeaders() is saved before the end', async () => {
    const visit = await visiting(async (ctx) => {
      if (ctx.path === '/sign-in') await ctx.session.authenticate('ada')
      const session = await ctx.session.load()
      ctx.status = 200
      if (ctx.path === '/late') {
        ctx.flushHeaders()
        session.set('a', 1)
      }
      ctx.body = 'done'
    })
    await visit('/sign-in')
    expect(await (await visit('/late')).text()).toBe('done')
    expect(await stored(visit)).toEqual({ a: 1 })
  })

  it('R118 a save that fails after ctx.flushHeaders() cuts the response, and nobody waits', async () => {
    const backend = memoryBackend()
    const visit = await visiting(async (ctx) => {
      if (ctx.path === '/sign-in') await ctx.session.authenticate('ada')
      const session = await ctx.session.load()
      ctx.status = 200
      if (ctx.path === '/late') {
        ctx.flushHeaders()
        vi.spyOn(backend, 'update').mockRejectedValue(new Error('READONLY'))
        session.set('a', 1)
      }
      ctx.body = 'done'
    }, backend)
    await visit('/sign-in')
    const response = await visit('/late')
    await expect(response.text()).rejects.toThrow()
  })

  it('a body that is a stream, JSON, a buffer, or nothing', async () => {
    const bodies = new Map<string, () => unknown>([
      ['/stream', () => Readable.from(['one ', 'two'])],
      ['/json', () => ({ one: 'two' })],
      ['/buffer', () => Buffer.from('one two')],
      ['/null', () => null],
    ])
    const visit = await visiting((ctx) => {
      ctx.session.set('at', ctx.path)
      ctx.body = bodies.get(ctx.path)?.()
    })
    for (const path of bodies.keys()) {
      const response = await visit(path)
      expect(response.status).toBe(path === '/null' ? 204 : 200)
      await response.text()
      expect(await stored(visit)).toEqual({ at: path })
    }
  })

  it('R74 app.proxy and X-Forwarded-Proto change nothing about the cookie', async () => {
    for (const proxy of [true, false]) {
      const app = new Koa()
      app.proxy = proxy
      app.use(koaSession(newSessions()))
      app.use((ctx) => {
        ctx.session.set('a', 1)
        ctx.body = ctx.protocol
      })
      const response = await (await serve(app))('/', { headers: { 'x-forwarded-proto': 'https' } })
      expect(await response.text()).toBe(proxy ? 'https' : 'http')
      expect(response.headers.getSetCookie()[0]).toContain('; Secure; HttpOnly')
    }
  })

  it('a sign-in is listed with the address that app.proxy makes of it', async () => {
    const seen: unknown[] = []
    for (const proxy of [true, false]) {
      const app = new Koa()
      app.proxy = proxy
      const sessions = newSessions()
      app.use(koaSession(sessions))
      app.use(async (ctx) => {
        await ctx.session.authenticate('ada')
        const ips: unknown[] = []
        for await (const { ip } of sessions.listForUser('ada')) ips.push(ip)
        ctx.body = ips
      })
      const visit = await serve(app)
      seen.push(await (await visit('/', { headers: { 'x-forwarded-for': '192.0.2.55' } })).json())
    }
    expect(seen).toEqual([['192.0.2.0'], ['127.0.0.0']])
  })

  it('R77 ctx.cookies and the session share the header', async () => {
    const visit = await visiting((ctx) => {
      ctx.cookies.set('before', '1')
      ctx.session.set('a', 1)
      ctx.cookies.set('after', '2')
      ctx.body = ''
    })
    const names = (await visit()).headers.getSetCookie().map((line) => line.split('=')[0])
    expect(names).toEqual(['before', 'after', '__Host-sid'])
  })
})

describe.each(majors)('middleware above the session in %s', (_name, Koa) => {
  async function above(act: (ctx: Koa.Context) => void): Promise<Response> {
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next()
      act(ctx)
    })
    app.use(koaSession(newSessions()))
    app.use(async (ctx) => {
      if (ctx.path !== '/untouched') ctx.session.set('a', 1)
      ctx.body = 'page'
    })
    const visit = await serve(app)
    const response = await visit()
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('page')
    return response
  }

  it('R81 cannot make the response public afterwards', async () => {
    const response = await above((ctx) => ctx.set('Cache-Control', 'public, max-age=600'))
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('R77 cannot lose the cookie by setting another one', async () => {
    const response = await above((ctx) => ctx.set('Set-Cookie', 'other=1'))
    expect(response.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual([
      'other',
      '__Host-sid',
    ])
  })

  it('may still write to the session', async () => {
    const response = await above((ctx) => ctx.session.set('late', true))
    expect(response.headers.getSetCookie()).toHaveLength(1)
  })
})

describe('an untouched request', () => {
  it.each(majors)('leaves the response of %s as Node made it', async (_name, Koa) => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use((ctx) => {
      const own = Object.getOwnPropertyNames(ctx.res)
      ctx.body = ['end', 'write', 'writeHead', 'flushHeaders'].filter((name) => own.includes(name))
    })
    expect(await (await (await serve(app))()).json()).toEqual([])
  })
})

describe('Koa 3 alone', () => {
  it('a web stream and a Response as body', async () => {
    const app = new Koa3()
    app.use(koaSession(newSessions()))
    app.use((ctx) => {
      ctx.session.set('a', 1)
      const response = new Response('from the web', { status: 201 })
      ctx.body = ctx.path === '/stream' ? response.body : response
    })
    const visit = await serve(app)
    for (const path of ['/stream', '/response']) {
      expect(await (await visit(path)).text()).toBe('from the web')
    }
  })
})
