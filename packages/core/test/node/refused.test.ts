import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { Agent, request } from 'node:http'
import { Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beforeFirstByte, nodeHeaders } from '../../src/node.ts'
import { attach, cookie, failures, hookOf } from './hooks.ts'
import { protocols, serve } from './serve.ts'

const unhandled: unknown[] = []
const record = (reason: unknown): void => void unhandled.push(reason)
beforeAll(() => void process.on('unhandledRejection', record))
afterAll(() => {
  process.off('unhandledRejection', record)
  expect(unhandled, 'R113').toEqual([])
})

/** Every way to answer; each of them must be replaced. */
const ways: readonly (readonly [string, (res: ServerResponse) => void])[] = [
  ['end(text)', (res) => res.end('secret')],
  ['end()', (res) => res.end()],
  [
    'write and end',
    (res) => {
      res.write('sec')
      res.end('ret')
    },
  ],
  ['writeHead and end', (res) => res.writeHead(200, { 'Content-Length': 6 }).end('secret')],
  ['a redirect', (res) => res.writeHead(302, { Location: '/secret' }).end()],
  ['204', (res) => res.writeHead(204).end()],
  ['304', (res) => res.writeHead(304, { ETag: '"secret"' }).end()],
  [
    'flushHeaders and write',
    (res) => {
      res.flushHeaders()
      res.write('secret')
      res.end()
    },
  ],
  ['a pipe', (res) => void createReadStream(import.meta.filename).pipe(res)],
]

