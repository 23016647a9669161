import { expect } from 'vitest'
import type { AdapterAnswer } from './adapter-server.ts'
import type { AdapterSuite } from './adapter-suite.ts'
import { httpError, redirect, stream, text } from './answers.ts'
import { tokenSetBy } from './session-cookie.ts'

interface Kind {
  readonly what: string
  readonly status: number
  readonly answer: () => AdapterAnswer
  readonly body: string
  readonly method?: string
}

const kinds: readonly Kind[] = [
  { what: 'text', status: 200, answer: () => text('done'), body: 'done' },
  { what: 'a redirect', status: 302, answer: () => redirect('/next'), body: '' },
  { what: 'a stream', status: 200, answer: () => stream(chunks()), body: 'one two three' },
  { what: 'HEAD', status: 200, answer: () => text('done'), body: '', method: 'HEAD' },
  { what: 'an empty 204', status: 204, answer: () => text('', { status: 204 }), body: '' },
  { what: 'a thrown 404', status: 404, answer: () => httpError(404), body: '' },
]

/** The save comes before the first byte, whatever the response is made of. */
export function describeFirstByte(suite: AdapterSuite): void {
  for (const { what, status, answer, body, method = 'GET' } of kinds) {
    suite.test(`R118: ${what} does not outrun the save`, async (app) => {
      app.on('/write', (session) => {
        session().set('a', 1)
        return answer()
      })
      const gate = app.store.hold('create')
      const browser = app.browser()
      const arrival = browser.get('/write', { method })
      await gate.reached
      expect(await app.isPending(arrival)).toBe(true)
      gate.open()

      const response = await arrival
      expect(response.status).toBe(status)
      if (status === 200) expect(response.body).toBe(body)
      if (status === 302) expect(response.header('location')).toBe('/next')
      tokenSetBy(response)
      expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: 1 } })
    })

    suite.test(`R118: ${what} becomes a 503 without a cookie when the save fails`, async (app) => {
      app.on('/write', (session) => {
        session().set('a', 1)
        return answer()
      })
      app.store.break('create')
      const response = await app.browser().get('/write', { method })
      expect(response.status).toBe(503)
      expect(response.setCookies).toEqual([])
      expect(response.header('location')).toBeUndefined()
      if (body !== '') expect(response.body).not.toContain(body)
    })
  }

  suite.test('R118: not one byte leaves while a save is under way', async (app, context) => {
    if (app.isHttp2) context.skip('bytes are looked at over HTTP/1.1')
    app.on('/stream', (session) => {
      session().set('a', 1)
      return stream(chunks())
    })
    const gate = app.store.hold('create')
    const client = app.raw()
    client.send('/stream', [])
    await gate.reached
    await app.isPending(client.all())
    expect(client.received).toBe('')
    gate.open()
    expect(await client.all()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  suite.test('HEAD has the headers of GET, and no body', async (app) => {
    const ada = await app.signedIn()
    const get = await ada.get('/look')
    const head = await ada.get('/look', { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.body).toBe('')
    for (const name of ['vary', 'cache-control', 'content-length', 'content-type']) {
      expect(head.header(name), name).toBe(get.header(name))
    }
  })
}

async function* chunks(): AsyncIterable<string> {
  yield 'one '
  yield 'two '
  yield 'three'
}
