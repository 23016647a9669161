import type { LazySession } from '@sojourn/core'
import type { TestData } from '@sojourn/testkit'
import type Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { koaSession } from '../src/index.ts'
import { majors } from './koa-majors.ts'
import { errorsOf, newSessions, serve } from './serve.ts'

describe.each(majors)('R130 mounting in %s', (_name, Koa) => {
  /** The error of the first request, which must be refused as a whole. */
  async function refusal(mount: (app: Koa) => void): Promise<unknown> {
    const app = new Koa()
    mount(app)
    app.use((ctx) => {
      ctx.body = 'reached'
    })
    const errors = errorsOf(app)
    const visit = await serve(app)
    for (let request = 0; request < 2; request++) {
      const response = await visit()
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain('reached')
    }
    expect(errors).toHaveLength(2)
    return errors[0]
  }

  it.each([
    ['two middlewares', () => [newSessions(), newSessions({ name: '__Host-other' })]],
    ['two of the same sessions', () => Array(2).fill(newSessions())],
  ])('refuses %s on one property', async (_what, made) => {
    const error = await refusal((app) => {
      for (const sessions of made()) app.use(koaSession(sessions))
    })
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(/mounted twice for ctx\.session/),
    })
  })

  it('refuses one middleware that runs twice in a request', async () => {
    const middleware = koaSession(newSessions())
    const error = await refusal((app) => {
      app.use(middleware)
      app.use(middleware)
    })
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(/mounted twice/),
    })
  })

  it('refuses two sessions with one cookie', async () => {
    const error = await refusal((app) => {
      app.use(koaSession(newSessions()))
      app.use(koaSession(newSessions(), { property: 'adminSession' }))
    })
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(
        /ctx\.session and ctx\.adminSession would share the cookie __Host-sid/,
      ),
    })
  })

  it.each(['body', 'state', 'cookies', 'app'])(
    'refuses ctx.%s, which is Koa’s',
    async (property) => {
      const error = await refusal((app) => app.use(koaSession(newSessions(), { property })))
      expect(error).toMatchObject({
        code: 'CONFIGURATION',
        message: expect.stringMatching(/belongs to Koa/),
      })
    },
  )

  it('refuses a name that another package has taken', async () => {
    const error = await refusal((app) => {
      Object.defineProperty(app.context, 'session', { get: () => ({}), configurable: true })
      app.use(koaSession(newSessions()))
    })
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(/another package/),
    })
  })

  it('lets one middleware serve two apps', async () => {
    const middleware = koaSession(newSessions())
    for (let count = 0; count < 2; count++) {
      const app = new Koa()
      app.use(middleware)
      app.use(async (ctx) => {
        ctx.session.set('a', 1)
        ctx.body = 'ok'
      })
      expect((await (await serve(app))()).status).toBe(200)
    }
  })

  it('keeps two named sessions apart', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use(koaSession(newSessions({ name: '__Host-admin' }), { property: 'adminSession' }))
    app.use(async (ctx) => {
      const admin: LazySession<TestData> = ctx['adminSession']
      if (ctx.path === '/sign-in') {
        await ctx.session.authenticate('ada')
        await admin.authenticate('root')
      }
      if (ctx.path === '/leave') await admin.signOut()
      if (ctx.path === '/look') {
        ctx.body = [(await ctx.session.load()).userId, (await admin.load()).userId]
      } else ctx.body = ''
    })
    const visit = await serve(app)
    const cookies = (await visit('/sign-in')).headers.getSetCookie()
    expect(cookies.map((line) => line.split('=')[0]).sort()).toEqual(['__Host-admin', '__Host-sid'])
    expect(await (await visit('/look')).json()).toEqual(['ada', 'root'])
    expect((await visit('/leave')).headers.getSetCookie()).toHaveLength(1)
    expect(await (await visit('/look')).json()).toEqual(['ada', null])
  })

  it('opens sessions as it was told', async () => {
    const app = new Koa()
    const sessions = newSessions()
    app.use(koaSession(sessions, { conflict: 'reject', warnings: false }))
    app.use(async (ctx) => {
      const session = await ctx.session.load()
      if (ctx.path === '/race') {
        const other = await sessions.open(session.sessionKey ?? '').load()
        other.set('a', 'first')
        await other.save()
      }
      session.set('a', ctx.path)
      ctx.body = ''
    })
    const rejected: unknown[] = []
    sessions.on('rejected', (event) => rejected.push(event))
    const visit = await serve(app)
    await visit('/', { headers: { cookie: '__Host-sid=garbage' } })
    expect(rejected).toEqual([])
    expect((await visit('/race')).status).toBe(409)
  })

  it('says what to do when the session is used above its middleware', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      if (ctx.path === '/early') ctx.session.set('a', 1)
      await next()
    })
    app.use(koaSession(newSessions()))
    const errors = errorsOf(app)
    const visit = await serve(app)
    await visit('/')
    expect((await visit('/early')).status).toBe(500)
    expect(errors).toMatchObject([
      { code: 'CONFIGURATION', message: expect.stringMatching(/above what uses it/) },
    ])
  })

  it('leaves ctx as it prints, and app.context without a session', async () => {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use((ctx) => {
      ctx.session.set('a', 1)
      ctx.body = { keys: Object.keys(ctx), json: ctx.toJSON() }
    })
    const visit = await serve(app)
    expect(await (await visit()).text()).not.toMatch(/session/i)
    expect(() => app.context.session).toThrow(/before its middleware ran/)
  })
})

describe.each(majors)('R23 what must not be assigned in %s', (_name, Koa) => {
  async function thrownBy(act: (ctx: Koa.Context) => unknown): Promise<unknown> {
    const app = new Koa()
    app.use(koaSession(newSessions()))
    app.use(act)
    const errors = errorsOf(app)
    expect((await (await serve(app))()).status).toBe(500)
    return errors[0]
  }

  it('ctx.session itself', async () => {
    const error = await thrownBy((ctx) => {
      Reflect.apply(Object.assign, Object, [ctx, { session: {} }])
    })
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({
      message: expect.stringMatching(/cannot be replaced.*signOut\(\)/),
    })
  })

  it('a property of the session', async () => {
    const error = await thrownBy((ctx) => {
      Object.assign(ctx.session, { user: 'ada' })
    })
    expect(error).toBeInstanceOf(TypeError)
  })
})