describe.each(protocols)('R118 over %s', (protocol) => {
  describe.each(failures)('%s', (_, wait) => {
    test.each(ways)('replaces %s', async (_name, answer) => {
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        answer(res)
      })
      const { status, headers, body, complete } = await get()
      expect({ status, body, complete }).toEqual({
        status: 503,
        body: 'Service Unavailable',
        complete: true,
      })
      expect(headers).toMatchObject({
        'retry-after': '1',
        'cache-control': 'no-store',
        'content-type': 'text/plain; charset=utf-8',
        'content-length': '19',
      })
      for (const name of ['location', 'etag', 'set-cookie', 'transfer-encoding']) {
        expect(headers).not.toHaveProperty(name)
      }
    })

    test('replaces HEAD, without a body', async () => {
      const errors: unknown[] = []
      const { send } = await serve(protocol, (res) => {
        attach(res, wait)
        const stream: unknown = Reflect.get(res, 'stream')
        if (stream instanceof Duplex) stream.on('error', (error) => errors.push(error))
        res.end('secret')
      })
      const answer = await send('/', 'HEAD').answer
      expect(answer).toMatchObject({ status: 503, body: '', complete: true })
      expect(answer.headers).toMatchObject({ 'content-length': '19' })
      expect(errors).toEqual([])
    })

    test('headers about the answer go, all others stay', async () => {
      const kept = {
        'access-control-allow-origin': 'https://example.com',
        'content-security-policy': "default-src 'none'",
        'strict-transport-security': 'max-age=1',
        'www-authenticate': 'Basic',
        vary: 'Origin',
        'x-request-id': '1',
      }
      const gone = {
        'accept-ranges': 'bytes',
        age: '1',
        'cdn-cache-control': 'max-age=600',
        'clear-site-data': '"cookies"',
        'content-disposition': 'attachment',
        'content-encoding': 'gzip',
        'content-language': 'en',
        'content-range': 'bytes 0-1/2',
        etag: '"a"',
        expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
        'last-modified': 'Thu, 01 Jan 2015 00:00:00 GMT',
        location: '/x',
        'surrogate-control': 'max-age=600',
      }
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        res.setHeader('Cache-Control', 'public')
        res.setHeader('Set-Cookie', ['a=1', 'b=2'])
        res.writeHead(200, { ...kept, ...gone })
        res.end('secret')
      })
      const { headers } = await get()
      expect(headers).toMatchObject({ ...kept, 'set-cookie': ['a=1', 'b=2'] })
      expect(headers['cache-control']).toBe('no-store')
      for (const name of Object.keys(gone)) expect(headers).not.toHaveProperty(name)
    })

    test('callbacks tell, later calls do nothing, and the writer comes to an end', async () => {
      const told: unknown[] = []
      const code = (error?: Error | null): void => {
        told.push(error && 'code' in error ? error.code : error)
      }
      let ended: () => void = () => {}
      const end = new Promise<void>((resolve) => (ended = resolve))
      const { get } = await serve(protocol, async (res) => {
        attach(res, wait)
        if (!res.write('a', code)) await once(res, 'drain')
        expect(res.headersSent).toBe(true)
        expect(res.writableEnded).toBe(true)
        expect(res.write('b', code)).toBe(false)
        await once(res, 'drain')
        expect(res.flushHeaders()).toBeUndefined()
        expect(res.end('c', code)).toBe(res)
        await expect.poll(() => told.length).toBe(3)
        ended()
      })
      expect(await get()).toMatchObject({ status: 503, body: 'Service Unavailable' })
      await end
      expect(told).toEqual(Array(3).fill('ERR_STREAM_DESTROYED'))
    })

    test.each([
      ['a pipe', (source: Readable, res: ServerResponse) => void source.pipe(res)],
      [
        'a pipeline',
        (source: Readable, res: ServerResponse) => void pipeline(source, res).catch(() => {}),
      ],
    ])('destroys an endless source of %s', async (_name, connect) => {
      const endless = function* (): Generator<string> {
        for (;;) yield 'secret'
      }
      const source = Readable.from(endless(), { objectMode: false })
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        connect(source, res)
      })
      expect(await get()).toMatchObject({
        status: 503,
        body: 'Service Unavailable',
        complete: true,
      })
      await expect.poll(() => source.destroyed).toBe(true)
    })

    test('destroys a source that is piped in afterwards', async () => {
      const source = createReadStream(import.meta.filename)
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        res.write('a')
        res.on('finish', () => source.pipe(res))
      })
      expect((await get()).status).toBe(503)
      await expect.poll(() => source.destroyed).toBe(true)
    })

    test('R119: what another hook has committed gets its cookie, before or after the failing one', async () => {
      const statuses: number[] = []
      const { get } = await serve(protocol, (res, req) => {
        const committing = (): void => {
          beforeFirstByte(res, {
            ...hookOf(res),
            prepare: (status) => {
              statuses.push(status)
              nodeHeaders(res).set('Set-Cookie', cookie)
            },
          })
        }
        if (req.url === '/before') committing()
        attach(res, wait)
        if (req.url === '/after') committing()
        res.end('secret')
      })
      for (const path of ['/before', '/after']) {
        expect(await get(path)).toMatchObject({ status: 503, headers: { 'set-cookie': [cookie] } })
      }
      expect(statuses).toEqual([200, 503])
    })

    test('the first of several failures decides', async () => {
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        beforeFirstByte(res, { ...hookOf(res, wait), failed: () => ({ status: 409, headers: {} }) })
        res.end('secret')
      })
      expect((await get()).status).toBe(503)
    })

    test('R119: a cookie of the replacement is added to those that are there', async () => {
      const { get } = await serve(protocol, (res) => {
        beforeFirstByte(res, {
          ...hookOf(res, wait),
          failed: () => ({ status: 409, headers: { 'set-cookie': cookie } }),
        })
        res.setHeader('Set-Cookie', 'a=1')
        res.end('secret')
      })
      expect(await get()).toMatchObject({ status: 409, headers: { 'set-cookie': ['a=1', cookie] } })
    })

    test.each([
      ['throws', fail],
      ['gives no error status', () => ({ status: 200, headers: {} })],
      ['gives no status', () => ({ status: Number.NaN, headers: {} })],
    ])('is a 500 when the replacement %s', async (_name, failed) => {
      const { get } = await serve(protocol, (res) => {
        beforeFirstByte(res, { ...hookOf(res, wait), failed })
        res.end('secret')
      })
      expect(await get()).toMatchObject({ status: 500, body: 'Internal Server Error' })
    })
  })
})

function fail(): never {
  throw new Error('failed failed')
}

test('R118: the connection is kept and can be used again', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  let port = 0
  await serve('HTTP/1.1', (res, req) => {
    port = req.socket.localPort ?? 0
    ports.add(req.socket.remotePort)
    attach(res, failures[1]?.[1])
    res.statusMessage = 'Fine'
    res.end('secret')
  }).then(({ get }) => get())
  ports.clear()
  for (let round = 0; round < 3; round++) {
    const call = request({ port, agent, method: 'POST' }).end('x'.repeat(100_000))
    const [response] = await once(call, 'response')
    expect([response.statusCode, response.statusMessage]).toEqual([503, 'Service Unavailable'])
    response.resume()
    await once(response, 'close')
  }
  expect(ports.size).toBe(1)
  agent.destroy()
})
