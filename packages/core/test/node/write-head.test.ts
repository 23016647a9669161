import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { attach, cookie, successes } from './hooks.ts'
import { protocols, serve } from './serve.ts'

/** Every way to begin and end a response, and what arrives. */
const ways: readonly (readonly [string, (res: ServerResponse) => void, Record<string, unknown>])[] =
  [
    ['end(text)', (res) => res.end('hello'), { body: 'hello' }],
    ['end(text, encoding)', (res) => res.end('aGVsbG8=', 'base64'), { body: 'hello' }],
    ['end(bytes)', (res) => res.end(new TextEncoder().encode('hello')), { body: 'hello' }],
    ['end()', (res) => res.end(), { body: '' }],
    ['end(empty text)', (res) => res.end(''), { body: '' }],
    ['end(null)', (res) => res.end(null), { body: '' }],
    [
      'write, write, end',
      (res) => {
        res.write('h')
        res.write('656c', 'hex')
        res.write(Buffer.from('l'))
        res.end('o')
      },
      { body: 'hello' },
    ],
    [
      'flushHeaders, write, end',
      (res) => {
        res.flushHeaders()
        res.write('hel')
        res.flushHeaders()
        res.end('lo')
      },
      { body: 'hello' },
    ],
    ['writeHead(status)', (res) => res.writeHead(201).end('hello'), { status: 201 }],
    [
      'writeHead(status, object)',
      (res) => res.writeHead(201, { 'X-A': '1', 'X-N': 5, 'X-L': ['2', '3'] }).end(),
      { status: 201, headers: { 'x-a': '1', 'x-n': '5', 'x-l': '2, 3' } },
    ],
    [
      'writeHead(status, undefined, object)',
      (res) => res.writeHead(201, undefined, { 'X-A': '1' }).end(),
      { status: 201, headers: { 'x-a': '1' } },
    ],
    [
      'writeHead(status, flat list)',
      (res) => res.writeHead(201, ['X-A', '1', 'X-L', '2', 'x-l', '3', 'X-L', '4']).end(),
      { status: 201, headers: { 'x-a': '1', 'x-l': '2, 3, 4' } },
    ],
    [
      'writeHead(status, list of pairs)',
      (res) => {
        const pairs: unknown[] = [
          ['X-A', '1'],
          ['X-L', ['2', '3']],
          ['X-L', '4'],
        ]
        Reflect.apply(res.writeHead, res, [201, pairs])
        res.end('hello')
      },
      { status: 201, headers: { 'x-a': '1', 'x-l': '2, 3, 4' }, body: 'hello' },
    ],
    [
      'setHeader and writeHead',
      (res) => {
        res.setHeader('X-A', 'replaced')
        res.setHeader('X-B', 'kept')
        res.writeHead(200, { 'x-a': '1' })
        res.end()
      },
      { headers: { 'x-a': '1', 'x-b': 'kept' } },
    ],
    [
      'a redirect',
      (res) => res.writeHead(302, { Location: '/there' }).end(),
      { status: 302, headers: { location: '/there' } },
    ],
    [
      '204',
      (res) => {
        res.statusCode = 204
        res.end()
      },
      { status: 204, body: '' },
    ],
    ['304', (res) => res.writeHead(304, { ETag: '"a"' }).end(), { status: 304, body: '' }],
    ['a piped stream', (res) => void createReadStream(import.meta.filename).pipe(res), {}],
  ]

