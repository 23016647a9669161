import { memoryBackend } from '@sojourn/backend-memory'
import { describe, expect, it, vi } from 'vitest'
import { koaSession } from '../src/index.ts'
import { majors } from './koa-majors.ts'
import { errorsOf, newSessions, serve } from './serve.ts'

/** A store that takes no writes. */
function readOnlyBackend(): ReturnType<typeof memoryBackend> {
  const backend = memoryBackend()
  for (const verb of ['create', 'update'] as const) {
    vi.spyOn(backend, verb).mockRejectedValue(new Error('READONLY'))
  }
  return backend
}

describe.each(majors)('a save that fails in %s', (_name, Koa) => {
  it('R118 is an ordinary Koa error: told to the app once, answered by Koa', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions({}, readOnlyBackend())))
    app.use((ctx) => {
      ctx.session.set('a', 1)
      ctx.body = 'saved'
    })
    const errors = errorsOf(app)
    const response = await (await serve(app))()
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.text()).toBe('Service Unavailable')
    expect(errors).toMatchObject([{ code: 'SESSION_UNAVAILABLE' }])
  })

  it('is told to the app too where no middleware is left to throw it to', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions({}, readOnlyBackend())))
    app.use((ctx) => {
      ctx.respond = false
      ctx.session.set('a', 1)
      ctx.res.statusCode = 200
      ctx.res.end('saved')
    })
    const errors = errorsOf(app)
    expect((await (await serve(app))()).status).toBe(503)
    expect(errors).toMatchObject([{ code: 'SESSION_UNAVAILABLE' }])
  })

  it('R118 is answered by the app’s own error middleware, in its own words', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        const status = Number(Reflect.get(Object(error), 'status'))
        ctx.status = status
        ctx.body = { sorry: status }
      }
    })
    app.use(koaSession(newSessions({}, readOnlyBackend())))
    app.use((ctx) => {
      ctx.session.set('a', 1)
      ctx.body = 'saved'
    })
    const response = await (await serve(app))()
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ sorry: 503 })
  })

  it('R31 a session ended meanwhile is a 409 that the app may put in its own words', async () => {
    const sessions = newSessions()
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        ctx.status = Number(Reflect.get(Object(error), 'status'))
        ctx.body = { sorry: Reflect.get(Object(error), 'code') }
      }
    })
    app.use(koaSession(sessions))
    app.use(async (ctx) => {
      if (ctx.path === '/sign-in') await ctx.session.authenticate('ada')
      const session = await ctx.session.load()
      if (ctx.path === '/late') {
        await sessions.open().destroy(session.sessionKey ?? '')
        session.set('a', 1)
      }
      ctx.body = 'saved'
    })
    const visit = await serve(app)
    await visit('/sign-in')
    const response = await visit('/late')
    expect(response.status).toBe(409)
    expect(await response.json()).toEqual({ sorry: 'SESSION_INTERRUPTED' })
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('R118 cannot be turned into a success by an error middleware', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next().catch(() => {
        ctx.status = 200
        ctx.body = 'all is well'
      })
    })
    app.use(koaSession(newSessions({}, readOnlyBackend())))
    app.use((ctx) => {
      ctx.session.set('a', 1)
    })
    const response = await (await serve(app))()
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('all is well')
  })
})

describe.each(majors)('errors of the app in %s', (_name, Koa) => {
  it('R119 Koa’s error response has the cookie, beside the headers of the error', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use(async (ctx) => {
      await ctx.session.authenticate('ada')
      ctx.set('x-removed', 'by Koa')
      ctx.throw(429, 'slow down', { headers: { 'Retry-After': '9' } })
    })
    const response = await (await serve(app))()
    expect(response.status).toBe(429)
    expect(await response.text()).toBe('slow down')
    expect(response.headers.get('x-removed')).toBeNull()
    expect(response.headers.get('retry-after')).toBe('9')
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(response.headers.get('cache-control')).toContain('no-store')
  })

  it('the status that the app’s error middleware gives decides what is saved', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next().catch(() => {
        ctx.status = ctx.path === '/mild' ? 422 : 500
        ctx.body = ''
      })
    })
    app.use(koaSession(newSessions()))
    app.use(async (ctx) => {
      ctx.session.set('at', ctx.path)
      throw new Error('a bug in the app')
    })
    const visit = await serve(app)
    expect((await visit('/harsh')).headers.getSetCookie()).toEqual([])
    expect((await visit('/mild')).headers.getSetCookie()).toHaveLength(1)
  })

  it('an error handled below the session counts with its status', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use(async (ctx, next) => {
      await next().catch(() => {
        ctx.status = 500
        ctx.body = 'handled'
      })
    })
    app.use(async (ctx) => {
      ctx.session.set('a', 1)
      throw new Error('a bug in the app')
    })
    const response = await (await serve(app))()
    expect(await response.text()).toBe('handled')
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('the app’s error listener can look at the session', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use(async (ctx) => {
      await ctx.session.authenticate('ada')
      throw new Error('a bug in the app')
    })
    const seen: unknown[] = []
    app.on('error', async (_error, ctx) => seen.push((await ctx.session.load()).userId))
    await (await serve(app))()
    expect(seen).toEqual(['ada'])
  })
})
