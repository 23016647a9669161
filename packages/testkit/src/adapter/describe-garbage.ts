import fc from 'fast-check'
import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { unknownToken } from './session-cookie.ts'

const runs = 200

/** No cookie content is ever an error, and none but the exact one is a session. */
export function describeGarbage(suite: AdapterSuite): void {
  suite.test('R88: no cookie header is a 500, and none signs anyone in', async (app) => {
    const browser = app.browser()
    await fc.assert(
      fc.asyncProperty(cookieHeaders(), async (cookie) => {
        const response = await browser.get('/look', { headers: { cookie } })
        expect(response.status).toBe(200)
        expect(response.json()).toEqual({ user: null, data: {} })
        expect(response.setCookies).toEqual([])
      }),
      { numRuns: runs },
    )
    expect(app.store.count('create') + app.store.count('delete')).toBe(0)
  })

  suite.test('R88: a write under any cookie header mints one good session', async (app) => {
    await fc.assert(
      fc.asyncProperty(cookieHeaders(), async (cookie) => {
        const browser = app.browser()
        const response = await browser.get('/set?a=1', { headers: { cookie } })
        expect(response.status).toBe(200)
        expect(response.setCookies).toHaveLength(1)
        expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: '1' } })
      }),
      { numRuns: runs / 4 },
    )
  })

  suite.test(
    'R84 R88: raw bytes in the header are refused by Node or mean nobody',
    async (app, context) => {
      if (app.isHttp2) context.skip('bytes are sent over HTTP/1.1')
      await fc.assert(
        fc.asyncProperty(rawValues(), async (value) => {
          const client = app.raw()
          client.send('/look', [`Cookie: __Host-sid=${value}`])
          const received = await client.all()
          expect(received).toMatch(/^HTTP\/1\.1 (200|400) /)
          expect(received).not.toMatch(/^set-cookie:/im)
          if (received.startsWith('HTTP/1.1 200')) expect(received).toContain('"user":null')
        }),
        { numRuns: runs / 2 },
      )
      expect(app.store.count('create')).toBe(0)
    },
  )

  suite.test('a malformed token costs no call', async (app) => {
    // Of a token that holds its session only the shape is known beforehand.
    const longer = app.store.kind === 'server' ? `${unknownToken()}A` : `${unknownToken()}=`
    for (const value of ['', 'x', unknownToken().slice(23), longer, '"quoted"']) {
      const headers = { cookie: `__Host-sid=${value}` }
      expect((await app.browser().get('/look', { headers })).status).toBe(200)
    }
    expect(app.store.calls).toEqual([])
  })

  suite.test('R84: only the exact name and the exact value count', async (app) => {
    const ada = await app.signedIn()
    const token = (ada.cookie ?? '').slice('__Host-sid='.length)
    const strangers = [
      `__host-sid=${token}`,
      `X__Host-sid=${token}`,
      `__Host-sid2=${token}`,
      `a=__Host-sid=${token}`,
      `__Host-sid="${token}"`,
      `__Host-sid=${encodeURIComponent(token).replace('.', '%2E')}`,
      `__Host%2Dsid=${token}`,
      `__Host-sid ${token}`,
    ]
    for (const cookie of strangers) {
      const response = await app.browser().get('/look', { headers: { cookie } })
      expect(response.json(), cookie).toEqual({ user: null, data: {} })
    }
    for (const cookie of [`a=b;__Host-sid=${token}`, `$Version=1; \t__Host-sid = ${token} ;x`]) {
      const response = await app.browser().get('/look', { headers: { cookie } })
      expect(response.json(), cookie).toEqual({ user: 'ada', data: {} })
    }
  })
}

/** Headers that a client library lets through: with our name, near it, and without. */
function cookieHeaders(): fc.Arbitrary<string> {
  const value = fc.oneof(printable(), fc.constantFrom('', unknownToken(), 'Fe26.2*__proto__*', '%'))
  const name = fc.constantFrom('__Host-sid', '__Host-sid', '__proto__', 'sid', '$Path', '')
  const pair = fc.oneof(
    fc.tuple(name, value).map(([left, right]) => `${left}=${right}`),
    printable(),
  )
  const separator = fc.constantFrom('; ', ';', ' ;\t', ',')
  return fc
    .tuple(fc.array(pair, { minLength: 1, maxLength: 8 }), separator)
    .map(([pairs, between]) => pairs.join(between))
}

/** Visible characters, blanks and Latin-1. */
function printable(): fc.Arbitrary<string> {
  const codes = fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff }))
  return fc.array(codes, { maxLength: 80 }).map((list) => String.fromCharCode(...list))
}

/** Any byte but the two that end a line. */
function rawValues(): fc.Arbitrary<string> {
  const bytes = fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 0x0a && byte !== 0x0d)
  return fc.array(bytes, { maxLength: 60 }).map((list) => String.fromCharCode(...list))
}