describe.each(protocols)('R118 over %s', (protocol) => {
  describe.each(successes)('%s comes before the first byte', (_, wait) => {
    test.each(ways)('%s', async (_name, answer, expected) => {
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        answer(res)
      })
      const { status, headers, body, complete } = await get()
      const normalized = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          String(value).replaceAll(',', ', ').replaceAll('  ', ' '),
        ]),
      )
      expect({ status, headers: normalized, body, complete }).toMatchObject({
        status: 200,
        complete: true,
        ...expected,
      })
      expect(headers['set-cookie']).toEqual([cookie])
    })

    test('cookies of the app stay apart and in order', async () => {
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        res.setHeader('Set-Cookie', 'gone=1')
        res.writeHead(200, ['Set-Cookie', 'a=1', 'set-cookie', 'b=2'])
        res.end()
      })
      expect((await get()).headers['set-cookie']).toEqual(['a=1', 'b=2', cookie])
    })

    test('HEAD', async () => {
      const { send } = await serve(protocol, (res) => {
        attach(res, wait)
        res.setHeader('Content-Length', 5)
        res.end('hello')
      })
      const answer = await send('/', 'HEAD').answer
      expect(answer).toMatchObject({ status: 200, body: '', complete: true })
      expect(answer.headers).toMatchObject({ 'content-length': '5', 'set-cookie': [cookie] })
    })

    test('callbacks run, in order', async () => {
      const calls: string[] = []
      const { get } = await serve(protocol, (res) => {
        attach(res, wait)
        res.on('finish', () => calls.push('finish'))
        res.write('a', () => calls.push('first'))
        res.write('b', 'utf8', () => calls.push('second'))
        res.end('c', 'utf8', () => calls.push('end'))
      })
      expect((await get()).body).toBe('abc')
      await expect.poll(() => calls.length).toBe(4)
      expect(calls.slice(0, 2)).toEqual(['first', 'second'])
      expect(calls.slice(2).sort()).toEqual(['end', 'finish'])
    })
  })

  test('the hook sees the status, also of writeHead, and its headers', async () => {
    const seen: unknown[] = []
    const { get } = await serve(protocol, (res, req) => {
      attach(res, () => {
        seen.push([res.statusCode, res.getHeader('cache-control')])
        return undefined
      })
      if (req.url === '/explicit') res.writeHead(404, { 'Cache-Control': 'public' })
      else res.statusCode = 500
      res.end()
    })
    await get('/explicit')
    await get('/implicit')
    expect(seen).toEqual([
      [404, 'public'],
      [500, undefined],
    ])
  })

  test('what Node refuses is refused at once, and no hook is asked', async () => {
    const codes: unknown[] = []
    let asked = 0
    const { get } = await serve(protocol, (res) => {
      attach(res, () => {
        asked++
        return Promise.resolve()
      })
      const attempts: (() => unknown)[] = [
        () => res.writeHead(99),
        () => res.writeHead(1000),
        () => res.writeHead(200, { 'X-A': undefined }),
        () => res.writeHead(200, ['X-A']),
        () => Reflect.apply(res.write, res, [5]),
        () => Reflect.apply(res.write, res, [null]),
        () => Reflect.apply(res.end, res, [{}]),
      ]
      for (const attempt of attempts) {
        try {
          attempt()
          codes.push('accepted')
        } catch (error) {
          codes.push(error instanceof Error && 'code' in error ? error.code : error)
        }
      }
      expect(asked).toBe(0)
      res.end('fine')
    })
    expect((await get()).body).toBe('fine')
    expect(asked).toBe(1)
    expect(codes).toEqual([
      'ERR_HTTP_INVALID_STATUS_CODE',
      'ERR_HTTP_INVALID_STATUS_CODE',
      protocol === 'HTTP/2' ? 'ERR_HTTP2_INVALID_HEADER_VALUE' : 'ERR_HTTP_INVALID_HEADER_VALUE',
      'ERR_INVALID_ARG_VALUE',
      'ERR_INVALID_ARG_TYPE',
      'ERR_STREAM_NULL_VALUES',
      'ERR_INVALID_ARG_TYPE',
    ])
  })
})

test('R118: the reason phrase arrives, and a wrong one becomes a 500', async () => {
  for (const [, wait] of successes) {
    const { get } = await serve('HTTP/1.1', (res, req) => {
      attach(res, wait)
      if (req.url === '/wrong') {
        try {
          res.writeHead(200, 'a\nb')
          res.end('hello')
        } catch {
          res.statusMessage = ''
          res.statusCode = 500
          res.end()
        }
      } else res.writeHead(200, 'Fine', { 'X-A': '1' }).end()
    })
    expect(await get()).toMatchObject({ status: 200, reason: 'Fine', headers: { 'x-a': '1' } })
    expect(await get('/wrong')).toMatchObject({ status: 500, complete: true })
  }
})
