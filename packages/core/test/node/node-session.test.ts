import { describe, expect, it } from 'vitest'
import { setup } from '../support/setup.ts'
import { cookieOf, type Handler, overHttp1, overHttp2 } from './ask.ts'

describe.each([
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
])('a session over %s', (_, open) => {
  it('R72 a first write sends one cookie, with exactly these attributes', async () => {
    const env = setup()
    const ask = await open(env)
    const answer = await ask((session, _req, res) => {
      session.set('a', 1)
      res.end('ok')
    })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-sid=[\w-]{22}\.[\w-]{43}; Max-Age=604800; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
    const again = await ask(
      async (session, _req, res) => res.end(String((await session.load()).get('a'))),
      { cookie: cookieOf(answer) },
    )
    expect(again.body).toBe('1')
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.headers['vary']).toBe('Cookie')
    expect(again.headers['cache-control']).toBe('private')
  })

  it('an untouched session costs no call and no header', async () => {
    const env = setup()
    const ask = await open(env)
    const { sessionKey } = await env.stored()
    env.backend.calls.length = 0
    const answer = await ask((_session, _req, res) => res.end('ok'), {
      cookie: `__Host-sid=${sessionKey}`,
    })
    expect(env.backend.calls).toEqual([])
    expect(answer.headers['vary']).toBeUndefined()
    expect(answer.headers['cache-control']).toBeUndefined()
  })

  it('R118 a redirect never outruns the save', async () => {
    const env = setup()
    const ask = await open(env)
    let release = (): void => {}
    let left = false
    env.backend.before = () =>
      new Promise<void>((resolve) => {
        release = () => resolve()
        queueMicrotask(() => {
          expect(left).toBe(false)
          release()
        })
      })
    const answer = await ask((session, _req, res) => {
      session.set('a', 1)
      res.writeHead(303, { location: '/next' })
      res.end(() => {
        left = true
      })
    })
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe('/next')
    expect(env.backend.records.size).toBe(1)
    expect(cookieOf(answer)).toContain('__Host-sid=')
  })

  it('R107 a failed save is 503 and never 200, with no cookie and no trace of the answer or the reason', async () => {
    const env = setup()
    const ask = await open(env)
    env.backend.down()
    const answer = await ask((session, _req, res) => {
      session.set('a', 1)
      res.setHeader('etag', '"x"')
      res.end('all is well')
    })
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('1')
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['etag']).toBeUndefined()
    expect(answer.body).toBe('Service Unavailable')
    expect(JSON.stringify(answer.headers)).not.toMatch(/backend|map|refused/i)
  })

  it('R120 a response of 500 saves nothing, one of 404 does', async () => {
    const env = setup()
    const ask = await open(env)
    for (const [status, records] of [
      [500, 0],
      [404, 1],
    ] as const) {
      const answer = await ask((session, _req, res) => {
        session.set('a', 1)
        res.statusCode = status
        res.end()
      })
      expect(answer.status).toBe(status)
      expect(env.backend.records.size).toBe(records)
    }
  })

  it('R120 nor does the promotion of a new token take changes with it', async () => {
    const env = setup({ lifetime: { renewal: '15m' } })
    const ask = await open(env)
    const { sessionKey } = await env.stored({ a: 1 })
    env.pass(1000)
    const read: Handler = async (session, _req, res) => res.end(String((await session.load()).size))
    const renewed = await ask(read, { cookie: `__Host-sid=${sessionKey}` })
    await ask(
      async (session, _req, res) => {
        const loaded = await session.load()
        loaded.set('a', 666)
        res.statusCode = 500
        res.end()
      },
      { cookie: cookieOf(renewed) },
    )
    await env.sessions.connector.save()
    const token = cookieOf(renewed).split('=')[1] ?? ''
    expect((await env.load(token)).get('a')).toBe(1)
  })

  it('R119 what was committed on the way has its cookie on a 500 too', async () => {
    const env = setup()
    const ask = await open(env)
    const answer = await ask(async (session, _req, res) => {
      await session.authenticate('ada')
      res.writeHead(500)
      res.end('oops')
    })
    expect(answer.status).toBe(500)
    const token = cookieOf(answer).split('=')[1] ?? ''
    expect((await env.load(token)).userId).toBe('ada')
  })

  it('R31 a slow request that saves after the sign-out: 409, no cookie, and gone for good', async () => {
    const env = setup()
    const ask = await open(env)
    const { sessionKey } = await env.stored()
    const cookie = `__Host-sid=${sessionKey}`
    const answer = await ask(
      async (session, _req, res) => {
        await session.load()
        await env.sessions.open(sessionKey ?? '').signOut()
        session.set('a', 2)
        res.end('saved')
      },
      { cookie },
    )
    expect(answer.status).toBe(409)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(env.backend.records.size).toBe(0)
  })

  it('R78 a sign-out deletes the cookie with every attribute', async () => {
    const env = setup()
    const ask = await open(env)
    const { sessionKey } = await env.stored()
    const answer = await ask(
      async (session, _req, res) => {
        await session.signOut()
        res.end()
      },
      { cookie: `__Host-sid=${sessionKey}` },
    )
    expect(answer.headers['set-cookie']).toEqual([
      '__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax',
    ])
    const anonymous = await ask(async (session, _req, res) => {
      await session.signOut()
      res.end()
    })
    expect(anonymous.headers['set-cookie']).toBeUndefined()
  })

  it('R28 a sign-in after the first byte throws before any store write', async () => {
    const env = setup()
    const ask = await open(env)
    let code = ''
    await ask(async (session, _req, res) => {
      res.write('begun')
      await session.authenticate('ada').catch((error: { code: string }) => {
        code = error.code
      })
      res.end()
    })
    expect(code).toBe('SESSION_READ_ONLY')
    expect(env.backend.records.size).toBe(0)
  })

  it('changes made while streaming are saved before the end; a failure cuts the response', async () => {
    const env = setup()
    const ask = await open(env)
    const { sessionKey } = await env.stored({ a: 1 })
    const cookie = `__Host-sid=${sessionKey}`
    const stream: Handler = async (session, _req, res) => {
      const loaded = await session.load()
      res.write('begun')
      loaded.change('a', (n) => (n ?? 0) + 1)
      res.end('done')
    }
    const answer = await ask(stream, { cookie })
    expect(answer.body).toBe('begundone')
    expect((await env.load(sessionKey)).get('a')).toBe(2)
    env.backend.fail('update', { executes: false, answer: 'throws' }, 9)
    await expect(ask(stream, { cookie })).rejects.toThrow()
  })

  it('R86 several cookies: one live is used, two live are nobody, and nothing is harmed', async () => {
    const env = setup()
    const ask = await open(env)
    const one = (await env.stored({ a: 1 })).sessionKey
    const two = (await env.stored({ a: 2 })).sessionKey
    const dead = `${'A'.repeat(22)}.${'A'.repeat(43)}`
    const read: Handler = async (session, _req, res) =>
      res.end(String((await session.load()).get('a')))
    const asked = async (...values: (string | null)[]): Promise<string> =>
      (await ask(read, { cookie: values.map((value) => `__Host-sid=${value}`).join('; ') })).body
    expect(await asked(dead, 'junk', one, one)).toBe('1')
    expect(env.events.at(-1)).toEqual({ name: 'duplicate', event: { live: 1 } })
    expect(await asked(one, two)).toBe('undefined')
    expect(env.events.at(-1)).toEqual({ name: 'duplicate', event: { live: 2 } })
    expect(env.backend.records.size).toBe(2)
    expect(await asked(dead, `${'B'.repeat(21)}A.${'A'.repeat(43)}`, 'junk', two)).toBe('2')
  })

  it('R136 a session that comes from another browser is told of, with the client of the request', async () => {
    const env = setup({ deviceBinding: 'event' })
    const ask = await open(env)
    const signedIn = await ask(
      async (session, _req, res) => {
        await session.authenticate('ada')
        res.end()
      },
      { userAgent: 'One/1.0' },
    )
    const cookie = cookieOf(signedIn)
    for (const userAgent of ['One/1.1', 'Two/1.0']) {
      const answer = await ask(
        async (session, _req, res) => res.end((await session.load()).userId),
        {
          cookie,
          userAgent,
        },
      )
      expect(answer.body).toBe('ada')
    }
    const told = env.events.filter(({ name }) => name === 'device-changed')
    const device = { userAgent: 'Two/1.0', ip: expect.stringMatching(/^(127\.0\.0\.0|0:0:0::)$/) }
    expect(told.map(({ event }) => event)).toEqual([
      { id: expect.any(String), userId: 'ada', changed: ['browser'], device },
    ])
  })

  it('R127 a prefetch does not slide the idle end', async () => {
    const env = setup()
    const server = await overHttp1(env)
    const { sessionKey } = await env.stored()
    env.pass(7200)
    const read: Handler = async (session, req, res) => {
      req.headers['sec-purpose'] = 'prefetch;prerender'
      res.end(String((await session.load()).get('a')))
    }
    await server(read, { cookie: `__Host-sid=${sessionKey}` })
    await env.sessions.connector.save()
    expect(env.backend.count('touch')).toBe(0)
  })
})
